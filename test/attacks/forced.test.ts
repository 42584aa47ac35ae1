import { Agent as Connections, request } from 'node:http'
import { expect } from 'chai'
import { Member } from '../../models/member.ts'
import { Space } from '../../models/space.ts'
import { forgetAll } from '../../server/platform/memory.ts'
import { forgive } from '../../server/platform/who/limits.ts'
import { untilSearchReady } from '../../server/search/service.ts'
import type { Agent } from '../support/agent.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { CALLS, type Call, NOBODY, READS } from './support/calls.ts'
import { differences, everything } from './support/store.ts'
import { hideThings, kindsIn, makeThings, type Names, namesIn } from './support/world.ts'

/** In every private thing, and in no request. */
const WORD = 'zinzolin'
/** Where what everybody has and what is hidden would stand side by side. */
const SEARCHES = ['/recherche', '/ressources', '/membres', '/collections', '/lieux']
/** Numbers of what is already named, and the name that a file is saved under: they open nothing by themselves. */
const ORDINALS = new Set(['messages', 'versions', 'differences', 'name'])
const NAMED = CALLS.filter(({ path }) => path.includes(':'))
const LISTS = [
  ...READS.filter(({ path }) => !path.includes(':')).map(({ path }) => path),
  ...SEARCHES.map(path => `${path}?q=atelier`),
]

type Person = Awaited<ReturnType<typeof signedInAs>>
type Outsider = { who: string; agent: Agent; id?: string }
/** An address that names something hidden, and the same with a name that was made up. */
type Probe = { call: Call; real: string; made: string; hidden: string[] }

