import { expect } from 'chai'
import type { Agent } from '../support/agent.ts'
import { pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { reported, WHY } from '../support/moderation.ts'
import { aLivelyNetwork, type Network } from '../support/network.ts'
import { signedInAs } from '../support/people.ts'

describe('accessibility of the moderation', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser({ reuse: true })
  let network: Network
  let newcomer: Awaited<ReturnType<typeof signedInAs>>
  let cases: Record<string, string>

  before(async () => {
    network = await aLivelyNetwork(hub)
    const { volunteer, admin, thread, sheet, message, animateur } = network
    newcomer = await signedInAs(hub, 'volunteer', { approvedAt: new Date(), name: 'Corentin' })
    const link = 'Venez voir [notre site](https://ailleurs.example/)'
    await newcomer.postJson('/discussions', { title: 'Une annonce', body: link })
    await newcomer.postJson(`${thread.url}/reponses`, { body: link })
    const reply = await animateur.postJson(`${thread.url}/reponses`, { body: 'Des mots vifs.' })
    const kept = await animateur.postJson(`${thread.url}/reponses`, { body: 'D’autres mots.' })
    cases = {
      'of a discussion': await reported(volunteer, thread.url, 'outdated'),
      'of a resource': await reported(volunteer, sheet.url, 'wrong'),
      'of a message': await reported(volunteer, message.url),
      'of a member': await reported(volunteer, `/membres/${animateur.member.slug}`, 'personal'),
      'that is decided': await reported(volunteer, reply.body.url),
      'of a reply': await reported(volunteer, kept.body.url),
    }
    await admin.postJson(`${cases['that is decided']}/masquage`, WHY)
    await admin.postJson(`${kept.body.url}/modifier`, { body: 'D’autres mots, adoucis.' })
  })

  it('the queue, by state and reason, passes', async () => {
    for (const path of ['/moderation', '/moderation?etat=traites', '/moderation?motif=duplicate'])
      await visited(network.admin, path)
  })

  it('what waits to be read passes', () => visited(network.admin, '/moderation/relecture'))

  it('every kind of case passes', async () => {
    for (const path of Object.values(cases)) await visited(network.admin, path)
  })

  it('a case with every decision open passes', async () => {
    const page = await pageOf(network.admin, hub)
    await page.goto(cases['of a discussion'] ?? '')
    for (const summary of await page.locator('aside summary').all()) await summary.click()
    await inspect(page)
  })

  it('a report passes', async () => {
    await visited(network.volunteer, `${network.thread.url}/signalement`)
    await visited(network.volunteer, `${network.message.url}/signalement`)
  })

  it('one’s own decisions pass, with an answer being written', async () => {
    const page = await visited(network.animateur, '/compte/moderation')
    for (const summary of await page.locator('main summary').all()) await summary.click()
    await inspect(page)
    await visited(newcomer, '/compte/moderation')
  })

  it('what waits in its place passes', async () => {
    await visited(newcomer, '/discussions')
    await visited(newcomer, `${network.thread.url}?page=2`)
  })

  it('the journal passes', () => visited(network.admin, '/administration/journal'))

  it('the administration and the home that tell of them pass', async () => {
    for (const path of ['/administration', '/']) await visited(network.admin, path)
  })

  async function visited(agent: Agent, path: string) {
    const page = await pageOf(agent, hub)
    expect((await page.goto(path))?.status(), path).to.equal(200)
    await inspect(page)
    const shots = process.env.SHOTS
    if (shots) {
      for (const [width, colorScheme] of [
        [390, 'light'],
        [1280, 'light'],
        [1280, 'dark'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme })
        const name = path.replace(/\W+/g, '-').slice(0, 50)
        await page.screenshot({
          path: `${shots}/${name}-${width}-${colorScheme}.png`,
          fullPage: true,
        })
      }
    }
    return page
  }
})
