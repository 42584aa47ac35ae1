import { expect } from 'chai'
import { setProvider } from '../../server/people/auth/provider/client.ts'
import { CLIENT, IdentityProvider } from '../people/auth/support/identity-provider.ts'
import { lettersTo, tokenIn } from '../people/auth/support/letters.ts'
import { newPage, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { aMember, PASSWORD } from '../support/people.ts'

describe('coming in by an identity provider, in a browser', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser()
  let idp: IdentityProvider

  before(async () => {
    idp = await IdentityProvider.start(`${hub.url}/connexion/oidc/retour`)
    const { id: clientId, secret: clientSecret } = CLIENT
    setProvider({ issuer: idp.issuer, clientId, clientSecret, label: 'ProConnect' })
  })
  after(async () => {
    setProvider(undefined)
    await idp.close()
  })

  it('an account is linked by its password, and left from its page of security', async () => {
    const { email } = await aMember()
    const page = await comingAs(email, true)
    expect(await page.getByText('Un compte existe déjà').count()).to.equal(1)
    await inspect(page)
    await page.fill('[name=password]', PASSWORD)
    await Promise.all([page.waitForURL('/membres'), page.click('main form .primary')])
    await page.goto('/compte/securite')
    await inspect(page)
    await Promise.all([page.waitForEvent('load'), page.click('text=Ne plus entrer par là')])
    expect(await page.locator('#t-exterieur').count()).to.equal(0)
  })

  it('a new person proves their address, then asks to join', async () => {
    const page = await comingAs('katell@example.org', false)
    await inspect(page)
    await Promise.all([page.waitForEvent('load'), page.click('main form button')])
    expect(await page.getByText('un courriel est en route', { exact: false }).count()).to.equal(1)
    const token = tokenIn((await lettersTo(hub, 'katell@example.org', /oidc/))[0])
    await page.goto(`/connexion/oidc/lien?token=${token}`)
    await inspect(page)
    await Promise.all([page.waitForURL('**/lier'), page.click('main form .primary')])
    await page.fill('[name=name]', '')
    await Promise.all([page.waitForEvent('load'), page.click('main form .primary')])
    await inspect(page)
    await page.fill('[name=name]', 'Katell')
    await Promise.all([page.waitForEvent('load'), page.click('main form .primary')])
    expect(await page.getByText('votre demande est arrivée').count()).to.equal(1)
  })

  async function comingAs(email: string, email_verified: boolean) {
    idp.person = { subject: email, claims: { email, email_verified, name: 'Katell Le Bihan' } }
    const page = await newPage(hub)
    await page.goto('/connexion?retour=/membres')
    await inspect(page)
    await Promise.all([page.waitForURL('**/lier'), page.click('text=Entrer avec ProConnect')])
    return page
  }
})
