import type { Response } from 'express'
import type { GroupRecord } from '../../../models/group.ts'
import { kinds } from '../../platform/content/kinds.ts'
import { language } from '../../platform/http/preferences.ts'
import { audienceOf } from '../../platform/who/audience.ts'
import type { Viewer } from '../../platform/who/viewer.ts'

const MOST = 5

/** The latest of what is written for this group, by kind. */
export async function contentOf(group: GroupRecord, viewer: Viewer, res: Response) {
  const reader = { viewer, audience: audienceOf(group), most: MOST, language: language(res) }
  const parts = kinds().flatMap(({ ofGroup }) => (ofGroup ? [ofGroup] : []))
  const found = await Promise.all(
    parts.map(async ({ name, latest }) => [name, await latest(reader)] as const),
  )
  return Object.fromEntries(found)
}
