import { z } from 'zod'
import { blankAsMissing, line } from '../../platform/http/parse.ts'
import { SHOWN_KINDS } from '../hits.ts'

const LONGEST_NAME = 80

export const savedForm = z.object({
  /** Words; none are needed where there are filters. */
  q: line(200).optional().default(''),
  kind: blankAsMissing(z.enum(SHOWN_KINDS).optional()),
  /** The choices of a list of the library, as its address says them: `public=seniors&duree=60`. */
  filters: line(2000).optional().default(''),
  name: line(LONGEST_NAME).optional().default(''),
})

export const savedNameForm = z.object({ name: line(LONGEST_NAME) })
