import { z } from 'zod'
import { blankAsMissing, line, requiredLine, text } from '../http/parse.ts'

export const emailField = z.string().trim().toLowerCase().max(254).pipe(z.email())

/** Length is what protects; 128 keeps hashing cheap. */
export const newPassword = z
  .string()
  .min(12)
  .max(128)
  .refine(value => new Set(value).size >= 5, { message: 'invalid.passwordTooPlain' })

export const signInForm = z.object({
  email: emailField,
  password: z.string().min(1).max(128),
  retour: z.string().max(2000).optional(),
})

export const installationForm = z.object({
  token: z.string().min(1).max(100),
  name: requiredLine(60, 2),
  email: emailField,
  password: newPassword,
  networkName: blankAsMissing(line(60).optional()),
})

export const signUpForm = z.object({
  name: requiredLine(60, 2),
  email: emailField,
  password: newPassword,
  role: z.enum(['animateur', 'volunteer']),
  space: blankAsMissing(line(120).optional()),
  introduction: blankAsMissing(text(1000).optional()),
})

export const forgottenForm = z.object({ email: emailField })

export const resetForm = z.object({
  token: z.string().regex(/^[\w-]{20,100}$/),
  password: newPassword,
})