describe('names that somebody took from elsewhere', function () {
  this.timeout(120_000)
  const hub = useHub()
  const connections = new Connections({ keepAlive: true, maxSockets: 8 })
  let owner: Person
  let outsiders: Outsider[]
  let totals: Map<string, string>
  let hidden: Names
  let own: Probe[]
  let elsewhere: Probe[]

  before(async () => {
    owner = await signedInAs(hub, 'animateur', { name: 'Katell' })
    const place = {
      name: 'Lieu ouvert',
      slug: 'lieu-ouvert',
      kind: 'epn',
      commune: 'Brest',
    } as const
    const space = await Space.create({ ...place, sortKey: 'brest' })
    const neighbour = await signedInAs(hub, 'animateur', { space: space._id })
    outsiders = await gather(neighbour)
    const reader = await signedInAs(hub)
    const open = await openThings(neighbour, reader)
    const coordinator = await signedInAs(hub, 'coordinator')
    const newcomer = await signedInAs(hub, 'volunteer', { approvedAt: new Date() })
    await untilSearchReady()
    totals = await totalsOf(outsiders)
    const records = await everything()
    hidden = await hideThings({ owner, reader, coordinator, newcomer }, WORD)
    const found = namesIn(differences(records, await everything()))
    const known = new Set(Object.values(open))
    const names = new Set([...found.values(), ...Object.values(hidden)])
    const secret = [...names].filter(name => name.length > 3 && !known.has(name))
    expect(secret).to.have.length.above(50)
    own = NAMED.flatMap(call => ownProbes(call, open))
    elsewhere = everyNameEverywhere(secret, open)
    await untilSearchReady()
  })
  after(() => connections.destroy())

  it('are of a kind that is told here, whatever the route', () => {
    const kinds = new Set(NAMED.flatMap(kindsIn))
    expect([...kinds].filter(kind => !(kind in hidden) && !OPEN.has(kind))).to.deep.equal([])
  })

  it('open what they name to its owner', async () => {
    const shown: string[] = []
    for (const { call, real } of own)
      if (call.method === 'GET' && (await ask(owner, 'GET', real, PAGE)).text.includes(WORD))
        shown.push(call.path)
    expect(new Set(shown).size).to.be.above(25)
  })

  for (const [n, who] of ['visitor', 'suspended', 'volunteer', 'animateur'].entries()) {
    it(`tell a ${who} no more than those that were made up, in any place of any address`, async () => {
      const { agent, id } = outsiders[n] as Outsider
      const told: string[] = []
      // Members meet every name, each half of them.
      const probes = [...own, ...elsewhere.filter((_, turn) => turn % 2 === n - 2)]
      const answers = new Map<string, Promise<string>>()
      await inTurn(probes, async ({ call, real, made, hidden }, turn) => {
        if (id && turn % 500 === 0) await forgive('writing', id)
        const accept = turn % 2 ? PAGE : JSON_ONLY
        const key = `${call.name} ${made} ${accept}`
        if (!answers.has(key))
          answers.set(key, answerTo(agent, call, made, accept, [NOBODY, NOWHERE, ...hidden]))
        const expected = await answers.get(key)
        const answer = await answerTo(agent, call, real, accept, hidden)
        if (answer !== expected || isTelling(answer, hidden.length === kindsIn(call).length))
          told.push(`${call.name} ${real}: ${differenceOf(answer, expected ?? '')}`)
      })
      expect(told.slice(0, FEW).join('\n'), `${told.length} of ${probes.length}`).to.equal('')
    })
  }

  it('and what they name are in no list, no feed and no count', async () => {
    const named: string[] = []
    for (const { who, agent } of outsiders.filter(one => one.who !== 'suspended'))
      for (const path of LISTS)
        for (const accept of [PAGE, JSON_ONLY]) {
          const { text, head } = await ask(agent, 'GET', path, accept)
          if (`${text}${head}`.includes(WORD)) named.push(`${who} ${path} ${accept}`)
        }
    expect(named).to.deep.equal([])
    const now = await totalsOf(outsiders)
    const changed = [...now].filter(([where, counts]) => totals.get(where) !== counts)
    expect(changed).to.deep.equal([])
  })

  async function gather(neighbour: Person): Promise<Outsider[]> {
    const [volunteer, suspended] = [await signedInAs(hub, 'volunteer'), await signedInAs(hub)]
    await Member.updateOne({ _id: suspended.member._id }, { $set: { state: 'suspended' } })
    forgetAll()
    return [
      { who: 'visitor', agent: aVisitor(hub) },
      { who: 'suspended', agent: suspended },
      { who: 'volunteer', agent: volunteer, id: volunteer.member.id },
      { who: 'animateur', agent: neighbour, id: neighbour.member.id },
    ]
  }

  /** What its owner shows to everybody, whose addresses lead as far as the last name in them. */
  async function openThings(neighbour: Person, reader: Person): Promise<Names> {
    const admin = await signedInAs(hub, 'admin')
    const room = await admin.postJson('/administration/salons', { title: 'Salon ouvert' })
    await neighbour.postJson(`${room.body.url}/messages`, { body: 'Bonjour' })
    const group = await neighbour.postJson('/groupes', { title: 'Groupe ouvert', kind: 'open' })
    const space = 'lieu-ouvert'
    return {
      ...(await makeThings(neighbour, reader, { audience: 'public', word: 'ouvert', space })),
      ...{ salons: room.body.slug, groupes: group.body.slug, lieux: space },
      ...{ pages: 'accessibilite' },
    }
  }

  /** What is hidden where it belongs: in every place, and in the last one behind what is open. */
  function ownProbes(call: Call, open: Names): Probe[] {
    const kinds = kindsIn(call)
    const names = kinds.map(kind => hidden[kind] ?? NOBODY)
    const made = names.map((name, n) => (ORDINALS.has(kinds[n] ?? '') ? name : madeUp(name)))
    const whole = { call, real: fill(call, names), made: fill(call, made), hidden: names }
    return [whole, ...(kinds.length > 1 ? probesOf(call, names.slice(-1), open) : [])].filter(
      isProbe,
    )
  }

  /** Each name in a parameter of each kind, the routes of a kind taking turns. */
  function everyNameEverywhere(names: string[], open: Names): Probe[] {
    return [...new Set(NAMED.map(kindOf))].flatMap(kind => {
      const calls = NAMED.filter(call => kindOf(call) === kind)
      return names.flatMap((name, n) => probesOf(calls[n % calls.length] as Call, [name], open))
    })
  }

  function probesOf(call: Call, names: string[], open: Names): Probe[] {
    if (ORDINALS.has(kindOf(call))) return []
    const before = kindsIn(call).map(kind => open[kind] ?? NOBODY)
    return names
      .map(name => ({
        ...{ call, hidden: [name], real: fill(call, before.with(-1, name)) },
        made: fill(call, before.with(-1, madeUp(name))),
      }))
      .filter(isProbe)
  }

  /** Members read each other's pages, and a link in a mail is for whoever has it. */
  function isProbe({ call: { path }, real, made, hidden: [name, ...more] }: Probe) {
    if (name === hidden.membres && more.length === 0) return false
    return real !== made && !(path.startsWith('/courriels/') && name === hidden.arret)
  }

  async function totalsOf(people: Outsider[]) {
    const found = new Map<string, string>()
    for (const { who, agent } of people.filter(one => one.who !== 'suspended'))
      for (const path of LISTS) {
        const { text } = await ask(agent, 'GET', path, JSON_ONLY)
        found.set(`${who} ${path}`, text.match(/"total":\d+/g)?.join() ?? '')
      }
    return found
  }

  /** Its status, headers and body, without the names that were asked. */
  async function answerTo(
    agent: Agent,
    { method }: Call,
    path: string,
    accept: string,
    asked: string[],
  ) {
    const { status, head, text } = await ask(agent, method, path, accept)
    const all = `${status} ${head} ${text}`
    return asked
      .filter(name => name.length > 3)
      .reduce(
        (left, name) => left.replaceAll(name, '…').replaceAll(encodeURIComponent(name), '…'),
        all,
      )
  }

  function ask(agent: Agent, method: string, path: string, accept: string) {
    return new Promise<{ status: number; text: string; head: string }>((resolve, reject) => {
      const body = method === 'POST' ? '{}' : undefined
      const type = body ? { 'content-type': 'application/json', 'content-length': '2' } : {}
      const headers = { cookie: agent.cookie, accept, ...type }
      const options = { agent: connections, method, headers }
      const asking = request(new URL(hub.url + path), options, answer => {
        const parts: Buffer[] = []
        answer.on('data', part => parts.push(part)).on('error', reject)
        answer.on('end', () => {
          const { 'x-request-id': reference, ...all } = answer.headers
          const head = Object.entries(all).filter(([name]) => !PASSING.has(name))
          const text = Buffer.concat(parts).toString('utf8').replaceAll(String(reference), '…')
          resolve({ status: answer.statusCode ?? 0, text, head: JSON.stringify(head) })
        })
      })
      asking.on('error', reject).end(body)
    })
  }
})

