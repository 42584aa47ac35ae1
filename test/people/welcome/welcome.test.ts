import { expect } from 'chai'
import { Member } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import { Agent } from '../../support/agent.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'

describe('the page of welcome', () => {
  const hub = useHub()

  const aNewMember = async () => {
    const member = await aMember('animateur')
    await Member.updateOne({ _id: member._id }, { $set: { toWelcome: true } })
    const agent = new Agent(hub.url)
    await agent.signIn(member.email, PASSWORD)
    return Object.assign(agent, { member })
  }
  const read = (id: unknown) => Member.findById(id).lean()

  it('comes once, in place of the home, to who is new', async () => {
    const agent = await aNewMember()
    expect((await agent.get('/')).location).to.equal('/bienvenue')
    expect((await agent.getJson('/')).status).to.equal(200)
    const page = await agent.get('/bienvenue')
    expect(page.text)
      .to.include('name="themes"')
      .and.include('name="pace"')
      .and.include('name="space"')
    expect((await agent.post('/bienvenue/plus-tard')).location).to.equal('/')
    expect((await agent.get('/')).status).to.equal(200)
    expect((await read(agent.member._id))?.mail).to.equal(undefined)
    const known = await signedInAs(hub)
    expect((await known.get('/')).status).to.equal(200)
  })

  it('keeps the space, the themes and the pace, to be changed later', async () => {
    const epn = { name: 'EPN', slug: 'epn', kind: 'epn', commune: 'Brest', sortKey: 'b' } as const
    const space = await Space.create(epn)
    const agent = await aNewMember()
    const form = { space: 'epn', themes: ['photo', 'emploi'], pace: 'daily' }
    expect((await agent.post('/bienvenue', form)).location).to.equal('/')
    const member = await read(agent.member._id)
    expect(member).to.deep.include({ themes: ['photo', 'emploi'], spaceClaimed: true })
    expect(String(member?.space)).to.equal(String(space._id))
    expect(member?.mail).to.include({ pace: 'daily' })
    expect(member?.toWelcome).to.equal(undefined)
    const later = await agent.getJson('/compte/courriels')
    expect(later.body).to.deep.include({ themes: ['photo', 'emploi'], pace: 'daily' })
    const change = await agent.postJson('/compte/courriels', { themes: [], pace: 'never' })
    expect(change.body).to.deep.include({ themes: [], pace: 'never' })
    expect((await read(agent.member._id))?.mail?.nextAt).to.equal(undefined)
  })

  it('takes only what it offers', async () => {
    const agent = await aNewMember()
    const wrong = { themes: ['pirate'], pace: 'hourly', space: 'nulle-part' }
    expect((await agent.postJson('/bienvenue', wrong)).body.errors).to.have.keys('themes.0', 'pace')
    const nowhere = { themes: [], pace: 'never', space: 'nulle-part' }
    expect((await agent.postJson('/bienvenue', nowhere)).body.errors).to.have.keys('space')
    const strange = { themes: { $ne: 1 }, pace: { $gt: '' } }
    expect((await agent.postJson('/compte/courriels', strange)).status).to.equal(422)
    expect((await agent.post('/bienvenue', { pace: '' })).text).to.include('id="e-f-pace"')
  })

  it('is for members', async () => {
    for (const path of ['/bienvenue', '/compte/courriels']) {
      expect((await aVisitor(hub).getJson(path)).status).to.equal(401)
      expect((await aVisitor(hub).postJson(path, { pace: 'daily' })).status).to.equal(401)
      expect((await aVisitor(hub).get(path)).status).to.equal(303)
    }
    expect((await aVisitor(hub).postJson('/bienvenue/plus-tard')).status).to.equal(401)
  })
})
