import { ModerationCase } from '../../models/moderation-case.ts'
import { Thread } from '../../models/thread.ts'
import type { Agent } from '../support/agent.ts'
import { aDay } from '../support/gatherings.ts'
import { aMember, signedInAs } from '../support/people.ts'
import { tellWithPhoto } from '../support/runs.ts'
import { aCategory } from '../support/threads.ts'
import type { Cast } from './cast.ts'

type Params = Record<string, string | undefined>
type Make = (cast: Cast, path: string) => Promise<Params>

const shelves = new WeakMap<Cast, Map<string, Params>>()

/** What an address names: things of the author, on the network's own shelves. Calls share them until one is changed. */
export async function thingsFor(path: string, cast: Cast): Promise<Params> {
  const shelf = shelfOf(cast)
  const found = shelf.get(kindOf(path)) ?? (await make(path, cast))
  shelf.set(kindOf(path), found)
  return found
}

/** Somebody's call changed what this address names: who calls next gets another. */
export function discard(path: string, cast: Cast) {
  shelfOf(cast).delete(kindOf(path))
}

async function make(path: string, cast: Cast): Promise<Params> {
  const [, maker] = MAKERS.find(([start]) => start.test(path)) ?? []
  return maker ? maker(cast, path) : {}
}

function shelfOf(cast: Cast) {
  const shelf = shelves.get(cast) ?? new Map<string, Params>()
  shelves.set(cast, shelf)
  return shelf
}

/** Addresses of one kind are made alike: the makers look at nothing else in them. */
function kindOf(path: string) {
  const [start] = MAKERS.find(([start]) => start.test(path)) ?? []
  const told = path.match(/:\w+|\/original|\.pdf/g) ?? []
  return `${start} ${told}`
}

const MAKERS: [RegExp, Make][] = [
  [/^\/moderation\/relecture\/:id/, waiting],
  [/^\/moderation\/:id/, reportedThread],
  [/^\/ressources\/:slug\/seances/, run],
  [/^\/ressources\/:slug\/verifications/, verification],
  [/^\/ressources\/:slug\/avis\/:id/, rating],
  [/^\/ressources\/:slug/, resource],
  [/^\/collections\/:slug/, collection],
  [/^\/rencontres\/:slug/, gathering],
  [/^\/discussions\/:id/, thread],
  [/^\/administration\/salons\/:slug/, room],
  [/^\/salons\/:slug/, message],
  [/^\/lieux\/:slug/, async ({ space }) => ({ slug: space })],
  [/^\/membres\/:slug/, async ({ authorSlug }) => ({ slug: authorSlug })],
  [/^\/administration\/demandes\/:id\/lieu/, claimant],
  [/^\/administration\/demandes\/:id/, candidate],
  [/^\/administration\/membres\/:id/, async () => ({ id: (await aMember()).id })],
  [/^\/administration\/categories\/:id/, async () => ({ id: String((await aCategory())._id) })],
  [/^\/administration\/invitations\/:id/, invitation],
  [/^\/administration\/pages\/:page/, async () => ({ page: 'mentions-legales', version: '1' })],
  [/^\/groupes\/:slug/, group],
]

let made = 0

async function resource({ author }: { author: Agent }, path: string) {
  const { slug } = await post(author, '/ressources', { kind: 'guide', title: `Guide ${++made}` })
  const id = path.includes(':id') ? await fileOf(author, `/ressources/${slug}`, aPicture) : ''
  if (path.includes('/original')) return adaptation(author, `/ressources/${slug}`)
  if (path.includes(':version'))
    await author.postJson(`/ressources/${slug}/modifier`, { body: 'Autrement.' })
  return { slug, id, name: 'note.pdf', version: '1', other: '2' }
}

/** A workshop that the author ran and took a photo of. */
async function run({ author }: Cast, path: string) {
  const { slug } = await resource({ author }, '')
  if (!path.includes(':id')) return { slug }
  return { slug, id: (await tellWithPhoto(author, slug)).id }
}

async function verification({ author }: Cast, path: string) {
  const { slug } = await resource({ author }, '')
  if (!path.includes(':id')) return { slug }
  const { id } = await post(author, `/ressources/${slug}/verifications`, { works: true })
  return { slug, id }
}

