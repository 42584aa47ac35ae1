import { z } from 'zod'
import { blankAsMissing, requiredLine } from '../../../platform/http/parse.ts'

const bytes = z.string().max(20_000)
const base64url = z.string().regex(/^[\w-]{1,2000}$/)

const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional().catch(undefined),
  clientExtensionResults: z.object({}).default({}),
}

/** What a browser answers to a registration, as WebAuthn's own JSON. */
export const registrationForm = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: z.array(z.string().max(20)).max(10).optional().catch(undefined),
  }),
})

/** What a browser answers to a sign-in. */
export const assertionForm = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: base64url.optional().catch(undefined),
  }),
})

export const passkeyName = z.object({ name: blankAsMissing(requiredLine(60)) })

export const newPasskeyForm = passkeyName.extend({ currentPassword: z.string().min(1).max(128) })
