import { z } from 'zod'
import { MEMBER_STATES, ROLES } from '../../../models/words/member.ts'
import { type Area, creates } from '../../platform/openapi/operation.ts'
import { signUpForm } from './forms.ts'

const request = z.object({
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  state: z.enum(['unconfirmed', ...MEMBER_STATES]),
  url: z.string(),
})

/** For people: no token is asked here. */
export const joiningArea: Area = {
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
  ],
}
