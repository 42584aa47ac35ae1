import { z } from 'zod'
import { MEMBER_STATES, ROLES } from '../../../models/words/member.ts'
import { type Area, changes, removes } from '../../platform/openapi/operation.ts'
import { author } from '../members/openapi.ts'
import { forgottenForm, signInForm } from './forms.ts'

const signedIn = author.extend({ role: z.enum(ROLES), state: z.enum(MEMBER_STATES) })

/** For browsers and people: no token is asked here, and none is accepted. */
export const authArea: Area = {
  name: 'auth',
  operations: [
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
