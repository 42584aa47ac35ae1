import { expect } from 'chai'
import { Member } from '../../models/member.ts'
import { Space } from '../../models/space.ts'
import { newPage, pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { anInvitation, aRequest, askedAndConfirmed } from '../support/joining.ts'
import { useMails } from '../support/mails.ts'
import { aVisitor, signedInAs } from '../support/people.ts'

type Signed = Awaited<ReturnType<typeof signedInAs>>

describe('accessibility of joining', function () {
  this.timeout(60_000)
  const hub = useHub()
  const mails = useMails()
  useBrowser({ reuse: true })
  let coordinator: Signed
  let volunteer: Signed

  before(async () => {
    const epn = { name: 'Cybercommune', slug: 'brest', kind: 'epn', commune: 'Brest' } as const
    const { _id: space } = await Space.create({
      ...{ ...epn, sortKey: 'brest', latitude: 48.39, longitude: -4.486 },
    })
    coordinator = await signedInAs(hub, 'coordinator', { name: 'Rozenn', space })
    volunteer = await signedInAs(hub, 'volunteer', { name: 'Maryvonne' })
    await volunteer.postJson('/compte/benevolat', {
      ...{ found: true, themes: ['photo', 'demarches'], skills: 'Couture', near: 'brest' },
      ...{ times: ['mo-am', 'mo-pm', 'we-ev'], radiusKm: 15 },
    })
  })

  const opened = async (agent: Signed, path: string) => {
    const page = await pageOf(agent, hub)
    expect((await page.goto(path))?.status()).to.equal(200)
    return page
  }

  it('an invitation is made, copied, listed and followed', async () => {
    const page = await opened(coordinator, '/administration/invitations')
    await inspect(page)
    await page.fill('[name=uses]', '0')
    await Promise.all([page.waitForEvent('load'), page.click('main form .primary')])
    expect(await page.textContent('#e-f-uses')).not.to.equal('')
    await inspect(page)
    await page.fill('[name=uses]', '12')
    await page.fill('[name=word]', 'À mardi, à la médiathèque !')
    await Promise.all([page.waitForEvent('load'), page.click('main form .primary')])
    const link = await page.inputValue('#f-link')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.click('[data-copy]')
    await page.waitForSelector('text=Le lien est copié.')
    expect(await page.evaluate('navigator.clipboard.readText()')).to.equal(link)
    await inspect(page)
    await page.goto('/administration/invitations')
    await inspect(page)
    const guest = await newPage(hub)
    const { pathname, search } = new URL(link)
    await guest.goto(`${pathname}${search}`)
    await guest.waitForSelector('text=À mardi')
    await inspect(guest)
  })

  it('a list is brought and looked at', async () => {
    const page = await opened(coordinator, '/administration/invitations/liste')
    await inspect(page)
    const people = Array.from({ length: 60 }, (_, n) => `Personne ${n};p${n % 50}@example.org;;`)
    await page.fill('[name=list]', `nom;courriel;rôle;lieu\n${people.join('\n')}`)
    await Promise.all([page.waitForURL(/liste\/\w+/), page.click('main form .primary')])
    await page.waitForSelector('text=Envoyer 50 invitations')
    expect(await page.textContent('tbody tr:last-child td')).to.equal('21')
    await inspect(page)
  })

  it('a request is sent, confirmed and answered', async () => {
    const page = await newPage(hub)
    await page.goto('/inscription/confirmation')
    await inspect(page)
    await aVisitor(hub).postJson('/inscription', aRequest({ email: 'lena@example.org' }))
    await page.goto(await mails.linkTo('lena@example.org'))
    await inspect(page)
    await Promise.all([page.waitForEvent('load'), page.click('main form .primary')])
    await page.waitForSelector('text=votre demande est arrivée')
    await inspect(page)
    const candidate = { name: 'Maryvonne' }
    await askedAndConfirmed(hub, mails, 'mary@example.org', candidate)
    await anInvitation(coordinator, { email: 'mary2@example.org' })
    const queue = await opened(coordinator, '/administration/demandes')
    await queue.click('details summary >> nth=-1')
    await inspect(queue)
    const { _id } = (await Member.findOne({ email: 'mary@example.org' })) ?? {}
    const path = `/administration/demandes/${_id}/fusion`
    await coordinator.postJson(path, { email: volunteer.member.email })
    await page.goto(await mails.linkTo(volunteer.member.email))
    await inspect(page)
  })

  it('the pages of one’s own choices pass', async () => {
    await Member.updateOne({ _id: volunteer.member._id }, { $set: { toWelcome: true } })
    const paths = ['/bienvenue', '/compte', '/compte/courriels', '/compte/benevolat']
    for (const path of [...paths, '/compte/visibilite'])
      await inspect(await opened(volunteer, path))
    const { mail } = (await Member.findById(volunteer.member._id)) ?? {}
    expect(mail).to.equal(undefined)
    await volunteer.postJson('/compte/courriels', { themes: [], pace: 'daily' })
    const key = (await Member.findById(volunteer.member._id))?.mail?.key
    const page = await newPage(hub)
    await page.goto(`/courriels/arret/${key}`)
    await inspect(page)
  })

  it('volunteers are found, and a page is shown to everybody', async () => {
    const page = await opened(coordinator, '/membres?role=volunteer&competence=photo&rayon=20')
    await page.waitForSelector('text=Maryvonne')
    await inspect(page)
    await inspect(await opened(coordinator, `/membres/${volunteer.member.slug}`))
    const shown = { figures: 'public', skills: 'public', email: 'public' }
    await volunteer.postJson('/compte/visibilite', { shown, phone: '02 98 00 00 00' })
    const visitor = await newPage(hub)
    await visitor.goto(`/membres/${volunteer.member.slug}`)
    await inspect(visitor)
  })
})
