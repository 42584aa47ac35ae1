import { expect } from 'chai'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { changeSettings } from '../../server/platform/network/settings.ts'
import { newPage, pageAs, pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../support/people.ts'

const WITHOUT = { javaScriptEnabled: false }

describe('signing in, in a browser', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser()

  it('a key is made, opens a session from the button, is renamed and removed; each page passes', async () => {
    const page = await pageAs(hub, 'animateur')
    await withDevice(page)
    await page.goto('/compte/securite')
    await inspect(page)
    await page.fill('passkey-maker [name=name]', 'Ordinateur du lieu')
    await page.fill('passkey-maker [name=currentPassword]', 'pas le bon')
    await page.click('passkey-maker [type=submit]')
    await page.waitForSelector('passkey-maker [role=alert]:not(:empty) >> text=mot de passe actuel')
    await page.fill('passkey-maker [name=currentPassword]', PASSWORD)
    await Promise.all([page.waitForEvent('load'), page.click('passkey-maker [type=submit]')])
    expect(await page.locator('h3', { hasText: 'Ordinateur du lieu' }).count()).to.equal(1)
    await inspect(page)
    await leave(page)
    // What the address field offers, this device would accept before the button is pressed.
    await page.addInitScript('delete PublicKeyCredential.isConditionalMediationAvailable')
    await page.goto('/connexion?retour=/membres')
    await Promise.all([page.waitForURL('/membres'), page.click('passkey-door button')])
    await page.goto('/compte/securite')
    await page.click('li summary')
    await page.fill('li [name=name]', 'Vieil ordinateur')
    await Promise.all([page.waitForEvent('load'), page.click('li details button')])
    await Promise.all([page.waitForEvent('load'), page.click('li button:has-text("Retirer")')])
    expect(await page.getByText('Aucune clé').count()).to.equal(1)
  })

  it('a key opens a session from the address field, without a click', async () => {
    const page = await pageAs(hub, 'animateur')
    await withDevice(page)
    await page.goto('/compte/securite')
    await page.fill('passkey-maker [name=name]', 'Téléphone')
    await page.fill('passkey-maker [name=currentPassword]', PASSWORD)
    await Promise.all([page.waitForEvent('load'), page.click('passkey-maker [type=submit]')])
    await leave(page)
    await Promise.all([page.waitForURL('/membres'), page.goto('/connexion?retour=/membres')])
  })

  it('a device that refuses says so, and the password goes on', async () => {
    const [member, page] = await Promise.all([aMember(), newPage(hub)])
    await withDevice(page, false)
    await page.goto('/connexion')
    await page.click('passkey-door button')
    await page.waitForSelector('passkey-door [role=alert] >> text=Cela n’a pas marché')
    await inspect(page)
    await page.fill('[name=email]', member.email)
    await page.fill('[name=password]', PASSWORD)
    await Promise.all([page.waitForURL('/'), page.click('main form [type=submit]')])
  })

  it('codes are turned on, asked and turned off without JavaScript; each page passes', async () => {
    const page = await pageAs(hub, 'volunteer', WITHOUT)
    await page.goto('/compte/securite/code')
    const totp = new TOTP({
      secret: Secret.fromBase32((await page.inputValue('#f-secret')).replaceAll(' ', '')),
    })
    await page.fill('[name=code]', totp.generate({ timestamp: Date.now() - 30_000 }))
    await page.fill('[name=currentPassword]', PASSWORD)
    await submit(page)
    const codes = await page.locator('code').allTextContents()
    expect(codes).to.have.length(10)
    await leave(page)
    await page.goto('/connexion')
    await page.fill('[name=email]', page.member.email)
    await page.fill('[name=password]', PASSWORD)
    await submit(page)
    expect(await page.textContent('h1')).to.include('Un code')
    await page.fill('[name=code]', '000000')
    await submit(page)
    expect(await page.locator('#e-f-code').count()).to.equal(1)
    await page.fill('[name=code]', codes[0] ?? '')
    await submit(page)
    await page.goto('/compte/securite/code')
    await page.fill('form[action$="/retrait"] [name=code]', codes[1] ?? '')
    await page.fill('form[action$="/retrait"] [name=currentPassword]', PASSWORD)
    await Promise.all([
      page.waitForURL('/compte/securite'),
      page.click('form[action$="/retrait"] button'),
    ])
    expect(await page.getByText('Pas en service').count()).to.equal(1)
  })

  it('the pages of codes pass', async () => {
    const page = await pageOf(await signedInAs(hub, 'admin'), hub)
    await changeSettings({ adminsNeedSecondFactor: true })
    await page.goto('/')
    expect(page.url()).to.include('/compte/securite/code')
    await inspect(page)
    const totp = new TOTP({
      secret: Secret.fromBase32((await page.inputValue('#f-secret')).replaceAll(' ', '')),
    })
    await submit(page)
    await inspect(page)
    await page.fill('[name=code]', totp.generate())
    await page.fill('[name=currentPassword]', PASSWORD)
    await submit(page)
    await inspect(page)
    await changeSettings({ adminsNeedSecondFactor: false })
    await page.goto('/compte/securite/code')
    await inspect(page)
    await leave(page)
  })

  it('the pages of a mailed link pass', async () => {
    const page = await newPage(hub)
    await page.goto('/connexion/lien?token=xxxxxxxxxxxxxxxxxxxxxxxxxxx')
    await inspect(page)
    await submit(page)
    await inspect(page)
    const form = { email: 'personne@example.org', password: 'pas le bon' }
    const many = Array.from({ length: 9 }, () => aVisitor(hub).post('/connexion', form))
    await Promise.all(many)
    await page.goto('/connexion')
    await page.fill('[name=email]', form.email)
    await page.fill('[name=password]', form.password)
    await submit(page)
    expect(await page.textContent('h1')).to.include('courriels')
    await inspect(page)
  })
})

/** A virtual authenticator of the browser: it holds keys, and checks who holds it or not. */
async function withDevice(page: Page, isUserVerified = true) {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified, automaticPresenceSimulation: true },
    },
  })
}

async function leave(page: Page) {
  await page.context().clearCookies({ name: 'rouedad' })
}

async function submit(page: Page) {
  const answered = page.waitForEvent('framenavigated')
  await page.locator('main form .primary[type=submit]').last().click()
  await answered
  await page.waitForLoadState()
}