const PAGE = 'text/html'
const JSON_ONLY = 'application/json'
/** So many say enough of what is wrong. */
const FEW = 30
/** A slug of nothing. */
const NOWHERE = 'nulle-part-ailleurs'

/** Of the same shape, since a route may tell at once what is no id. */
function madeUp(name: string) {
  return /^[0-9a-f]{24}$/.test(name) ? NOBODY : NOWHERE
}

/** Headers that differ without telling anything: a body is compared without the name that was asked. */
const PASSING = new Set(['date', 'set-cookie', 'content-length', 'connection', 'keep-alive'])
const WRONG = /^(5|200)/
/** What everybody may read. */
const OPEN = new Set(['pages', 'lieux', 'categories'])

/** What nobody hears of an address that begins with something hidden. */
function isTelling(answer: string, isHidden: boolean) {
  return answer.includes(WORD) || WRONG.test(answer) || (isHidden && answer.startsWith('403'))
}

const kindOf = (call: Call) => kindsIn(call).at(-1) ?? ''

function fill({ path }: Call, names: string[]) {
  let n = 0
  return path.replace(/:\w+/g, () => encodeURIComponent(names[n++] ?? NOBODY))
}

/** Where two answers part. */
function differenceOf(one: string, other: string) {
  const at = [...one].findIndex((letter, n) => letter !== other[n])
  return `${one.slice(0, 3)} …${one.slice(at, at + 60)} instead of ${other.slice(at, at + 60)}`
}

/** A few at a time, as a browser does. */
async function inTurn<T>(all: T[], act: (one: T, turn: number) => Promise<void>) {
  let next = 0
  const worker = async () => {
    for (let turn = next++; turn < all.length; turn = next++) await act(all[turn] as T, turn)
  }
  await Promise.all(Array.from({ length: 6 }, worker))
}
