import { expect } from 'chai'
import type { Agent } from '../support/agent.ts'
import { newPage, pageOf, useBrowser } from '../support/browser.ts'
import { aFullLibrary, type FullLibrary as Ground } from '../support/full-library.ts'
import { useHub } from '../support/hub.ts'
import { aLivelyNetwork, type Network } from '../support/network.ts'
import { weigh } from '../support/weight.ts'

const MOST_BYTES = 130_000
const MOST_REQUESTS = 10
const MOST_SCRIPT = 25_000
const MOST_SCRIPT_OF_A_ROOM = 40_000
const MOST_NODES = 400

type Visit = (network: Network) => string

const VISITORS: Record<string, Visit> = {
  home: () => '/',
  library: () => '/ressources',
  sheet: ({ sheet }) => sheet.url,
  gathering: ({ gathering }) => gathering.url,
  spaces: () => '/lieux',
  space: ({ space }) => space.url,
  search: () => '/recherche?q=rostrenen',
  'sign-in': () => '/connexion',
}

const MEMBERS: Record<string, Visit> = {
  home: () => '/',
  discussions: () => '/discussions',
  discussion: ({ thread }) => thread.url,
  room: ({ room }) => room.url,
  'new sheet': () => '/ressources/nouvelle',
  'new gathering': () => '/rencontres/nouvelle',
}

/** Pages at their fullest usual state, as who reads the library and who writes in it see them. */
const FULL: Record<string, (ground: Ground) => string> = {
  library: () => '/ressources',
  'library with choices': () => '/ressources?public=seniors&niveau=beginner&tri=titre',
  'sheet of eight steps': ({ sheet }) => sheet.url,
  'writing form': () => '/ressources/nouvelle',
  'collection of 300': ({ collection }) => collection.url,
  'collection of 300, put in order': ({ collection }) => `${collection.url}?ranger=1`,
  'files of a sheet': ({ sheet }) => `${sheet.url}/pieces-jointes`,
}

describe('weight of a first visit', function () {
  this.timeout(30_000)
  const hub = useHub()
  useBrowser()
  let network: Network
  before(async () => {
    network = await aLivelyNetwork(hub)
  })

  for (const [name, visit] of Object.entries(VISITORS)) {
    it(`is small for a visitor's ${name}`, () => light(visit))
  }
  for (const [name, visit] of Object.entries(MEMBERS)) {
    const script = name === 'room' ? MOST_SCRIPT_OF_A_ROOM : MOST_SCRIPT
    it(`is small for a member's ${name}`, () => light(visit, network.admin, script))
  }

  async function light(visit: Visit, agent?: Agent, script = MOST_SCRIPT) {
    const page = await (agent ? pageOf(agent, hub) : newPage(hub))
    const { bytes, requests, byKind } = await weigh(page, visit(network))
    expect(byKind.Document, 'bytes of HTML').to.be.above(0)
    expect(byKind.Font, 'bytes of fonts').to.be.above(0)
    expect(bytes, `bytes, of ${JSON.stringify(byKind)}`).to.be.at.most(MOST_BYTES)
    expect(requests, 'requests').to.be.at.most(MOST_REQUESTS)
    expect(byKind.Script ?? 0, 'bytes of scripts').to.be.at.most(script)
  }
})

describe('nodes of a full page', function () {
  this.timeout(30_000)
  const hub = useHub()
  useBrowser({ reuse: true })
  let ground: Ground
  before(async () => {
    ground = await aFullLibrary(hub)
  })

  for (const [name, visit] of Object.entries(FULL)) {
    it(`are at most ${MOST_NODES} in the ${name}, with what its scripts add, for its author`, async () => {
      const page = await pageOf(ground.author, hub)
      await page.goto(visit(ground))
      const nodes = await page.evaluate<number>(`document.querySelectorAll('*').length`)
      expect(nodes).to.be.within(100, MOST_NODES)
    })

    for (const who of ['coordinator', 'member'] as const)
      it(`are at most ${MOST_NODES} in the ${name}, for a ${who}`, async () => {
        const { status, text } = await ground[who].get(visit(ground))
        expect(status).to.equal(200)
        expect(nodesIn(text)).to.be.within(100, MOST_NODES)
      })
  }

  it('are as many in the HTML as in a browser without scripts', async () => {
    const page = await pageOf(ground.author, hub, { javaScriptEnabled: false })
    for (const visit of Object.values(FULL)) {
      await page.goto(visit(ground))
      const nodes = await page.locator('*').count()
      expect(nodesIn((await ground.author.get(visit(ground))).text), page.url()).to.equal(nodes)
    }
  })
})

/**
 * Elements of a page that the hub wrote: it leaves no tag out and escapes every other « < ». What is in a template is
 * none of the page's, what is in a script is no element.
 */
function nodesIn(html: string) {
  const apart = /<!--[\s\S]*?-->|(?<=<(script|template)\b[^>]*>)[\s\S]*?(?=<\/\1>)/g
  return html.replace(apart, '').match(/<[a-z]/gi)?.length
}
