import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'chai'
import { Member } from '../../models/member.ts'
import { useHub } from '../support/hub.ts'
import { aRequest, freshLimits } from '../support/joining.ts'
import { aVisitor } from '../support/people.ts'
import { STANDINGS, type Standing } from './support/addresses.ts'
import { WRITES } from './support/calls.ts'
import { likelihoodOfSame, median, type Samples } from './support/timing.ts'

/** What a visitor may send about an address that may be anybody's. */
const FORMS: Record<string, (email: string) => object> = {
  '/connexion': signIn,
  '/inscription': email => aRequest({ email }),
  '/inscription/renvoi': email => ({ email }),
  '/mot-de-passe': email => ({ email }),
}
/** Asks for one too, but only to whoever installs a hub. */
const ELSEWHERE = ['/installation']
const NAMES = Object.keys(STANDINGS) as Standing[]

describe('an address that somebody tries', function () {
  this.timeout(240_000)
  const hub = useHub()
  beforeEach(freshLimits)

  it('is asked for by these forms', async () => {
    const asking = []
    for (const { path } of WRITES) {
      if (path.includes(':')) continue
      const { status, body } = await aVisitor(hub).postJson(path, {})
      if (status === 422 && body.errors?.email) asking.push(path)
    }
    expect(
      asking,
      'a new form that takes an address: say here what a visitor sends to it',
    ).to.have.members([...Object.keys(FORMS), ...ELSEWHERE])
  })

  for (const [path, bodyFor] of Object.entries(FORMS)) {
    it(`gets one answer from ${path}, whatever it is to the hub`, async () => {
      for (const accept of ['text/html', 'application/json']) {
        const answers = new Map<string, string>()
        for (const standing of NAMES) {
          await freshLimits()
          const email = await STANDINGS[standing](hub)
          answers.set(standing, await answerTo(path, bodyFor(email), email, accept))
        }
        for (const [standing, answer] of answers)
          expect(answer, `${standing}, ${accept}`).to.equal(answers.get('unknown'))
      }
    })

    it(`gets it from ${path} in the same time`, async () => {
      const told: string[] = []
      for (const standing of ['active', 'pending', 'banned'] as const)
        if (await tells(path, bodyFor, standing)) told.push(standing)
      expect(told).to.deep.equal([])
    })
  }

  it('would be seen to take longer, if it did', async () => {
    const restore = slowToFind(/^adresse-/, 60)
    try {
      expect(await tells('/connexion', signIn, 'active')).to.equal(true)
    } finally {
      restore()
    }
  })

  async function answerTo(path: string, json: object, email: string, accept: string) {
    const reply = await aVisitor(hub).send('POST', path, { json, headers: { accept } })
    const { status, text, headers } = reply
    const id = headers.get('x-request-id') ?? ''
    const named = [...headers.keys()].filter(name => name !== 'date').sort()
    return `${status} ${headers.get('location')} ${named}\n${text}`
      .replaceAll(email, 'ADDRESS')
      .replaceAll(encodeURIComponent(email), 'ADDRESS')
      .replaceAll(id, 'ID')
  }

  /** Whether its time tells this address from one that nobody has: seen twice, since a machine has its moods. */
  async function tells(path: string, bodyFor: (email: string) => object, standing: Standing) {
    const quick = await samples(path, bodyFor, standing, 10)
    if (likelihoodOfSame(quick) > 0.02) return false
    const longer = await samples(path, bodyFor, standing, 24)
    const apart = Math.abs(median(longer.one) - median(longer.other))
    return likelihoodOfSame(longer) < 0.001 && apart > 3
  }

  async function samples(
    path: string,
    bodyFor: (email: string) => object,
    standing: Standing,
    count: number,
  ): Promise<Samples> {
    const [known, unknown] = [await STANDINGS[standing](hub), await STANDINGS.unknown()]
    const taken: Samples = { one: [], other: [] }
    for (let n = 0; n < count; n++) {
      const pair = [
        { email: known, into: taken.one },
        { email: unknown.replace('adresse', 'inconnue'), into: taken.other },
      ]
      for (const { email, into } of n % 2 === 0 ? pair : pair.reverse())
        into.push(await timeOf(path, bodyFor(email)))
    }
    return taken
  }

  async function timeOf(path: string, json: object) {
    await freshLimits()
    const start = performance.now()
    await aVisitor(hub).postJson(path, json)
    return performance.now() - start
  }
})

function signIn(email: string) {
  return { email, password: 'ce n’est pas le bon' }
}

/** As a hub would be that does more for those it knows. */
function slowToFind(address: RegExp, ms: number) {
  const findOne = Member.findOne.bind(Member)
  const slow = (...asked: Parameters<typeof findOne>) => {
    const query = findOne(...asked)
    const exec = query.exec.bind(query)
    const late = address.test(String(Object(asked[0]).email)) ? ms : 0
    return Object.assign(query, { exec: () => pause(late).then(() => exec()) })
  }
  Object.assign(Member, { findOne: slow })
  return () => Object.assign(Member, { findOne })
}
