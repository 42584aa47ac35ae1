import { expect } from 'chai'
import type { Agent } from '../support/agent.ts'
import { pageAs, pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { aLivelyNetwork, type Network } from '../support/network.ts'

type Visit = (network: Network) => string

/** A form that shows all its fields at once. */
const FORM = 1_000
/** Fifteen messages with lists and quotations. */
const FULL_THREAD = 520
const HEAVY: Record<string, number> = { 'a discussion': FULL_THREAD }

const EVERYBODYS: Record<string, Visit> = {
  'a home': () => '/',
  'the account': () => '/compte',
  'a change of password': () => '/compte/mot-de-passe',
  'the members': () => '/membres',
  'a member': ({ animateur }) => `/membres/${animateur.member.slug}`,
  'the discussions': () => '/discussions',
  'discussions without a match': () => '/discussions?filtre=miennes',
  'a new discussion': () => '/discussions/nouvelle',
  'a discussion': ({ thread }) => thread.url,
  'the second page of a discussion': ({ thread }) => `${thread.url}?page=2`,
  'the rooms': () => '/salons',
  'a room': ({ room }) => room.url,
  'a search with results': () => '/recherche?q=tablettes',
  'a new sheet': () => '/ressources/nouvelle',
  'a guide': ({ guide }) => guide.url,
}

const THEIRS: Record<string, Visit> = {
  'a discussion to edit': ({ thread }) => `${thread.url}/modifier`,
  'a reply to edit': ({ reply }) => `${reply.url}/modifier`,
  'a message to edit': ({ message }) => `${message.url}/modifier`,
  'a sheet to edit': ({ sheet }) => `${sheet.url}/modifier`,
  'a new gathering': () => '/rencontres/nouvelle',
  'a gathering to edit': ({ gathering }) => `${gathering.url}/modifier`,
  'a new space': () => '/lieux/nouveau',
  'a space to edit': ({ space }) => `${space.url}/modifier`,
  'the administration': () => '/administration',
  'the requests': () => '/administration/demandes',
  'the roles': () => '/administration/membres',
  'the rooms to manage': () => '/administration/salons',
  'a room to manage': ({ room }) => `/administration/salons/${room.slug}/modifier`,
  'the categories': () => '/administration/categories',
  'a category': ({ category }) => category.url,
  'the settings': () => '/administration/reseau',
}

describe('accessibility for members', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser({ reuse: true })
  let network: Network
  before(async () => {
    network = await aLivelyNetwork(hub)
  })

  for (const [name, visit] of Object.entries(EVERYBODYS)) {
    it(`${name} passes`, () => visited(network.volunteer, visit, HEAVY[name] ?? 400))
  }

  for (const [name, visit] of Object.entries(THEIRS)) {
    it(`${name} passes`, () => visited(network.admin, visit))
  }

  for (const path of ['/ressources/nouvelle', '/rencontres/nouvelle', '/lieux/nouveau']) {
    it(`what ${path} refuses passes`, async () => {
      const page = await pageOf(network.admin, hub)
      await page.goto(path)
      const [answer] = await Promise.all([
        page.waitForResponse(response => response.request().method() === 'POST'),
        page.click('main form button.primary[type=submit]'),
      ])
      expect(answer.status()).to.equal(422)
      await page.waitForLoadState()
      await inspect(page, FORM)
    })
  }

  it('an open menu passes', async () => {
    const page = await pageAs(hub)
    await page.click('.tools .menu summary')
    await inspect(page)
  })

  async function visited(agent: Agent, visit: Visit, mostNodes = FORM) {
    const page = await pageOf(agent, hub)
    expect((await page.goto(visit(network)))?.status()).to.equal(200)
    await inspect(page, mostNodes)
  }
})
