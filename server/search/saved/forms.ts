import { z } from 'zod'
import { blankAsMissing, requiredLine } from '../../http/parse.ts'
import { SHOWN_KINDS } from '../hits.ts'

export const savedForm = z.object({
  q: requiredLine(200),
  kind: blankAsMissing(z.enum(SHOWN_KINDS).optional()),
})
