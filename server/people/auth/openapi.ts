import { z } from 'zod'
import { MEMBER_STATES, ROLES } from '../../../models/member.ts'
import { type Area, changes, creates, removes } from '../../platform/openapi/operation.ts'
import { signUpForm } from '../joining/forms.ts'
import { author } from '../members/openapi.ts'
import { forgottenForm, signInForm } from './forms.ts'

const request = z.object({
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  state: z.enum(['unconfirmed', ...MEMBER_STATES]),
  url: z.string(),
})

const signedIn = author.extend({ role: z.enum(ROLES), state: z.enum(MEMBER_STATES) })

/** For browsers and people: no token is asked here, and none is accepted. */
export const authArea: Area = {
  name: 'auth',
  operations: [
    creates('askToJoin', '/inscription', {
      form: signUpForm,
      answer: request,
      visitors: true,
      example: {
        body: {
          name: 'Katell',
          email: 'katell@example.org',
          password: 'une phrase facile à retenir',
          role: 'volunteer',
        },
      },
    }),
    changes('signIn', '/connexion', {
      form: signInForm,
      answer: signedIn,
      visitors: true,
      example: { body: { email: 'animateur@demo.test', password: 'demonstration' } },
    }),
    removes('signOut', '/deconnexion', { visitors: true }),
    changes('askForReset', '/mot-de-passe', {
      form: forgottenForm,
      status: 202,
      answer: z.object({ url: z.string() }),
      visitors: true,
      example: { body: { email: 'katell@example.org' } },
    }),
  ],
}
