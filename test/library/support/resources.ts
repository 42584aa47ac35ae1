import type { Types } from 'mongoose'
import { Member } from '../../../models/member.ts'
import type { Role } from '../../../models/words/member.ts'
import { createResource } from '../../../server/library/actions.ts'
import { resourceForm } from '../../../server/library/forms.ts'
import { aMember } from '../../support/people.ts'

/** What an animateur would send: every field of the contract. */
export const SHEET = {
  kind: 'sheet',
  title: 'Envoyer une pièce jointe sans se perdre',
  summary: 'Photographier un justificatif, le retrouver, le joindre, envoyer.',
  body: '## Avant\n\nPrévoir une **fausse facture** par personne.',
  publics: ['adultes-debutants', 'seniors'],
  level: 'beginner',
  durationMinutes: 90,
  groupSize: '6 à 8',
  materials: ['Un PC pour deux', 'Une fausse facture par personne'],
  steps: [
    { title: 'Tour de table', minutes: 20, mode: 'talk', body: 'Qui a *déjà* essayé ?' },
    { title: 'Le trombone', minutes: 70, body: '1. Ouvrir un message\n2. Joindre' },
  ],
  themes: ['courriel', 'demarches'],
  licence: 'CC BY-SA 4.0',
  audience: 'public',
}

type Writer = { _id: Types.ObjectId; role: Role }

/** A resource in the store, written by `author` or by a new animateur. */
export async function aResource(overrides: object = {}, author?: Writer) {
  const writer = author ?? (await aMember('animateur'))
  const { role } = (await Member.findById(writer._id)) ?? writer
  const input = resourceForm.parse({ ...SHEET, ...overrides })
  return createResource({ id: String(writer._id), role }, input)
}

let count = 0

/** A title that no other test has. */
export function aTitle(words = 'Atelier') {
  return `${words} ${process.pid} ${++count}`
}
