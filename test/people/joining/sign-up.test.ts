import { expect } from 'chai'
import { Member } from '../../../models/member.ts'
import { SignUp } from '../../../models/sign-up.ts'
import { tidy } from '../../../server/people/joining/tidying.ts'
import { changeSettings } from '../../../server/platform/network/settings.ts'
import { useHub } from '../../support/hub.ts'
import {
  anInvitation,
  aRequest,
  askedAndConfirmed,
  freshLimits,
  tokenOf,
} from '../../support/joining.ts'
import { useMails } from '../../support/mails.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'
import { aThread } from '../../support/threads.ts'

const DAY_MS = 86_400_000
const CONFIRM = '/inscription/confirmation'

describe('asking to join', function () {
  this.timeout(30_000)
  const hub = useHub()
  const mails = useMails()

  // All of this test's people come from one address.
  beforeEach(freshLimits)

  const ask = (email: string, overrides: object = {}) =>
    aVisitor(hub).postJson('/inscription', aRequest({ email, ...overrides }))
  const queue = async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const { body } = await coordinator.getJson('/administration/demandes')
    return body.items.map(({ email }: { email: string }) => email)
  }

  it('reaches the coordination once the address is confirmed, with a button', async () => {
    const asked = await ask('anna@example.org')
    expect(asked.body).to.include({ state: 'unconfirmed' })
    const link = await mails.linkTo('anna@example.org')
    expect(await queue()).not.to.include('anna@example.org')
    // Robots of mail servers open every link: that alone confirms nothing.
    const page = await aVisitor(hub).get(link)
    expect(page.text).to.include('anna@example.org').and.include('Oui, c’est mon adresse')
    expect(page.headers.get('referrer-policy')).to.equal('no-referrer')
    expect(page.headers.get('cache-control')).to.equal('no-store')
    expect(await queue()).not.to.include('anna@example.org')
    const done = await aVisitor(hub).post(CONFIRM, { token: tokenOf(link) })
    expect(done.status).to.equal(200)
    expect(done.text).to.include('votre demande est arrivée')
    expect(await queue()).to.include('anna@example.org')
    expect(await SignUp.countDocuments({ email: 'anna@example.org' })).to.equal(0)
  })

  it('mails no address of a stranger’s in the place of a name', async () => {
    const names = ['Gagnez sur https://evil.example', 'WWW.evil.example', 'Anna\u2028Lisez ceci']
    for (const name of names) {
      const asked = await ask('victime@example.org', { name })
      expect([asked.status, Object.keys(asked.body.errors)], name).to.deep.equal([422, ['name']])
    }
    expect(
      (await ask('vraie@example.org', { name: 'J.-Y. L’Hostis (d’Ouessant)' })).status,
    ).to.equal(201)
    expect(mails.sent.filter(({ to }) => to === 'victime@example.org')).to.deep.equal([])
  })

  it('is confirmed once by a link, and within three days', async () => {
    await ask('bleiz@example.org')
    const token = tokenOf(await mails.linkTo('bleiz@example.org'))
    const visitor = aVisitor(hub)
    const tries = await Promise.all([1, 2, 3].map(() => visitor.postJson(CONFIRM, { token })))
    expect(tries.map(({ status }) => status).sort()).to.deep.equal([200, 422, 422])
    expect(await Member.countDocuments({ email: 'bleiz@example.org' })).to.equal(1)
    await ask('tard@example.org')
    const late = tokenOf(await mails.linkTo('tard@example.org'))
    await SignUp.updateOne({ email: 'tard@example.org' }, { $set: { linkEndsAt: new Date(0) } })
    expect((await visitor.postJson(CONFIRM, { token: late })).status).to.equal(422)
    expect((await visitor.get(`${CONFIRM}?lien=${late}`)).text).to.include('a déjà servi')
    for (const token of ['', 'x', { $ne: null }])
      expect((await visitor.postJson(CONFIRM, { token })).status).to.equal(422)
  })

  it('answers the same, in a similar time, when the address has an account', async () => {
    const member = await aMember()
    const times: Record<string, number[]> = { taken: [], free: [] }
    const answers = new Set<string>()
    for (let n = 0; n < 5; n++)
      for (const kind of ['taken', 'free']) {
        await mails.settled('mail.confirmAddress')
        const email = kind === 'taken' ? member.email : `libre-${n}@example.org`
        const start = performance.now()
        const { status, body } = await ask(email)
        times[kind]?.push(performance.now() - start)
        answers.add(JSON.stringify({ status, ...body, email: '' }))
      }
    expect([...answers]).to.have.length(1)
    const median = (all: number[] = []) => [...all].sort((a, b) => a - b)[2] ?? 0
    expect(median(times.taken) / median(times.free)).to.be.within(1 / 4, 4)
    const [mail] = await mails.to(member.email)
    expect(mail?.text).to.include('Vous en avez déjà un')
    expect(await SignUp.countDocuments({ email: member.email })).to.equal(0)
  })

  it('with somebody else’s address gives nothing: each request has a link of its own', async () => {
    await ask('cible@example.org', { name: 'Le voleur', password: 'une phrase de voleur' })
    await mails.to('cible@example.org')
    await ask('cible@example.org', { name: 'La vraie' })
    const token = tokenOf(await mails.linkTo('cible@example.org', 2))
    await aVisitor(hub).postJson(CONFIRM, { token })
    const member = await Member.findOne({ email: 'cible@example.org' })
    expect(member?.name).to.equal('La vraie')
    const thief = { email: 'cible@example.org', password: 'une phrase de voleur' }
    expect((await aVisitor(hub).postJson('/connexion', thief)).status).not.to.equal(200)
  })

  it('sends the link again when asked, a few times, and says nothing of who asked to join', async () => {
    await ask('encore@example.org')
    const first = tokenOf(await mails.linkTo('encore@example.org'))
    const again = (email: string) => aVisitor(hub).postJson('/inscription/renvoi', { email })
    const [known, unknown] = [await again('encore@example.org'), await again('rien@example.org')]
    expect(known.status).to.equal(202)
    expect(known.body).to.deep.equal(unknown.body)
    const second = tokenOf(await mails.linkTo('encore@example.org', 2))
    expect((await aVisitor(hub).postJson(CONFIRM, { token: first })).status).to.equal(422)
    const statuses = []
    for (let n = 0; n < 5; n++) statuses.push((await again('encore@example.org')).status)
    expect(statuses).to.include(429)
    await mails.settled('mail.confirmAgain')
    expect(mails.sent.filter(({ to }) => to === 'rien@example.org')).to.deep.equal([])
    expect(second).not.to.equal(first)
  })

  it('lets volunteers in at once when the network says so, once their address is confirmed', async () => {
    await changeSettings({ volunteersAtOnce: true })
    const volunteer = await askedAndConfirmed(hub, mails, 'v@example.org', { role: 'volunteer' })
    const animateur = await askedAndConfirmed(hub, mails, 'w@example.org')
    await changeSettings({ volunteersAtOnce: false })
    expect(volunteer.body.state).to.equal('active')
    expect(animateur.body.state).to.equal('pending')
  })

  it('without the link of an invitation sent to that address is let in as invited', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    await anInvitation(coordinator, { role: 'animateur', email: 'oubli@example.org' })
    await mails.to('oubli@example.org')
    await ask('oubli@example.org', { role: 'volunteer' })
    const token = tokenOf(await mails.linkTo('oubli@example.org', 2))
    const { body } = await aVisitor(hub).postJson(CONFIRM, { token })
    expect(body.state).to.equal('active')
    expect((await Member.findOne({ email: 'oubli@example.org' }))?.role).to.equal('animateur')
  })

  it('leaves nothing after a week without confirmation', async () => {
    await ask('oublie@example.org')
    await mails.to('oublie@example.org')
    await tidy(new Date(Date.now() + 6 * DAY_MS))
    expect(await SignUp.countDocuments({ email: 'oublie@example.org' })).to.equal(1)
    await tidy(new Date(Date.now() + 8 * DAY_MS))
    expect(await SignUp.countDocuments({ email: 'oublie@example.org' })).to.equal(0)
  })

  it('by invitation ends after a week too, and waits for the coordination if something was written', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const { token } = await anInvitation(coordinator, { uses: 3 })
    const [silent, wrote, sure] = ['silence', 'ecrit', 'sur'].map(name => `${name}@example.org`)
    for (const email of [silent, wrote, sure])
      await aVisitor(hub).postJson('/inscription', aRequest({ email, invitation: token }))
    const author = await Member.findOne({ email: wrote })
    await aThread({ id: String(author?._id) })
    const confirmation = { token: tokenOf(await mails.linkTo(String(sure))) }
    await aVisitor(hub).postJson(CONFIRM, confirmation)
    await tidy(new Date(Date.now() + 8 * DAY_MS))
    expect(await Member.findOne({ email: silent })).to.equal(null)
    expect((await Member.findOne({ email: wrote }))?.state).to.equal('pending')
    await aVisitor(hub).signIn(String(sure), PASSWORD)
  })
})
