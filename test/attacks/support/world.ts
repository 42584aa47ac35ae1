import { EJSON } from 'bson'
import { Group } from '../../../models/group.ts'
import { Member } from '../../../models/member.ts'
import { Passkey } from '../../../models/passkey.ts'
import { SignIn } from '../../../models/sign-in.ts'
import type { Agent } from '../../support/agent.ts'
import { aDay } from '../../support/gatherings.ts'
import { reported } from '../../support/moderation.ts'
import { aMember, type signedInAs } from '../../support/people.ts'
import { tellWithPhoto } from '../../support/runs.ts'
import type { Call } from './calls.ts'

type Person = Awaited<ReturnType<typeof signedInAs>>

/** What a parameter names, by what comes before it in the address. */
export type Names = Record<string, string>

type Shelf = { audience: string; word: string; space?: string }

/** One thing of every kind that a member makes, with this word in each: what its addresses name. */
export async function makeThings(owner: Person, reader: Person, shelf: Shelf): Promise<Names> {
  const { audience, word, space } = shelf
  const words = { title: `Atelier ${word}`, body: `Un atelier ${word}.` }
  const sheet = await post(owner, '/ressources', {
    ...{ ...words, kind: 'sheet', summary: word, audience, themes: [`theme ${word}`] },
  })
  const file = await sent(owner, `${sheet.url}/pieces-jointes`, `atelier-${word}.png`)
  await post(owner, `${sheet.url}/modifier`, { body: `Un autre atelier ${word}.` })
  const run = await tellWithPhoto(owner, sheet.slug, { changes: word, photoAlt: word })
  const rating = await post(reader, `${sheet.url}/avis`, { value: 4, body: word })
  const check = await post(owner, `${sheet.url}/verifications`, { works: true, note: word })
  const draft = await post(owner, '/ressources/brouillons', words)
  const draftUrl = `/ressources/brouillons/${draft.id}`
  const draftFile = await sent(owner, `${draftUrl}/pieces-jointes`, `atelier-${word}.png`)
  const collection = await post(owner, '/collections', {
    ...{ ...words, summary: word, resource: sheet.slug },
    audience: audience.startsWith('group:') ? 'personal' : audience,
  })
  const day = await post(
    owner,
    '/rencontres',
    aDay({ ...words, kind: 'workshop', audience, space }),
  )
  const dayFile = await sent(owner, `${day.url}/pieces-jointes`, `atelier-${word}.png`)
  const members = audience === 'public' ? 'network' : audience
  const thread = await post(owner, '/discussions', { ...words, audience: members })
  const reply = await post(reader, `${thread.url}/reponses`, { body: words.body })
  const search = await post(owner, '/recherche/enregistrees', { q: words.title })
  const token = await post(owner, '/compte/jetons', { name: word, scopes: ['read'], days: 30 })
  const passkey = await Passkey.create({
    ...{ member: owner.member.id, credential: `key-${word}`, name: word },
    ...{ publicKey: word, counter: 0, createdAt: new Date() },
  })
  return {
    ...{ ressources: sheet.slug, apercus: file, 'ressources pieces-jointes': file },
    ...{ seances: run.id, avis: rating.id, verifications: check.id, versions: '1' },
    ...{ differences: '2', brouillons: draft.id, 'brouillons pieces-jointes': draftFile },
    ...{ collections: collection.slug, rencontres: day.slug, name: `atelier-${word}.png` },
    ...{ 'rencontres pieces-jointes': dayFile, discussions: thread.id, reponses: reply.id },
    ...{ recherches: search.id, jetons: token.id, cles: passkey.id, secret: token.secret },
  }
}

type Company = Record<'owner' | 'reader' | 'coordinator' | 'newcomer', Person>

