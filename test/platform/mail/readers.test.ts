import { expect } from 'chai'
import { Member } from '../../../models/member.ts'
import { decide } from '../../../server/moderation/decisions.ts'
import { type Alarm, tellOwner } from '../../../server/people/auth/security-mail.ts'
import { services } from '../../../server/platform/services.ts'
import { useHub } from '../../support/hub.ts'
import { useMails } from '../../support/mails.ts'
import { aMember, aVisitor, signedInAs } from '../../support/people.ts'

const ALARMS: Alarm[] = [
  ...(['newDevice', 'codesOn', 'codesOff', 'recoveryMade', 'recoveryUsed'] as const),
  ...(['passkeyAdded', 'passkeyRemoved', 'providerLinked'] as const),
  ...(['codesReset', 'passwordChanged'] as const),
]

describe('mails to a member', function () {
  this.timeout(30_000)
  const hub = useHub()
  const mails = useMails()
  const inEnglish = async (role: Parameters<typeof aMember>[0] = 'animateur') => {
    const member = await aMember(role)
    await Member.updateOne({ _id: member._id }, { $set: { language: 'en' } })
    return member
  }

  it('speak the language that they chose last, wherever they chose it; French before', async () => {
    const agent = await signedInAs(hub)
    const { email } = agent.member
    const reset = async (count: number) => {
      await services().jobs.soon('mail.reset', { email })
      return (await mails.to(email, count)).at(-1)?.text
    }
    expect(await reset(1)).to.match(/^Bonjour/)
    await agent.post('/preferences', { langue: 'en' })
    expect(await reset(2)).to.match(/^Hello/)
    await agent.post('/preferences', { apparence: 'dark' })
    expect(await reset(3)).to.match(/^Hello/)
    await agent.post('/preferences', { langue: 'fr' })
    expect(await reset(4)).to.match(/^Bonjour/)
  })

  it('take no language from a visitor, nor from who makes them leave', async () => {
    const member = await inEnglish()
    const visitor = aVisitor(hub)
    await visitor.post('/preferences', { langue: 'fr' })
    await visitor.post('/mot-de-passe', { email: member.email })
    const [mail] = await mails.to(member.email)
    expect(mail?.text).to.match(/^Hello/)
    expect((await Member.findById(member._id).lean())?.language).to.equal('en')
  })

  it('of security speak it, each of them, dates too', async () => {
    const member = await inEnglish()
    for (const kind of ALARMS)
      await tellOwner(member.id, kind, { device: 'Firefox', place: '', left: '9', key: 'Key' })
    await services().jobs.soon('mail.signInLink', { email: member.email })
    const sent = await mails.to(member.email, ALARMS.length + 1)
    for (const { text } of sent) expect(text).to.match(/^Hello/)
    const device = sent.find(({ text }) => text.includes('Firefox'))
    expect(device?.text).to.match(
      / (January|February|March|April|May|June|July|August|September|October|November|December) /,
    )
  })

  it('of joining and moderation speak it too', async () => {
    const [coordinator, author] = [await inEnglish('coordinator'), await inEnglish('volunteer')]
    const candidate = await aMember('volunteer', { state: 'pending' })
    await services().jobs.soon('mail.newRequest', { id: candidate.id })
    await services().jobs.soon('mail.approved', { id: author.id })
    await services().jobs.soon('mail.alreadyMember', { email: author.email })
    const about = { kind: 'reply' as const, id: author.id, author: author.id, title: '', body: 'x' }
    await decide(about, { act: 'hidden', by: coordinator, word: 'Un mot.' })
    await decide(about, { act: 'suspended', by: coordinator, until: new Date(), word: 'Un mot.' })
    const all = [...(await mails.to(coordinator.email)), ...(await mails.to(author.email, 4))]
    for (const { text, subject } of all) {
      expect(text).to.match(/^Hello/)
      expect(subject).not.to.match(/ : /)
    }
  })
})
