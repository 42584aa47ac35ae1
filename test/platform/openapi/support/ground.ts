import sharp from 'sharp'
import { Category } from '../../../../models/category.ts'
import { Group } from '../../../../models/group.ts'
import { Member } from '../../../../models/member.ts'
import { Thread } from '../../../../models/thread.ts'
import type { Operation } from '../../../../server/platform/openapi/operation.ts'
import type { Agent } from '../../../support/agent.ts'
import { aDay } from '../../../support/gatherings.ts'
import { reported } from '../../../support/moderation.ts'
import { aMember, signedInAs } from '../../../support/people.ts'
import { tellWithPhoto } from '../../../support/runs.ts'
import { aCategory, aThread } from '../../../support/threads.ts'

type Hub = { url: string }
type Params = Record<string, string>
type Make = (ground: Ground) => Promise<Params>
type Ground = { hub: Hub; admin: Agent; path: string }

/** What an operation's address names, made anew for it: examples neither wait for nor spoil each other. */
export async function paramsFor({ path }: Operation, hub: Hub, admin: Agent): Promise<Params> {
  const [, make] = MAKERS.find(([start]) => start.test(path)) ?? []
  return make ? make({ hub, admin, path }) : {}
}

const MAKERS: [RegExp, Make][] = [
  [/\/signalement$/, another],
  [/^\/moderation\/relecture\/:id/, newcomer],
  [/^\/moderation\/:id/, reportedThread],
  [/^\/compte\/moderation\/:id/, decision],
  [/^\/ressources\/brouillons\/:id/, draft],
  [/^\/ressources\/:slug\/publication/, waitingResource],
  [/^\/ressources\/:slug\/avis/, rating],
  [/^\/ressources\/:slug\/seances/, run],
  [/^\/ressources\/:slug\/verifications\/:id/, verification],
  [/^\/ressources\/:slug/, resource],
  [/^\/compte\/recherches\/:id/, savedSearch],
  [/^\/collections\/:slug/, collection],
  [/^\/rencontres\/:slug/, gathering],
  [/^\/discussions\/:id/, thread],
  [/^\/administration\/salons\/:slug/, room],
  [/^\/salons\/:slug/, message],
  [/^\/lieux\/:slug/, space],
  [/^\/groupes\/:slug/, group],
  [/^\/membres\/:slug/, member],
  [/^\/administration\/demandes\/:id\/lieu/, claimant],
  [/^\/administration\/invitations\/:id/, invitation],
  [/^\/administration\/demandes\/:id/, candidate],
  [/^\/administration\/membres\/:id/, account],
  [/^\/administration\/categories\/:id/, category],
  [/^\/administration\/pages\/:page/, legalPage],
]

let made = 0

async function resource({ admin, path }: Ground) {
  const { slug } = await post(admin, '/ressources', { kind: 'guide', title: `Guide ${++made}` })
  if (path.includes('/original')) return adaptation(admin, `/ressources/${slug}`)
  const id = path.includes(':id') ? await fileOf(admin, `/ressources/${slug}`) : ''
  // Only a former version has a page of its own.
  if (path.includes(':version'))
    await admin.postJson(`/ressources/${slug}/modifier`, { body: 'Autrement.' })
  return { slug, id, name: 'note.txt', version: '1', other: '2' }
}

async function savedSearch({ admin }: Ground) {
  const { id } = await post(admin, '/recherche/enregistrees', { q: `mots ${++made}` })
  return { id }
}

async function collection({ admin }: Ground) {
  const photos = { kind: 'sheet', title: 'Ranger ses photos' }
  const { slug: kept } = await post(admin, '/ressources', photos)
  const shared = { title: `Collection ${++made}`, audience: 'network', resource: kept }
  const { slug } = await post(admin, '/collections', shared)
  return { slug, resource: kept }
}

async function run({ admin, path }: Pick<Ground, 'admin' | 'path'>) {
  const { slug } = await post(admin, '/ressources', { kind: 'sheet', title: `Fiche ${++made}` })
  return { slug, id: path.includes(':id') ? (await tellWithPhoto(admin, slug)).id : '' }
}

async function verification({ admin }: Ground) {
  const { slug } = await post(admin, '/ressources', { kind: 'guide', title: `Guide ${++made}` })
  const { id } = await post(admin, `/ressources/${slug}/verifications`, { works: true })
  return { slug, id }
}

async function draft({ admin, path }: Ground) {
  const { id } = await post(admin, '/ressources/brouillons', { title: `Brouillon ${++made}` })
  if (!path.includes(':file')) return { id }
  const form = new FormData()
  form.set('files', new Blob([new Uint8Array(await aPhoto())], { type: 'image/jpeg' }), 'a.jpg')
  const headers = { accept: 'application/json' }
  const reply = await admin.send('POST', `/ressources/brouillons/${id}/pieces-jointes`, {
    form,
    headers,
  })
  return { id, file: JSON.parse(reply.text).id }
}

