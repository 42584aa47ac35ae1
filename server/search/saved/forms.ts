import { z } from 'zod'
import { listedKinds } from '../../platform/content/kinds.ts'
import { blankAsMissing, line } from '../../platform/http/parse.ts'

const LONGEST_NAME = 80

export const savedForm = z.object({
  /** Words; none are needed where there are filters. */
  q: line(200).optional().default(''),
  kind: blankAsMissing(z.string().refine(isListed).optional()),
  /** The choices of a list of the library, as its address says them: `public=seniors&duree=60`. */
  filters: line(2000).optional().default(''),
  name: line(LONGEST_NAME).optional().default(''),
})

function isListed(kind: string) {
  return listedKinds().some(({ index }) => index === kind)
}

export const savedNameForm = z.object({ name: line(LONGEST_NAME) })
