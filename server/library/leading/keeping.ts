import type { ResourceRecord } from '../../../models/resource.ts'

const MONTH = 30 * 24
const DAY = 12

/**
 * For how many hours a browser may keep the page, and whether by itself. What everybody may read says the
 * same to everybody; what is reserved stays only when its reader asks, for the day, and goes when they sign out.
 */
export function keptFor({ state, audience }: Pick<ResourceRecord, 'state' | 'audience'>) {
  const open = state === 'published' && audience === 'public'
  return open ? { alone: MONTH } : { asked: DAY }
}
