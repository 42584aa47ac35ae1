import { z } from 'zod'
import { ROLES } from '../../../models/words/member.ts'
import {
  changes,
  count,
  creates,
  id,
  listOf,
  maybe,
  moment,
  reads,
} from '../../platform/openapi/operation.ts'
import { place } from '../members/openapi.ts'
import { invitationForm } from './forms.ts'
import { INVITATIONS } from './presenter.ts'

const invitation = z
  .object({
    id,
    url: z.string(),
    role: z.enum(ROLES),
    word: z.string(),
    name: z.string(),
    email: maybe(z.string()),
    space: maybe(place),
    maker: maybe(z.string()),
    state: z.enum(['open', 'used', 'expired', 'revoked']),
    uses: count,
    used: count,
    createdAt: moment,
    expiresAt: moment,
    revokedAt: maybe(moment),
    sentAt: maybe(moment),
  })
  .meta({ id: 'Invitation' })

/** Its link is in the answer of its creation, and nowhere afterwards. */
const made = invitation.extend({ link: maybe(z.string()) }).meta({ id: 'NewInvitation' })

export const invitationOperations = [
  reads('listInvitations', INVITATIONS, { answer: listOf(invitation) }),
  creates('makeInvitation', INVITATIONS, {
    form: invitationForm,
    answer: made,
    example: { body: { role: 'animateur', days: 30, uses: 5, word: 'À mardi !' } },
  }),
  reads('readInvitation', `${INVITATIONS}/:id`, { answer: invitation }),
  changes('revokeInvitation', `${INVITATIONS}/:id/revocation`, { answer: invitation }),
]