/** What the author thinks of a resource of the coordination's. */
async function rating({ author, coordinator }: Cast) {
  const { slug } = await resource({ author: coordinator }, '')
  const { id } = await post(author, `/ressources/${slug}/avis`, { value: 4, body: 'Claire.' })
  return { slug, id }
}

/** For everybody, with one resource in it. */
async function collection({ author }: Cast) {
  const { slug: kept } = await resource({ author }, '')
  const shared = { title: `Collection ${++made}`, audience: 'public', resource: kept }
  const { slug } = await post(author, '/collections', shared)
  return { slug, resource: kept }
}

/** Its original has changed since. */
async function adaptation(author: Agent, original: string) {
  const { slug } = await post(author, `${original}/adaptations`, {})
  await author.postJson(`${original}/modifier`, { body: 'Autrement.' })
  return { slug }
}

async function gathering({ author, space }: Cast, path: string) {
  const day = aDay({ title: `Rencontre ${++made}`, kind: 'workshop', space })
  const { slug } = await post(author, '/rencontres', day)
  const id = /:id|\.pdf/.test(path) ? await fileOf(author, `/rencontres/${slug}`) : ''
  return { slug, id }
}

async function thread({ author }: Cast, path: string) {
  const { id, url } = await post(author, '/discussions', {
    title: `Fil ${++made}`,
    body: 'Alors ?',
  })
  const reply = path.includes(':reply')
    ? await post(author, `${url}/reponses`, { body: 'Oui' })
    : {}
  return { id, reply: reply.id }
}

function room({ admin }: Cast) {
  return post(admin, '/administration/salons', { title: `Salon ${++made}` })
}

async function message(cast: Cast, path: string) {
  const { slug } = await room(cast)
  if (!path.includes(':seq')) return { slug }
  const { seq } = await post(cast.author, `/salons/${slug}/messages`, { body: 'Bonjour' })
  return { slug, seq: String(seq) }
}

async function reportedThread(cast: Cast) {
  const { id } = await thread(cast, '')
  const written = await Thread.findById(id).lean()
  const why = { state: 'open', reasons: ['wrong'], reportCount: 1, waitingSince: new Date() }
  const subject = { kind: 'thread', target: id, author: written?.author }
  return { id: String((await new ModerationCase({ ...subject, ...why }).save())._id) }
}

/** A first discussion with a link to elsewhere, by somebody new. */
async function waiting({ hub }: Cast) {
  const newcomer = await signedInAs(hub, 'volunteer', { approvedAt: new Date() })
  const body = `Voir https://ailleurs.example/${++made}`
  return (await newcomer.postJson('/discussions', { title: 'Annonce', body })).body
}

async function claimant({ space }: Cast) {
  return { id: (await aMember('animateur', {})).id, space }
}

async function candidate() {
  return { id: (await aMember('volunteer', { state: 'pending' })).id }
}

/** An open one, which its maker keeps. */
async function group({ author }: Cast) {
  const { slug } = await post(author, '/groupes', { title: `Groupe ${++made}`, kind: 'open' })
  return { slug }
}

function invitation({ coordinator }: Cast) {
  return post(coordinator, '/administration/invitations', { role: 'volunteer', days: 7, uses: 1 })
}

const aPicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function fileOf(agent: Agent, record: string, picture?: Buffer): Promise<string> {
  const form = new FormData()
  const pdf = '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'
  const bytes = picture ? new Uint8Array(picture) : pdf
  form.set('files', new Blob([bytes]), picture ? 'note.png' : 'note.pdf')
  const headers = { accept: 'application/json' }
  const reply = await agent.send('POST', `${record}/pieces-jointes`, { form, headers })
  if (reply.status !== 201) throw new Error(`No file: ${reply.status} ${reply.text}`)
  return JSON.parse(reply.text).id
}

// biome-ignore lint/suspicious/noExplicitAny: what a test reads, it asserts
async function post(agent: Agent, path: string, json: object): Promise<any> {
  const { status, text, body } = await agent.postJson(path, json)
  if (status !== 201) throw new Error(`${path} answers ${status}: ${text}`)
  return body
}
