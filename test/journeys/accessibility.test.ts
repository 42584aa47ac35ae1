import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { newPage, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { aLivelyNetwork, type Network } from '../support/network.ts'

const MISSING = 'a page that does not exist'
type Visit = (network: Network) => string

describe('accessibility for visitors', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser({ reuse: true })
  let network: Network

  const PAGES: Record<string, Visit> = {
    'the home': () => '/',
    'the library': () => '/ressources',
    'a filtered library': () => '/ressources?theme=photo',
    'a library without a match': () => '/ressources?q=introuvable',
    'a sheet': ({ sheet }) => sheet.url,
    'the versions of a sheet': ({ sheet }) => `${sheet.url}/versions`,
    'the gatherings to come': () => '/rencontres',
    'the past gatherings': () => '/rencontres?quand=passees',
    'a gathering': ({ gathering }) => gathering.url,
    'a programme': ({ gathering }) => `${gathering.url}/programme`,
    'the spaces': () => '/lieux',
    'the spaces without a match': () => '/lieux?q=introuvable',
    'a space': ({ space }) => space.url,
    'the search': () => '/recherche',
    'a search with results': () => '/recherche?q=rostrenen',
    'a search without results': () => '/recherche?q=introuvable',
    'the sign-in': () => '/connexion',
    'the sign-up': () => '/inscription',
    'a forgotten password': () => '/mot-de-passe',
    'a new password': () => '/mot-de-passe?token=abc',
    'the statement of accessibility': () => '/accessibilite',
    'the legal notice': () => '/mentions-legales',
    'the personal data': () => '/donnees-personnelles',
    [MISSING]: () => '/nulle-part',
  }

  describe('of a lively network', () => {
    before(async () => {
      network = await aLivelyNetwork(hub)
    })

    for (const [name, visit] of Object.entries(PAGES)) {
      it(`${name} passes`, async () => {
        const page = await newPage(hub)
        const answer = await page.goto(visit(network))
        expect(answer?.status()).to.equal(name === MISSING ? 404 : 200)
        await inspect(page)
      })
    }

    it('a refused sign-in passes', () => refused('/connexion'))
    it('a refused sign-up passes', () => refused('/inscription'))
  })

  async function refused(path: string) {
    const page: Page = await newPage(hub)
    await page.goto(path)
    await Promise.all([page.waitForEvent('load'), page.click('main form [type=submit]')])
    await inspect(page)
  }
})

describe('accessibility of an empty network', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser({ reuse: true })

  for (const path of ['/', '/ressources', '/rencontres', '/lieux', '/installation']) {
    it(`${path} passes`, async () => {
      const page = await newPage(hub)
      expect((await page.goto(path))?.status()).to.equal(200)
      await inspect(page)
    })
  }
})
