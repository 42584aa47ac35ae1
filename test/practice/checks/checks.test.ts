import { expect } from 'chai'
import { Member } from '../../../models/member.ts'
import { Resource } from '../../../models/resource.ts'
import { Verification } from '../../../models/verification.ts'
import { forgetAll } from '../../../server/platform/memory.ts'
import { remindAuthors } from '../../../server/practice/checks/jobs.ts'
import { aResource, aTitle } from '../../library/support/resources.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { useMails } from '../../support/mails.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'
import { daysAgo } from '../../support/runs.ts'

describe('« Fonctionne toujours ? »', () => {
  const hub = useHub()
  const mails = useMails()

  it('is answered in one click, and the page and the card say so to everybody', async () => {
    const agent = await signedInAs(hub, 'volunteer')
    const { slug, title } = await aResource({ title: aTitle() })
    const said = await agent.post(`/ressources/${slug}/verifications`, { works: 'true' })
    expect([said.status, said.location]).to.deep.equal([303, `/ressources/${slug}`])
    const visitor = aVisitor(hub)
    const page = await visitor.get(`/ressources/${slug}`)
    expect(page.text).to.contain('Fonctionne\u00A0: vérifiée le').and.to.contain(agent.member.name)
    const { body } = await visitor.getJson(`/ressources/${slug}`)
    expect(body.verification).to.deep.include({ works: true, on: daysAgo(0) })
    const list = await visitor.get(`/ressources?q=${encodeURIComponent(title)}`)
    expect(list.text).to.contain('fonctionne, ')
  })

  it('warns on the page when it no longer works, until somebody finds that it does', async () => {
    const agent = await signedInAs(hub)
    const { _id, slug } = await aResource({ title: aTitle(), kind: 'guide' })
    const path = `/ressources/${slug}/verifications`
    const word = 'Le site demande un compte.'
    await agent.postJson(path, { works: false, tool: 'Firefox', toolVersion: '140', word })
    const page = await aVisitor(hub).get(`/ressources/${slug}`)
    expect(page.text).to.contain('Ne fonctionne plus').and.to.contain('Le site demande un compte.')
    const other = await signedInAs(hub)
    await other.postJson(path, { works: true, tool: 'Firefox', toolVersion: '141' })
    const after = await aVisitor(hub).get(`/ressources/${slug}`)
    expect(after.text).not.to.contain('data-tone="brick">\n<svg')
    expect(after.text).to.contain('Firefox 140').and.to.contain('Firefox 141')
    expect((await Resource.findById(_id).lean())?.tally).to.deep.include({ works: true })
  })

  it('keeps one word a member for each tool and system, the last one', async () => {
    const agent = await signedInAs(hub)
    const { slug } = await aResource({ title: aTitle() })
    const path = `/ressources/${slug}/verifications`
    const office = { tool: 'LibreOffice', toolVersion: '24.2', system: 'Windows 11' }
    const twice = await Promise.all(
      [1, 2].map(() => agent.postJson(path, { works: true, ...office })),
    )
    expect(twice.map(({ status }) => status)).to.deep.equal([201, 201])
    await agent.postJson(path, { works: false, ...office })
    await agent.postJson(path, { works: true, ...office, system: 'Linux Mint' })
    const { body } = await agent.getJson(path)
    expect(body.total).to.equal(2)
    expect(body.items[1]).to.deep.include({ works: false, ...office })
    expect((await agent.get(path)).text).to.contain('Linux Mint')
  })

  it('takes an answer back for its author and coordinators only', async () => {
    const [agent, other] = [await signedInAs(hub), await signedInAs(hub)]
    const { _id, slug } = await aResource({ title: aTitle() })
    const { body } = await agent.postJson(`/ressources/${slug}/verifications`, { works: false })
    const path = `/ressources/${slug}/verifications/${body.id}/suppression`
    expect((await other.postJson(path)).status).to.equal(403)
    expect((await agent.postJson(path)).status).to.equal(204)
    expect((await Resource.findById(_id).lean())?.tally?.checkedOn).to.equal(undefined)
  })

  it('is asked of members alone, among what they see', async () => {
    const [keeper, outsider, suspended] = [
      await signedInAs(hub),
      await signedInAs(hub),
      await signedInAs(hub),
    ]
    const { audience } = await aGroup(keeper, 'private')
    forgetAll()
    const { slug } = await aResource({ title: aTitle(), audience }, keeper.member)
    const path = `/ressources/${slug}/verifications`
    expect((await aVisitor(hub).postJson(path, { works: true })).status).to.equal(401)
    expect((await outsider.postJson(path, { works: true })).status).to.equal(404)
    expect((await outsider.getJson(path)).status).to.equal(404)
    await Member.updateOne({ _id: suspended.member._id }, { $set: { state: 'suspended' } })
    expect((await suspended.postJson(path, { works: true })).status).to.equal(401)
    expect((await keeper.postJson(path, { works: 'peut-être' })).status).to.equal(422)
    expect(await Verification.countDocuments({ member: outsider.member._id })).to.equal(0)
  })

  it('lists what waits to be tried for members, and nothing for others', async () => {
    const agent = await signedInAs(hub)
    const coordinator = await signedInAs(hub, 'coordinator')
    const late = await aResource({ title: aTitle('Tardive'), verifyBy: daysAgo(1) })
    const fine = await aResource({ title: aTitle('Fraîche') })
    const { _id } = await aResource({ title: aTitle('Ancienne') })
    await Resource.updateOne({ _id }, { $set: { checkOn: daysAgo(10) } })
    const { body } = await agent.getJson('/ressources?etat=a-verifier')
    const titles = body.items.map((one: { title: string }) => one.title.split(' ')[0])
    expect(titles).to.include.members(['Tardive', 'Ancienne']).and.not.to.include('Fraîche')
    expect(body.items[0].toVerify).to.equal(true)
    expect((await aVisitor(hub).getJson('/ressources?etat=a-verifier')).body.total).to.equal(0)
    expect((await coordinator.get('/ressources')).text).to.match(/\d+ à vérifier/)
    expect((await agent.get(`/ressources/${late.slug}`)).text).to.contain('À vérifier depuis le')
    expect((await agent.get(`/ressources/${fine.slug}`)).text).not.to.contain('À vérifier depuis')
    const author = await signedInAs(hub)
    await aResource({ title: aTitle(), verifyBy: daysAgo(1) }, author.member)
    forgetAll()
    expect((await author.get('/')).text).to.contain('de vos ressources est à vérifier')
  })

  it('reminds the author once of each day that they chose, unless somebody tried it', async () => {
    const author = await signedInAs(hub)
    const { slug } = await aResource({ title: aTitle(), verifyBy: daysAgo(1) }, author.member)
    await Promise.all([remindAuthors(), remindAuthors()])
    await remindAuthors()
    await mails.settled('mail.verify')
    const [mail] = await mails.to(author.member.email)
    expect(mail?.text).to.contain(`/ressources/${slug}`)
    expect(mails.sent.filter(({ to }) => to === author.member.email)).to.have.length(1)
    await author.postJson(`/ressources/${slug}/modifier`, { verifyBy: daysAgo(0) })
    await remindAuthors()
    await mails.to(author.member.email, 2)
    const tried = await aResource({ title: aTitle(), verifyBy: daysAgo(1) }, author.member)
    await author.postJson(`/ressources/${tried.slug}/verifications`, { works: true })
    await remindAuthors()
    expect((await Resource.findById(tried._id).lean())?.remindedOf).to.equal(undefined)
  })
})
