import { z } from 'zod'
import { ACTS } from '../../models/words/audit-entry.ts'
import { pageQuery } from '../platform/http/parse.ts'

const day = z.iso.date().optional().catch(undefined)

/** What the journal's address says; anything else falls back to the whole journal. */
export const journalQuery = pageQuery.extend({
  qui: z
    .string()
    .regex(/^[0-9a-f]{24}$/)
    .optional()
    .catch(undefined),
  acte: z.enum(ACTS).optional().catch(undefined),
  du: day,
  au: day,
})

export type JournalQuery = z.output<typeof journalQuery>
