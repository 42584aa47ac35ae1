import type { ResourceInput } from '../forms.ts'

/** What people write of a resource, without what is made of it: the matter of merging and comparing. */
export type Written = Omit<ResourceInput, 'change'>
export type WrittenStep = Written['steps'][number]

export const STEP_FACTS = ['title', 'minutes', 'mode'] as const

export type Stored = Pick<
  Written,
  'kind' | 'title' | 'summary' | 'body' | 'publics' | 'materials'
> & {
  level?: Written['level'] | null
  durationMinutes?: number | null
  preparationMinutes?: number | null
  groupSize?: number | string | null
  internet?: Written['internet'] | null
  cost?: string | null
  tools?: { name: string; version?: string | null }[] | null
  systems?: string[] | null
  prerequisites?: string[] | null
  verifyBy?: string | null
  steps: { title: string; minutes: number; mode: WrittenStep['mode']; body: string }[]
  themes: string[]
  licence: string
  audience: string
}

/** The written part of a resource or of one of its versions, as a lean read gives them. */
export function writtenOf(record: Stored): Written {
  const { kind, title, summary, body, publics, materials, themes, licence, audience } = record
  return {
    ...{ kind, title, summary, body, publics, materials, themes, licence, audience },
    level: record.level ?? undefined,
    durationMinutes: record.durationMinutes ?? undefined,
    preparationMinutes: record.preparationMinutes ?? undefined,
    groupSize: record.groupSize ?? undefined,
    internet: record.internet ?? undefined,
    cost: record.cost ?? '',
    tools: (record.tools ?? []).map(({ name, version }) => ({ name, version: version ?? '' })),
    systems: record.systems ?? [],
    prerequisites: record.prerequisites ?? [],
    verifyBy: record.verifyBy ?? undefined,
    steps: record.steps.map(({ title, minutes, mode, body }) => ({ title, minutes, mode, body })),
  }
}
