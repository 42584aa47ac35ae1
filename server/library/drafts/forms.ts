import { z } from 'zod'
import { blankAsMissing } from '../../platform/http/parse.ts'

const whole = (max: number) =>
  blankAsMissing(z.coerce.number().int().min(0).max(max).optional().catch(undefined))

/** What comes beside the fields: which draft it is, and which state of it the writer had. */
export const draftForm = z.object({
  draft: blankAsMissing(z.string().max(40).optional().catch(undefined)),
  /** The slug of the resource that is being changed. */
  resource: blankAsMissing(z.string().max(100).optional().catch(undefined)),
  version: whole(1_000_000),
  turn: whole(10_000_000),
  tab: z.string().max(60).catch(''),
  writtenAt: z.coerce.number().min(0).max(1e14).catch(0),
})

export type DraftInput = z.output<typeof draftForm>
