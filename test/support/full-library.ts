import { Types } from 'mongoose'
import { Collection } from '../../models/collection.ts'
import { Resource } from '../../models/resource.ts'
import { LEVELS } from '../../models/words/resource.ts'
import { PUBLICS } from '../../server/library/vocabulary.ts'
import { THEMES } from '../../server/platform/content/themes.ts'
import { aResource, aTitle } from '../library/support/resources.ts'
import type { Agent } from './agent.ts'
import { signedInAs } from './people.ts'

export type FullLibrary = Awaited<ReturnType<typeof aFullLibrary>>

const MODES = ['talk', 'show', 'do']
const STEP =
  'On distribue les cartes, **deux par table**.\n\n- lire\n- trier\n- expliquer son choix'

/** More than a page of sheets that have all their facts, and one with everything that members do of it. */
export async function aFullLibrary(hub: { url: string }) {
  const author = await signedInAs(hub, 'animateur')
  const coordinator = await signedInAs(hub, 'coordinator')
  const member = await signedInAs(hub, 'animateur')
  const writer = { _id: new Types.ObjectId(author.member.id), role: 'animateur' as const }
  for (let n = 0; n < 15; n++) await aResource(aSheet(n), writer)
  const sheet = await aResource({ ...aSheet(15), steps: steps(8) }, writer)
  const url = `/ressources/${sheet.slug}`
  for (const agent of [coordinator, member]) {
    const run = { day: '2026-01-15', headcount: 8, outcome: 'well', body: 'Tout le monde a ri.' }
    await agent.postJson(`${url}/seances/nouvelle`, run)
    await agent.postJson(`${url}/avis`, { value: 4, body: 'Claire.' })
    await agent.postJson(`${url}/verifications`, { works: true, tool: 'Firefox', system: 'Mint' })
    await agent.postJson('/collections', { title: aTitle('Mes fiches'), resource: sheet.slug })
  }
  return { author, coordinator, member, sheet: { url }, collection: await aLongOne(coordinator) }
}

/** As many resources as a collection holds. */
async function aLongOne(agent: Agent) {
  const { body } = await agent.postJson('/collections', {
    title: aTitle('Tout'),
    audience: 'public',
  })
  const [first] = await Resource.find({}, '', { hint: { $natural: 1 } })
    .limit(1)
    .lean()
  const { _id: _, ...like } = first ?? {}
  const copies = Array.from({ length: 300 }, (_, n) => ({ ...like, slug: `copie-${n}` }))
  const made = await Resource.insertMany(copies)
  const items = made.map(({ _id }) => ({ resource: _id, note: 'À garder pour la fin.' }))
  await Collection.updateOne({ slug: body.slug }, { $set: { items } })
  return body
}

function aSheet(n: number) {
  return {
    title: aTitle('Atelier'),
    publics: [PUBLICS[n % PUBLICS.length], PUBLICS[(n + 1) % PUBLICS.length], 'seniors'],
    themes: [THEMES[n % THEMES.length], THEMES[(n + 3) % THEMES.length]],
    level: n % 2 ? 'beginner' : LEVELS[n % LEVELS.length],
    internet: ['none', 'useful', 'needed'][n % 3],
    audience: n % 4 ? 'public' : 'network',
    steps: steps(5),
  }
}

function steps(howMany: number) {
  return Array.from({ length: howMany }, (_, n) => ({
    title: `Étape ${n + 1}`,
    minutes: 15,
    mode: MODES[n % 3],
    body: STEP,
  }))
}