/** Of somebody else's resource, by who asks. */
async function rating({ hub, admin, path }: Ground) {
  const { slug } = await resource({ hub, admin: await somebody(hub, 'writer'), path: '' })
  if (path.endsWith('/avis')) return { slug }
  const { id } = await post(admin, `/ressources/${slug}/avis`, { value: 4, body: 'Claire.' })
  return { slug, id }
}

/** Its original has changed since. */
async function adaptation(admin: Ground['admin'], original: string) {
  const { slug } = await post(admin, `${original}/adaptations`, {})
  await admin.postJson(`${original}/modifier`, { body: 'Autrement.' })
  return { slug }
}

async function waitingResource({ hub }: Ground) {
  const volunteer = await signedInAs(hub, 'volunteer')
  return post(volunteer, '/ressources', { kind: 'guide', title: `Guide ${++made}` })
}

/** Signed in once for all examples: nobody signs in a hundred times in a quarter of an hour. */
type People = Map<string, ReturnType<typeof signedInAs>>
const peopleOf = new WeakMap<Hub, People>()

function somebody(hub: Hub, name: 'writer' | 'reader' | 'newcomer' | 'moderator') {
  const roles = {
    writer: 'animateur',
    reader: 'volunteer',
    newcomer: 'volunteer',
    moderator: 'admin',
  } as const
  const approvedAt = name === 'newcomer' ? new Date() : new Date(0)
  const people: People = peopleOf.get(hub) ?? new Map()
  peopleOf.set(hub, people)
  const known = people.get(name) ?? signedInAs(hub, roles[name], { approvedAt })
  people.set(name, known)
  return known
}

/** The same things, by somebody else than who reports them. */
async function another({ hub, admin, path }: Ground) {
  if (path.startsWith('/membres')) return { slug: (await aMember()).slug }
  if (path.startsWith('/lieux')) return space({ hub, admin, path })
  const writer = await somebody(hub, 'writer')
  if (path.includes('/avis')) return rating({ hub, admin: await somebody(hub, 'reader'), path })
  if (path.includes('/seances')) return run({ admin: writer, path })
  if (path.startsWith('/ressources')) return resource({ hub, admin: writer, path: '' })
  if (path.startsWith('/collections')) return collection({ hub, admin: writer, path })
  if (path.startsWith('/discussions')) return thread({ hub, admin: writer, path })
  if (path.startsWith('/rencontres'))
    return gathering({ hub, admin: await somebody(hub, 'moderator'), path })
  const { slug } = await room({ hub, admin, path })
  const { seq } = await post(writer, `/salons/${slug}/messages`, { body: 'Bonjour' })
  return { slug, seq: String(seq) }
}

async function reportedThread({ hub, admin, path }: Ground) {
  const { _id, author } = await aThread(await aMember(), { title: `Fil ${++made}` })
  const subject = await reported(await somebody(hub, 'reader'), `/discussions/${_id}`)
  const why = { reason: 'unsuitable', word: 'À revoir.' }
  if (path.endsWith('/retablissement')) await admin.postJson(`${subject}/masquage`, why)
  if (path.endsWith('/retour')) await admin.postJson(`${subject}/exclusion`, why)
  if (path.endsWith('/deplacement')) await shelf()
  if (path.endsWith('/fusion')) await mergeTarget(author)
  return { id: subject.replace('/moderation/', '') }
}

/** The category and the discussion that the examples name. */
async function shelf() {
  if (!(await Category.exists({ slug: 'entraide' }))) await aCategory({ slug: 'entraide' })
}

async function mergeTarget(author: unknown) {
  const _id = '6b028d41b54951a75386322c'
  if (await Thread.exists({ _id })) return
  const words = { title: 'La première', body: 'Alors ?', html: '<p>Alors ?</p>' }
  await new Thread({
    _id,
    ...words,
    author,
    lastActivityAt: new Date(),
    createdAt: new Date(),
  }).save()
}

async function newcomer({ hub }: Ground) {
  const agent = await somebody(hub, 'newcomer')
  const body = `Voir https://ailleurs.example/${++made}`
  return (await agent.postJson('/discussions', { title: 'Annonce', body })).body
}

async function decision({ hub, admin }: Ground) {
  const writer = await post(admin, '/discussions', { title: `Fil ${++made}`, body: 'Alors ?' })
  const subject = await reported(await somebody(hub, 'reader'), writer.url)
  const other = await somebody(hub, 'moderator')
  await other.postJson(`${subject}/avertissement`, { reason: 'wrong', word: 'À revoir.' })
  return { id: (await admin.getJson('/compte/moderation')).body.items[0].id }
}

