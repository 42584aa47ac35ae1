import { z } from 'zod'
import { blankAsMissing, line, requiredLine } from '../../platform/http/parse.ts'

export const emailField = z.string().trim().toLowerCase().max(254).pipe(z.email())

/** Length is what protects; 128 keeps hashing cheap. */
export const newPassword = z
  .string()
  .min(12)
  .max(128)
  .refine(value => new Set(value).size >= 5, { message: 'invalid.passwordTooPlain' })

const ticked = z
  .union([z.boolean(), z.stringbool()])
  .optional()
  .transform(value => value ?? false)

/** What a new password leaves open: nothing, unless one says so. */
export const keptOpen = { keepSessions: ticked, keepTokens: ticked }

/** Six digits of an application, or a recovery code, however it was copied. */
export const secondFactorCode = z
  .string()
  .max(60)
  .transform(value => value.toLowerCase().replace(/[^a-z0-9]/g, ''))
  .pipe(z.string().min(1))

export const signInForm = z.object({
  email: emailField,
  password: z.string().min(1).max(128),
  retour: z.string().max(2000).optional(),
  /** Of the second factor, for programs that send it all at once. */
  code: blankAsMissing(secondFactorCode.optional()),
})

export const codeForm = z.object({ code: secondFactorCode })

export const linkForm = z.object({ token: z.string().regex(/^[\w-]{20,100}$/) })

export const installationForm = z.object({
  token: z.string().min(1).max(100),
  name: requiredLine(60, 2),
  email: emailField,
  password: newPassword,
  networkName: blankAsMissing(line(60).optional()),
})

export const forgottenForm = z.object({ email: emailField })

export const resetForm = z.object({
  token: z.string().regex(/^[\w-]{20,100}$/),
  password: newPassword,
  ...keptOpen,
})