/** A private group of two, with a room, what was reported there, and what only the coordination sees. */
export async function hideThings(company: Company, word: string): Promise<Names> {
  const { owner, reader } = company
  const title = `Groupe ${word}`
  const group = await post(owner, '/groupes', { title, kind: 'private', purpose: word })
  await Group.updateOne({ slug: group.slug }, { $addToSet: { members: reader.member._id } })
  const things = await makeThings(owner, reader, { audience: `group:${group.slug}`, word })
  const room = await post(owner, `${group.url}/salons`, { title: `Salon ${word}` })
  await post(owner, `${room.url}/messages`, { body: `Un message ${word}` })
  const subject = await reported(reader, `/discussions/${things.discussions}`)
  const device = await SignIn.findOne({ member: owner.member._id }).lean()
  await post(owner, '/compte/courriels', { pace: 'weekly' })
  const { mail } = (await Member.findById(owner.member._id).lean()) ?? {}
  await post(owner, '/compte/donnees')
  return {
    ...{ ...things, groupes: group.slug, salons: room.slug, messages: '1' },
    ...{ moderation: subject.replace('/moderation/', ''), membres: owner.member.slug },
    ...{ equipe: owner.member.slug, appareils: String(device?._id), arret: String(mail?.key) },
    ...(await whatTheCoordinationKeeps(company, word)),
  }
}

async function whatTheCoordinationKeeps({ coordinator, newcomer }: Company, word: string) {
  const invitations = '/administration/invitations'
  const invited = { role: 'volunteer', days: 7, uses: 2, word }
  const invitation = await post(coordinator, invitations, invited)
  const list = await post(coordinator, `${invitations}/liste`, {
    ...{ list: `nom;courriel\n${word};${word}@example.org`, days: 30, word },
  })
  const asking = await aMember('volunteer', { state: 'pending', name: word })
  const waiting = await post(newcomer, '/discussions', {
    ...{ title: `Annonce ${word}`, body: 'Voir https://ailleurs.example' },
  })
  return {
    ...{ invitations: invitation.id, liste: list.url.split('/').at(-1), demandes: asking.id },
    ...{
      relecture: waiting.id,
      link: String(new URL(invitation.link).searchParams.get('invitation')),
    },
  }
}

/** What new records are called by, anywhere: one name of each kind, and the secrets that open something. */
export function namesIn(records: [string, string][]): Map<string, string> {
  const names = new Map<string, string>()
  for (const [key, text] of records) {
    const [collection = ''] = key.split(' ')
    walk(EJSON.parse(text), collection, names)
  }
  return names
}

const NAMING = /(^|\.)(_id|id|slug|key|hash|sid|credential|audience|token|space|file|images)$/

function walk(value: unknown, at: string, names: Map<string, string>) {
  if (value === null || typeof value !== 'object') return
  for (const [field, one] of Object.entries(value)) {
    const where = /^\d+$/.test(field) ? at : `${at}.${field}`
    const isId = Object(one)._bsontype === 'ObjectId'
    const isName = isId || (typeof one === 'string' && NAMING.test(where))
    if (isName) names.set(where, String(one))
    else walk(one, where, names)
  }
}

/** What each parameter of a route names, told by what comes before it there. */
export function kindsIn({ path }: Call): string[] {
  const parts = path.split('/')
  return parts.flatMap((part, at) => {
    if (!part.startsWith(':')) return []
    const before = parts[at - 1] ?? ''
    if (before.startsWith(':')) return ['name']
    return [before === 'pieces-jointes' ? `${parts[at - 3]} ${before}` : before]
  })
}

async function sent(agent: Agent, url: string, name: string): Promise<string> {
  const form = new FormData()
  form.set('files', new Blob([new Uint8Array(DOT)], { type: 'image/png' }), name)
  const headers = { accept: 'application/json' }
  const reply = await agent.send('POST', url, { form, headers })
  if (reply.status !== 201) throw new Error(`No file: ${reply.status} ${reply.text}`)
  return JSON.parse(reply.text).id
}

// biome-ignore lint/suspicious/noExplicitAny: what a test reads, it asserts
async function post(agent: Agent, path: string, json: object = {}): Promise<any> {
  const { status, text, body } = await agent.postJson(path, json)
  if (status >= 300) throw new Error(`${path} answers ${status}: ${text}`)
  return body
}

const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
