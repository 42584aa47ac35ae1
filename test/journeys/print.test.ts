import { expect } from 'chai'
import { newPage, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { aLivelyNetwork, type Network } from '../support/network.ts'

/** The width of an A4 sheet between margins of 14 mm, in CSS pixels. */
const PAPER_WIDTH = 688

describe('on paper', function () {
  this.timeout(30_000)
  const hub = useHub()
  useBrowser({ reuse: true })
  let network: Network
  before(async () => {
    network = await aLivelyNetwork(hub)
  })

  it('a sheet keeps its steps and leaves the screen behind', async () => {
    const page = await printed(network.sheet.url)
    for (const onScreen of ['header.top', '.nav', 'footer.foot', 'form']) {
      for (const part of await page.locator(onScreen).all())
        expect(await part.isVisible(), onScreen).to.equal(false)
    }
    for (const { title } of network.sheet.steps)
      expect(await page.getByRole('heading', { name: title }).isVisible(), title).to.equal(true)
    expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(PAPER_WIDTH)
  })

  it('is black on white, even where the screen is dark', async () => {
    const page = await printed(network.sheet.url)
    const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    expect(ground).to.be.oneOf(['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)'])
  })

  it('a programme stands on its own', async () => {
    const page = await printed(`${network.gathering.url}/programme`)
    expect(await page.locator('header.top').isVisible()).to.equal(false)
    expect(await page.getByText('Réparer ensemble').isVisible()).to.equal(true)
    expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(PAPER_WIDTH)
  })

  async function printed(path: string) {
    const page = await newPage(hub, { viewport: { width: PAPER_WIDTH, height: 1000 } })
    await page.goto(path)
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    return page
  }
})
