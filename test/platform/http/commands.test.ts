import { expect } from 'chai'
import mongoose from 'mongoose'
import { forgetAll } from '../../../server/platform/memory.ts'
import { untilSearchReady } from '../../../server/search/service.ts'
import { aResource, aTitle } from '../../library/support/resources.ts'
import type { Agent } from '../../support/agent.ts'
import { useHub } from '../../support/hub.ts'
import { signedInAs } from '../../support/people.ts'
import { aReply, aThread } from '../../support/threads.ts'

type Pages = Record<string, string>

/** What a page may still ask the store when nothing changed since it was last read. */
const AGAIN: Record<string, number> = {
  home: 0,
  library: 0,
  sheet: 0,
  discussions: 0,
  discussion: 0,
  rooms: 0,
  search: 3,
  gatherings: 2,
  members: 3,
  spaces: 2,
}
/** A little more than the first reader of all asks today: a page that reads one by one passes it at once. */
const FIRST = 36

describe('what a page asks the store', function () {
  this.timeout(60_000)
  const hub = useHub()
  let reader: Awaited<ReturnType<typeof signedInAs>>
  let pages: Pages

  before(async () => {
    reader = await signedInAs(hub)
    pages = await somethingToRead()
  })
  afterEach(() => mongoose.set('debug', false))

  it('is little the first time, however much there is to show', async () => {
    for (const [name, path] of Object.entries(pages)) {
      forgetAll()
      await untilSearchReady()
      const asked = await commandsOf(reader, path)
      expect(asked.length, `${name}: ${asked.join(' ')}`).to.be.at.most(FIRST)
    }
  })

  it('is next to nothing once somebody has read it', async () => {
    await untilSearchReady()
    for (const [name, path] of Object.entries(pages)) {
      await reader.get(path)
      await reader.get(path)
      const asked = await commandsOf(reader, path)
      expect(asked.length, `${name}: ${asked.join(' ')}`).to.be.at.most(AGAIN[name] ?? 0)
    }
  })
})

/** Twelve sheets and twelve discussions of as many replies, each by another member. */
async function somethingToRead(): Promise<Pages> {
  let [sheet, discussion] = ['', '']
  for (let n = 0; n < 12; n++) {
    const { author, slug } = await aResource({ title: aTitle('Fiche') })
    const writer = { id: String(author) }
    const thread = await aThread(writer)
    for (let reply = 0; reply < 12; reply++) await aReply(thread, writer)
    sheet = `/ressources/${slug}`
    discussion = `/discussions/${thread._id}`
  }
  const lists = { library: '/ressources', discussions: '/discussions', rooms: '/salons' }
  const others = { gatherings: '/rencontres', members: '/membres', spaces: '/lieux' }
  return { home: '/', ...lists, ...others, sheet, discussion, search: '/recherche?q=fiche' }
}

/** The commands of the models, by collection: sessions have a store of their own, which remembers too. */
async function commandsOf(agent: Agent, path: string) {
  const commands: string[] = []
  mongoose.set('debug', (collection: string, method: string) => {
    commands.push(`${collection}.${method}`)
  })
  const { status } = await agent.get(path)
  mongoose.set('debug', false)
  expect(status, path).to.equal(200)
  return commands
}
