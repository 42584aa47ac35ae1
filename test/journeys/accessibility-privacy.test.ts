import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { DataExport } from '../../models/data-export.ts'
import { LegalPage } from '../../models/legal-page.ts'
import { SignIn } from '../../models/sign-in.ts'
import { newPage, pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { useMails } from '../support/mails.ts'
import { aMember, signedInAs } from '../support/people.ts'

describe('accessibility of one’s data, leaving and the legal pages', function () {
  this.timeout(90_000)
  const hub = useHub()
  const mails = useMails()
  useBrowser({ reuse: true })

  before(() => aMember('admin'))

  it('the three pages of the law pass', async () => {
    const page = await newPage(hub)
    for (const path of ['/donnees-personnelles', '/mentions-legales', '/accessibilite']) {
      expect((await page.goto(path))?.status()).to.equal(200)
      await inspect(page)
      await keep(page, path)
    }
  })

  it('an archive is asked for, waits, is ready, and each state of its page passes', async () => {
    const owner = await signedInAs(hub, 'animateur')
    const page = await pageOf(owner, hub)
    await page.goto('/compte/donnees')
    await inspect(page)
    await keep(page, 'data-before')
    await Promise.all([page.waitForEvent('load'), page.click('main form [type=submit]')])
    await mails.to(owner.member.email)
    await page.reload()
    expect(await page.getAttribute('main a.primary', 'href')).to.equal(
      '/compte/donnees/archive.zip',
    )
    await inspect(page)
    await keep(page, 'data-ready')
    await DataExport.updateOne({ member: owner.member._id }, { $set: { state: 'asked' } })
    await page.reload()
    await inspect(page)
    await keep(page, 'data-asked')
    await page.goto('/compte')
    await inspect(page)
  })

  it('leaving passes, with a wrong password too, and ends on the home page', async () => {
    const owner = await signedInAs(hub, 'animateur')
    const page = await pageOf(owner, hub)
    await SignIn.updateMany({ member: owner.member._id }, { $set: { startedAt: new Date(0) } })
    await page.goto('/compte/suppression')
    await inspect(page)
    await keep(page, 'leaving')
    await page.fill('[name=currentPassword]', 'autre chose que cela')
    await Promise.all([page.waitForEvent('load'), page.click('main form [type=submit]')])
    expect(await page.textContent('#e-f-currentPassword')).not.to.equal('')
    await inspect(page)
    await keep(page, 'leaving-wrong')
    await page.check('[name=words][value=remove]')
    await page.fill('[name=currentPassword]', 'cidre et galettes')
    await Promise.all([page.waitForURL('/'), page.click('main form [type=submit]')])
    expect(await page.textContent('.flash')).to.include('sept jours')
    await inspect(page)
  })

  it('the pages are listed, rewritten, looked at and reset, and members are told', async () => {
    const admin = await signedInAs(hub, 'admin')
    const page = await pageOf(admin, hub)
    await page.goto('/administration/pages')
    await inspect(page)
    await keep(page, 'pages')
    await page.goto('/administration/pages/donnees-personnelles')
    await inspect(page)
    await page.fill('[name=fr]', '## Nous\n\nBonjour.')
    await Promise.all([page.waitForEvent('load'), page.click('[formaction$=apercu]')])
    await inspect(page)
    await keep(page, 'page-preview')
    await page.check('[name=important]')
    await Promise.all([page.waitForEvent('load'), page.click('main form .primary')])
    expect(await LegalPage.countDocuments({ important: true })).to.equal(1)
    await inspect(page)
    await keep(page, 'page-edit')
    await page.goto('/administration/pages/donnees-personnelles/versions/1')
    await inspect(page)
    await keep(page, 'page-version')
    const member = await pageOf(await signedInAs(hub, 'volunteer'), hub)
    await member.goto('/discussions')
    await inspect(member)
    await keep(member, 'news')
    await Promise.all([member.waitForEvent('load'), member.click('text=Compris')])
    expect(await member.locator('text=Compris').count()).to.equal(0)
  })
})

/** For whoever wants to look at them: SCREENSHOTS names a folder. */
async function keep(page: Page, name: string) {
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  for (const width of [390, 1280])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      const file = `${name.replace(/\W/g, '')}-${width}-${colorScheme}.png`
      await page.screenshot({ path: join(folder, file), fullPage: true })
    }
}
