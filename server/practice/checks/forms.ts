import { z } from 'zod'
import { blankAsMissing, line } from '../../platform/http/parse.ts'

/** One click says whether it works; the rest is for who knows more. */
export const checkForm = z.object({
  works: z.preprocess(
    value => (value === 'true' ? true : value === 'false' ? false : value),
    z.boolean(),
  ),
  tool: blankAsMissing(line(80).default('')),
  toolVersion: blankAsMissing(line(40).default('')),
  system: blankAsMissing(line(60).default('')),
  word: blankAsMissing(line(300).default('')),
})

export type CheckInput = z.output<typeof checkForm>
