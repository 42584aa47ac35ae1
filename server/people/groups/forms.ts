import { z } from 'zod'
import { GROUP_KINDS } from '../../../models/words/group.ts'
import { audienceFields } from '../../platform/http/audience-form.ts'
import { blankAsMissing, line, pageQuery, requiredLine, text } from '../../platform/http/parse.ts'

export const groupForm = z.object({
  title: requiredLine(80, 2),
  purpose: blankAsMissing(text(5_000).default('')),
  kind: blankAsMissing(z.enum(GROUP_KINDS).default('open')),
  /** Of a territory's group, the territory's slug. */
  territory: blankAsMissing(line(120).optional()),
})

export type GroupInput = z.output<typeof groupForm>

/** A member's slug, or their page's address as one copies it. */
export const inviteForm = z.object({
  member: requiredLine(200).transform(value => value.replace(/^.*\/membres\//, '')),
})

/** What those who ask are told beside the answer. */
export const answerForm = z.object({ word: blankAsMissing(text(500).default('')) })

export const keeperForm = z.object({ keeper: z.union([z.boolean(), z.stringbool()]) })

export const groupsQuery = pageQuery

export const moveForm = z.object(audienceFields)
