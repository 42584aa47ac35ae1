import { expect } from 'chai'
import { Group } from '../../../models/group.ts'
import { Member } from '../../../models/member.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { useMails } from '../../support/mails.ts'
import { signedInAs } from '../../support/people.ts'

type Person = Awaited<ReturnType<typeof signedInAs>>

describe('mails about groups', function () {
  this.timeout(30_000)
  const hub = useHub()
  const mails = useMails()
  let keeper: Person

  before(async () => {
    keeper = await signedInAs(hub, 'animateur', { name: 'Nolwenn' })
  })

  const invite = (url: string, { member }: Person) =>
    keeper.postJson(`${url}/invitations`, { member: member.slug })
  const change = ({ member }: Person, $set: object) =>
    Member.updateOne({ _id: member._id }, { $set })
  const mailOf = (pace: string, key: string) => ({ pace, since: new Date(), key })
  const gotNothing = async ({ member }: Person, job: string) => {
    await mails.settled(job)
    expect(mails.sent.filter(({ to }) => to === member.email)).to.deep.equal([])
  }

  it('tell who is invited, in their language, with a way to end them', async () => {
    const [guest, reader] = [await signedInAs(hub, 'volunteer'), await signedInAs(hub)]
    await change(reader, { language: 'en', mail: mailOf('weekly', 'k'.repeat(32)) })
    const group = await aGroup(keeper, 'private')
    await invite(group.url, guest)
    await invite(group.url, reader)
    const [french] = await mails.to(guest.member.email)
    expect(french?.subject).to.include(group.title)
    expect(french?.text)
      .to.match(/^Bonjour/)
      .and.include('Nolwenn')
      .and.include(group.url)
    const [english] = await mails.to(reader.member.email)
    expect(english?.text)
      .to.match(/^Hello/)
      .and.include(group.title)
    expect(english?.unsubscribe).to.include(`/courriels/arret/${'k'.repeat(32)}`)
  })

  it('reach who has chosen nothing yet, which their page does not call never', async () => {
    const guest = await signedInAs(hub, 'volunteer')
    expect((await guest.get('/compte/courriels')).text).not.to.match(/value="never"[^>]* checked/)
    await guest.post('/compte/courriels', { pace: 'never' })
    expect((await guest.get('/compte/courriels')).text).to.match(/value="never"[^>]* checked/)
    await invite((await aGroup(keeper, 'private')).url, guest)
    await gotNothing(guest, 'mail.groupInvited')
  })

  it('do not reach who wants none, who left an invitation, or an address nobody confirmed', async () => {
    const group = await aGroup(keeper, 'request')
    const [never, unsure] = [await signedInAs(hub), await signedInAs(hub)]
    await change(never, { mail: mailOf('never', 'n'.repeat(32)) })
    await change(unsure, { confirmBy: new Date(Date.now() + 1e6) })
    await invite(group.url, never)
    await invite(group.url, unsure)
    await gotNothing(never, 'mail.groupInvited')
    await gotNothing(unsure, 'mail.groupInvited')
  })

  it('tell the keepers who asks to come in, once, and nobody else', async () => {
    const [second, other, asking] = [
      await signedInAs(hub),
      await signedInAs(hub),
      await signedInAs(hub, 'volunteer', { name: 'Erwan' }),
    ]
    const group = await aGroup(keeper, 'request', [second.member, other.member])
    await Group.updateOne({ slug: group.slug }, { $addToSet: { keepers: second.member._id } })
    expect((await asking.postJson(`${group.url}/entree`)).body.standing).to.equal('asked')
    await asking.postJson(`${group.url}/entree`)
    const [mail] = await mails.to(second.member.email)
    expect(mail?.text).to.include('Erwan').and.include(`${group.url}/membres`)
    expect(await mails.to(keeper.member.email)).to.have.length(1)
    await gotNothing(other, 'mail.groupAsked')
    await gotNothing(asking, 'mail.groupAsked')
  })

  it('answer who asked, with a word, whatever news they want', async () => {
    const group = await aGroup(keeper, 'request')
    const [yes, no] = [await signedInAs(hub), await signedInAs(hub)]
    await change(no, { mail: mailOf('never', 'o'.repeat(32)), language: 'en' })
    for (const one of [yes, no]) await one.postJson(`${group.url}/entree`)
    const answer = (who: Person, path: string, word: string) =>
      keeper.post(`${group.url}/demandes/${who.member.slug}/${path}`, { word })
    const tooLong = await answer(yes, 'acceptation', 'x'.repeat(501))
    expect(tooLong.status).to.equal(422)
    expect((await answer(yes, 'acceptation', 'Bienvenue parmi nous')).status).to.equal(303)
    expect((await answer(no, 'refus', 'Plus de place')).status).to.equal(303)
    const [accepted] = await mails.to(yes.member.email)
    expect(accepted?.text).to.include('acceptée').and.include('Bienvenue parmi nous')
    const [declined] = await mails.to(no.member.email)
    expect(declined?.text)
      .to.match(/^Hello/)
      .and.include('Plus de place')
      .and.not.include(group.url)
  })

  it('say nothing of an invitation that is taken back', async () => {
    const guest = await signedInAs(hub)
    const group = await aGroup(keeper, 'private')
    await Group.updateOne({ slug: group.slug }, { $addToSet: { invited: guest.member._id } })
    await keeper.postJson(`${group.url}/demandes/${guest.member.slug}/refus`)
    await gotNothing(guest, 'mail.groupAnswered')
  })
})
