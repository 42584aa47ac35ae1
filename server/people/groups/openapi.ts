import { z } from 'zod'
import { GROUP_KINDS } from '../../../models/words/group.ts'
import { ROLES } from '../../../models/words/member.ts'
import { pageQuery } from '../../platform/http/parse.ts'
import {
  type Area,
  changes,
  count,
  creates,
  id,
  listOf,
  maybe,
  moment,
  reads,
  removes,
} from '../../platform/openapi/operation.ts'
import { author } from '../members/openapi.ts'
import { answerForm, groupForm, inviteForm, keeperForm } from './forms.ts'

const place = { id, url: z.string(), slug: z.string() }
const named = { ...place, title: z.string(), kind: z.enum(GROUP_KINDS), memberCount: maybe(count) }
const standing = z.enum(['keeper', 'member', 'invited', 'asked', 'outside'])

const group = z
  .object({ ...named, excerpt: z.string(), standing, createdAt: moment })
  .meta({ id: 'Group' })

const person = author.extend({ role: z.enum(ROLES) })
const anything = z.array(z.looseObject({ id, url: z.string(), title: z.string() }))

const whole = group.extend({
  purpose: z.string(),
  html: z.string(),
  keepers: z.array(person),
  /** For those who are in it. */
  content: z
    .object({ threads: anything, resources: anything, gatherings: anything, rooms: anything })
    .optional(),
})

const people = listOf(person.extend({ keeper: z.boolean() })).extend({
  asked: z.array(person).optional(),
  invited: z.array(person).optional(),
})

export const groupsArea: Area = {
  name: 'groups',
  operations: [
    reads('listGroups', '/groupes', { query: pageQuery, answer: listOf(group) }),
    creates('makeGroup', '/groupes', {
      form: groupForm,
      answer: group,
      example: { body: { title: 'Vélo et numérique', kind: 'request', purpose: 'Une tournée.' } },
    }),
    reads('listEveryGroup', '/groupes/tous', {
      answer: listOf(z.object({ ...named, closedAt: maybe(moment) })),
    }),
    reads('readGroup', '/groupes/:slug', { answer: whole }),
    changes('changeGroup', '/groupes/:slug/modifier', {
      form: groupForm,
      keeps: true,
      answer: group,
      example: { body: { purpose: 'Une tournée en **deux** étapes.' } },
    }),
    changes('enterGroup', '/groupes/:slug/entree', {
      answer: z.object({ ...place, standing: z.enum(['member', 'asked']) }),
    }),
    removes('leaveGroup', '/groupes/:slug/sortie'),
    removes('closeGroup', '/groupes/:slug/fermeture'),
    removes('reopenGroup', '/groupes/:slug/reouverture'),
    reads('listGroupMembers', '/groupes/:slug/membres', { query: pageQuery, answer: people }),
    removes('inviteToGroup', '/groupes/:slug/invitations', {
      form: inviteForm,
      example: { body: { member: 'nolwenn-invitee' } },
    }),
    removes('acceptIntoGroup', '/groupes/:slug/demandes/:member/acceptation', {
      form: answerForm,
      example: { body: { word: 'Bienvenue !' } },
    }),
    removes('declineForGroup', '/groupes/:slug/demandes/:member/refus', {
      form: answerForm,
      example: { body: { word: 'Nous sommes déjà nombreux.' } },
    }),
    removes('removeFromGroup', '/groupes/:slug/membres/:member/retrait'),
    removes('keepGroup', '/groupes/:slug/membres/:member/charge', {
      form: keeperForm,
      example: { body: { keeper: true } },
    }),
  ],
}