async function gathering({ admin, path }: Ground) {
  const { slug } = await post(admin, '/rencontres', aDay({ title: `Rencontre ${++made}` }))
  const id = /:id|\.pdf/.test(path) ? await fileOf(admin, `/rencontres/${slug}`) : ''
  return { slug, id }
}

async function thread({ admin, path }: Ground) {
  const { id, url } = await post(admin, '/discussions', { title: `Fil ${++made}`, body: 'Alors ?' })
  const reply = path.includes(':reply') ? await post(admin, `${url}/reponses`, { body: 'Oui' }) : {}
  return { id, reply: reply.id }
}

function room({ admin }: Ground) {
  return post(admin, '/administration/salons', { title: `Salon ${++made}` })
}

async function message(ground: Ground) {
  const { slug } = await room(ground)
  const { seq } = await post(ground.admin, `/salons/${slug}/messages`, { body: 'Bonjour' })
  return { slug, seq: String(seq) }
}

async function space({ admin, path }: Ground) {
  const place = await post(admin, '/lieux', { name: `Lieu ${++made}`, commune: 'Brest' })
  if (!path.includes('/equipe/')) return place
  const spaceClaimed = !path.endsWith('/charge')
  const { slug } = await aMember('volunteer', { space: place.id, spaceClaimed })
  return { ...place, member: slug }
}

/** A group with somebody in it, or asking to be, as the address needs. */
async function group({ admin, path }: Ground) {
  const { slug, url } = await post(admin, '/groupes', { title: `Groupe ${++made}`, kind: 'open' })
  const person = await aMember()
  if (path.endsWith('/entree') || path.endsWith('/sortie')) {
    await Group.updateOne({ slug }, { $set: { members: [person._id], keepers: [person._id] } })
  }
  if (path.includes('/demandes/'))
    await Group.updateOne({ slug }, { $set: { asked: [person._id] } })
  if (path.includes('/membres/'))
    await Group.updateOne({ slug }, { $addToSet: { members: person._id } })
  if (path.endsWith('/invitations') && !(await Member.exists({ slug: 'nolwenn-invitee' })))
    await aMember('volunteer', { slug: 'nolwenn-invitee' })
  const room = path.includes(':room')
    ? await post(admin, `${url}/salons`, { title: `Salon ${made}` })
    : {}
  return { slug, member: person.slug, room: room.slug }
}

async function member({ hub }: Ground) {
  const agent = await signedInAs(hub)
  const form = new FormData()
  form.set('name', 'Katell')
  form.set('files', new Blob([new Uint8Array(await aPhoto())], { type: 'image/jpeg' }), 'moi.jpg')
  const { status, text } = await agent.post('/compte', form)
  if (status !== 303) throw new Error(`No photo: ${status} ${text}`)
  return { slug: agent.member.slug }
}

/** Who says to run the space that the example names. */
async function claimant({ hub, admin }: Ground) {
  const agent = await signedInAs(hub)
  const { body } = await admin.getJson('/lieux?q=Rostrenen')
  await agent.postJson('/compte', { name: 'Yann', space: body.items[0].slug })
  return { id: agent.member.id }
}

async function candidate() {
  return { id: (await aMember('volunteer', { state: 'pending' })).id }
}

function invitation({ admin }: Ground) {
  return post(admin, '/administration/invitations', { role: 'volunteer', days: 7 })
}

async function account() {
  return { id: (await aMember()).id }
}

function category({ admin }: Ground) {
  return post(admin, '/administration/categories', { name: `Rayon ${++made}` })
}

/** Its first file, which is a PDF, so that it is also the official programme. */
async function fileOf(admin: Agent, record: string): Promise<string> {
  const reply = await admin.send('POST', `${record}/pieces-jointes`, {
    form: aFile(),
    headers: { accept: 'application/json' },
  })
  if (reply.status !== 201) throw new Error(`No file: ${reply.status} ${reply.text}`)
  return JSON.parse(reply.text).id
}

export function aFile() {
  const form = new FormData()
  const pdf = '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'
  form.set('files', new Blob([pdf], { type: 'application/pdf' }), 'note.pdf')
  return form
}

function aPhoto() {
  return sharp({ create: { width: 60, height: 40, channels: 3, background: '#2c8a7a' } })
    .jpeg()
    .toBuffer()
}

// biome-ignore lint/suspicious/noExplicitAny: what a test reads, it asserts
async function post(agent: Agent, path: string, json: object): Promise<any> {
  const { status, text, body } = await agent.postJson(path, json)
  if (status !== 201) throw new Error(`${path} answers ${status}: ${text}`)
  return body
}

async function legalPage({ admin }: Ground) {
  const words = { fr: `Texte ${++made}`, en: `Text ${made}` }
  const { body } = await admin.postJson('/administration/pages/mentions-legales', words)
  return { page: 'mentions-legales', version: String(body.version) }
}
