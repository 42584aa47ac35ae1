import { expect } from 'chai'
import { newPage, pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { signedInAs } from '../support/people.ts'
import { aToken } from '../support/tokens.ts'

describe('accessibility of tokens and the API', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser({ reuse: true })

  it('the page of the API passes', async () => {
    const page = await newPage(hub)
    expect((await page.goto('/api'))?.status()).to.equal(200)
    await inspect(page, 1000) // a reference has a line for each call
  })

  it('an empty list of tokens passes', async () => {
    const page = await pageOf(await signedInAs(hub, 'volunteer'), hub)
    await page.goto('/compte/jetons')
    await inspect(page)
  })

  it('a token is made, copied and revoked, and each page of it passes', async () => {
    const owner = await signedInAs(hub, 'admin')
    const page = await pageOf(owner, hub)
    await page.goto('/compte/jetons')
    await Promise.all([page.waitForEvent('load'), page.click('main form .primary')])
    expect(await page.textContent('#e-f-name')).not.to.equal('')
    await inspect(page)
    await page.fill('[name=name]', 'Tableur')
    await page.check('[name=scopes][value=library]')
    await Promise.all([page.waitForEvent('load'), page.click('main form .primary')])
    expect(await page.inputValue('#f-secret')).to.match(/^rouedad_\w{49}$/)
    await inspect(page)
    await aToken(owner, ['read', 'threads', 'administration'], {
      name: 'Un script au nom long qui relève les inscriptions',
    })
    await page.click('text=Je l’ai copié')
    await page.waitForURL('/compte/jetons')
    await inspect(page)
    await Promise.all([page.waitForEvent('load'), page.click('main li form button >> nth=0')])
    await page.waitForSelector('text=Révoqué,')
    await inspect(page)
  })
})
