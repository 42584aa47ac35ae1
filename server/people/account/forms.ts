import { z } from 'zod'
import { blankAsMissing, line, personName, text } from '../../platform/http/parse.ts'
import { keptOpen, newPassword } from '../auth/forms.ts'
import { skills } from '../members/forms.ts'

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
