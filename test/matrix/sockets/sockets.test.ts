import { expect } from 'chai'
import type { ClientEvents, ServerEvents } from '../../../server/platform/realtime/contract.ts'
import { publish } from '../../../server/platform/realtime/publish.ts'
import { useHub } from '../../support/hub.ts'
import { IN_DISCUSSIONS, IN_ROOMS } from './acts.ts'
import {
  type Company,
  EVERYBODY,
  gatherCompany,
  type Listeners,
  openSockets,
  settled,
  type Who,
} from './company.ts'
import { askable, DISCUSSIONS, type Place, ROOMS, SILENT } from './places.ts'
import { SAMPLES } from './pushes.ts'

/** What a client may ask, and whether it is only for who has joined, in places where people see each other. */
const ASKED: Record<keyof ClientEvents, { after: boolean }> = {
  'room:join': { after: false },
  'room:leave': { after: false },
  'room:typing': { after: true },
}
const KINDS = [...ROOMS, ...DISCUSSIONS, ...SILENT]
const CONNECTED: Who[] = ['volunteer', 'author', 'animateur', 'coordinator', 'admin', 'insider']

describe('who hears what', function () {
  this.timeout(180_000)
  const hub = useHub()
  let company: Company
  let sockets: Listeners

  before(async () => {
    company = await gatherCompany(hub)
  })
  // A socket may ask so many things in so many seconds: each place has its own.
  beforeEach(async () => {
    sockets = await openSockets(company)
  })
  afterEach(() => {
    for (const { listener } of sockets) listener.close()
  })

  it('is nothing at all for visitors, those who wait and those who are suspended', () => {
    expect(sockets.map(({ who }) => who)).to.have.members(CONNECTED)
    expect(EVERYBODY.filter(who => !CONNECTED.includes(who))).to.deep.equal([
      'visitor',
      'pending',
      'suspended',
    ])
  })

  for (const { what, hears, make } of KINDS) {
    describe(what, () => {
      let place: Place
      before(async () => {
        place = await make(company)
      })

      it('answers those who may hear it, and the others as if it were not there', async () => {
        const nowhere = await answersOf('5b028d41b54951a753863220')
        for (const name of place.names) {
          const ok = askable(place).includes(name) ? hears : []
          const answers = await answersOf(name)
          for (const { who, event, answer } of answers) {
            const may = ok.includes(who) && !ASKED[event].after
            const other = nowhere.find(one => one.who === who && one.event === event)?.answer
            const expected = may ? { ok: true } : other
            expect(answer, `${who} ${event} ${name}`).to.deep.equal(expected)
          }
          await Promise.all(sockets.map(({ listener }) => listener.leave(name)))
        }
      })

      it('is heard by those who may, whatever is pushed', async () => {
        await Promise.all(
          sockets.flatMap(({ listener }) => place.names.map(name => listener.join(name))),
        )
        for (const event of Object.keys(SAMPLES) as (keyof typeof SAMPLES)[]) {
          const own = place.owner ? [place.owner] : hears
          await heardBy(event, own, what, async () => {
            publish(place.topic, event, () => SAMPLES[event])
          })
        }
      })
    })
  }

  for (const { what, hears, make } of [...ROOMS, ...DISCUSSIONS]) {
    const acts = ROOMS.some(one => one.make === make) ? IN_ROOMS : IN_DISCUSSIONS
    it(`in ${what} is what happens there`, async () => {
      const place = await make(company)
      for (const { listener } of sockets) await listener.join(place.name)
      for (const { what: happens, event, act } of acts) {
        await heardBy(event, hears, happens, () => act(company, place))
      }
    })
  }

  for (const { what, hears, make } of ROOMS) {
    it(`in ${what} is who is there, and who writes but oneself`, async () => {
      const place = await make(company)
      const { listener: typist } = sockets.find(({ who }) => who === 'author') ?? {}
      await heardBy('room:presence', hears, 'presence', async () => {
        for (const { listener } of sockets) await listener.join(place.name)
        const heard = sockets.filter(({ who }) => hears.includes(who))
        await Promise.all(heard.map(({ listener }) => listener.hear('room:presence')))
      })
      const others = hears.filter(who => who !== 'author')
      await heardBy('room:typing', others, 'typing', async () => {
        await typist?.ask('room:typing', { room: place.name })
      })
    })
  }

  async function heardBy(
    event: keyof ServerEvents,
    expected: readonly Who[],
    what: string,
    act: () => Promise<unknown>,
  ) {
    for (const { listener } of sockets) listener.heard.length = 0
    await act()
    await settled(sockets)
    const heard = sockets.filter(({ listener }) => listener.all(event).length > 0)
    expect(
      heard.map(({ who }) => who),
      `${what}: ${event}`,
    ).to.have.members([...expected])
  }

  /** What each is answered, who has joined nothing yet; joining comes last. */
  async function answersOf(room: string) {
    const events: (keyof ClientEvents)[] = ['room:typing', 'room:leave', 'room:join']
    expect(events).to.have.members(Object.keys(ASKED))
    const all = sockets.map(async ({ who, listener }) => {
      const answers = []
      for (const event of events)
        answers.push({ who, event, answer: await listener.ask(event, { room }) })
      return answers
    })
    return (await Promise.all(all)).flat()
  }
})
