import { z } from 'zod'
import { MEMBER_STATES } from '../../../models/words/member.ts'
import { type Area, changes, reads } from '../../platform/openapi/operation.ts'
import { member } from '../members/openapi.ts'
import { accountForm } from './forms.ts'

export const account = member
  .extend({
    email: z.string(),
    state: z.enum(MEMBER_STATES),
    spaceClaimed: z.boolean(),
  })
  .meta({ id: 'Account' })

export const accountArea: Area = {
  name: 'members',
  operations: [
    reads('readAccount', '/compte', { answer: account }),
    changes('changeAccount', '/compte', {
      form: accountForm,
      answer: account,
      example: {
        body: { name: 'Nolwenn', bio: "J'anime l'atelier vidéo.", skills: ['vidéo', 'breton'] },
      },
    }),
  ],
}
