import { z } from 'zod'
import { COMPLIANCES } from '../../models/words/network.ts'
import { blankAsMissing, line, requiredText, text } from '../platform/http/parse.ts'

const ticked = z
  .union([z.boolean(), z.stringbool()])
  .optional()
  .transform(value => value ?? false)

const version = blankAsMissing(z.coerce.number().int().min(0).optional())

const LONGEST = 60_000

export const pageForm = z.object({
  fr: requiredText(LONGEST),
  en: requiredText(LONGEST),
  important: ticked,
  /** The one that the writer read; a program may leave it out. */
  version,
})

export const previewForm = z.object({
  fr: text(LONGEST).default(''),
  en: text(LONGEST).default(''),
})

export const resetForm = z.object({ version })

const mailbox = blankAsMissing(z.string().trim().toLowerCase().max(254).pipe(z.email()).optional())

export const legalForm = z.object({
  publisher: line(160).default(''),
  address: line(240).default(''),
  director: line(120).default(''),
  host: line(240).default(''),
  contact: mailbox.transform(value => value ?? ''),
  dataContact: mailbox.transform(value => value ?? ''),
  compliance: z.enum(COMPLIANCES).default('none'),
})
