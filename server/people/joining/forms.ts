import { z } from 'zod'
import { blankAsMissing, line, objectId, personName, text } from '../../platform/http/parse.ts'
import { linkToken } from '../../platform/secret-links.ts'
import { emailField, newPassword } from '../auth/forms.ts'

const person = {
  name: personName(),
  email: emailField,
  password: newPassword,
  introduction: blankAsMissing(text(1000).optional()),
}

export const signUpForm = z.object({
  ...person,
  role: z.enum(['animateur', 'volunteer']),
  space: blankAsMissing(line(120).optional()),
})

/** Role and space are the invitation's, which says a space or leaves it to the person. */
export const invitedForm = z.object({
  ...person,
  invitation: z.string().min(1).max(200),
  space: blankAsMissing(line(120).optional()),
})

export const confirmForm = z.object({ token: linkToken })

export const resendForm = z.object({ email: emailField })

/** What the coordination tells whom it does not let in. */
export const refusalForm = z.object({ word: blankAsMissing(text(1000).default('')) })

/** The same person as whom was invited, or as an older account, by its address. */
export const mergeForm = z
  .object({
    invitation: blankAsMissing(objectId.optional()),
    email: blankAsMissing(emailField.optional()),
  })
  .refine(({ invitation, email }) => Boolean(invitation) !== Boolean(email), {
    path: ['email'],
    message: 'joining.oneOfBoth',
  })

export const mergeAnswerForm = z.object({
  token: linkToken,
  /** From now on the newer address signs in. */
  newAddress: z.union([z.boolean(), z.stringbool()]).optional().default(false),
})

export type SignUpInput = z.output<typeof signUpForm>
export type InvitedInput = z.output<typeof invitedForm>
