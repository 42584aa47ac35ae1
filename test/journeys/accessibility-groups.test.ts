import { expect } from 'chai'
import { pageOf, useBrowser } from '../support/browser.ts'
import { aDay } from '../support/gatherings.ts'
import { aGroup } from '../support/groups.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { aMember, signedInAs } from '../support/people.ts'

describe('accessibility of groups', function () {
  this.timeout(120_000)
  const hub = useHub()
  useBrowser({ reuse: true })

  it('each page of a group passes, and so do its forms', async () => {
    const keeper = await signedInAs(hub, 'animateur', { name: 'Nolwenn' })
    const others = await Promise.all(
      ['Odile', 'Denis', 'Samira'].map(name => aMember('volunteer', { name })),
    )
    const guest = await aMember('volunteer', { name: 'Yann' })
    const page = await pageOf(keeper, hub)
    const visit = async (path: string, status = 200) => {
      expect((await page.goto(path))?.status(), path).to.equal(status)
      await inspect(page)
    }
    await visit('/groupes')
    await visit('/groupes/nouveau')
    await Promise.all([page.waitForEvent('load'), page.click('main form .primary')])
    expect(await page.textContent('#e-f-title')).not.to.equal('')
    await inspect(page)
    const group = await aGroup(keeper, 'request', others)
    await visit(group.url)
    const asking = await signedInAs(hub, 'volunteer', { name: 'Marguerite' })
    await asking.postJson(`${group.url}/entree`)
    await keeper.postJson(`${group.url}/invitations`, { member: guest.slug })
    const { audience } = group
    const thread = await keeper.postJson('/discussions', {
      title: 'Qui vient ?',
      body: 'Alors ?',
      audience,
    })
    await keeper.postJson('/ressources', {
      kind: 'guide',
      title: 'La tournée',
      summary: 'Deux étapes.',
      audience,
    })
    await keeper.postJson('/rencontres', aDay({ audience }))
    await keeper.postJson(`${group.url}/salons`, { title: 'Le vélo' })
    for (const path of ['', '/membres', '/salons', '/modifier']) await visit(`${group.url}${path}`)
    await visit('/groupes')
    await visit(thread.body.url)
    await page.click('main details summary')
    await inspect(page)
    await visit('/discussions/nouvelle')
    const outside = await pageOf(asking, hub)
    await outside.goto(group.url)
    await inspect(outside)
  })

  it('the list for administrators passes', async () => {
    const admin = await signedInAs(hub, 'admin')
    const { url } = await aGroup(admin, 'private')
    await admin.postJson(`${url}/fermeture`)
    const page = await pageOf(admin, hub)
    expect((await page.goto('/groupes/tous'))?.status()).to.equal(200)
    await inspect(page)
  })
})
