import { z } from 'zod'
import { blankAsMissing, line, personName, text } from '../../platform/http/parse.ts'
import { keptOpen, newPassword } from '../auth/forms.ts'

/** Skills come one a line, or separated by commas, or as a JSON list. */
export const skills = z.preprocess(
  value => (typeof value === 'string' ? value.split(/[,\n]/) : value),
  z
    .array(line(60))
    .transform(list => list.filter(Boolean))
    .pipe(z.array(z.string()).max(20))
    .default([]),
)

export const accountForm = z.object({
  name: personName(),
  space: blankAsMissing(line(120).optional()),
  skills,
  bio: text(1000).default(''),
  removePhoto: z.stringbool().catch(false).default(false),
})

export const passwordForm = z.object({
  currentPassword: z.string().min(1).max(128),
  password: newPassword,
  ...keptOpen,
})
