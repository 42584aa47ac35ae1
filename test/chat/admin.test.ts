import { expect } from 'chai'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { aRoom } from './rooms.ts'

describe('Rooms, administered', () => {
  const hub = useHub()
  const path = '/administration/salons'

  it('opens, renames and closes a room whose address stays', async () => {
    const admin = await signedInAs(hub, 'admin')
    const room = {
      title: 'Entraide en direct',
      topic: 'La question du moment',
      icon: 'chat',
      order: 1,
    }
    const created = await admin.postJson(path, room)
    expect([created.status, created.location]).to.deep.equal([201, '/salons/entraide-en-direct'])
    const managed = `${path}/entraide-en-direct`
    const renamed = await admin.postJson(`${managed}/modifier`, {
      ...room,
      title: 'Entraide',
      icon: 'smile',
    })
    expect(renamed.body).to.include({
      slug: 'entraide-en-direct',
      title: 'Entraide',
      icon: 'smile',
    })
    expect((await admin.get(managed.replace('/administration', ''))).text).to.contain('Entraide')
    expect((await admin.postJson(`${managed}/fermeture`)).body.archivedAt).to.be.a('string')
    expect((await admin.getJson('/salons/entraide-en-direct')).status).to.equal(404)
    expect((await admin.get(path)).text).to.contain('Entraide')
    expect((await admin.postJson(`${managed}/reouverture`)).body.archivedAt).to.equal(null)
    expect((await admin.getJson('/salons/entraide-en-direct')).status).to.equal(200)
  })

  it('works from forms without JavaScript', async () => {
    const admin = await signedInAs(hub, 'admin')
    const reply = await admin.post(path, {
      title: 'Machine à café',
      topic: '',
      icon: 'smile',
      order: '',
    })
    expect([reply.status, reply.location]).to.deep.equal([303, path])
    const again = await admin.post(path, { title: '', topic: '', icon: 'smile', order: '3' })
    expect(again.status).to.equal(422)
    expect(again.text).to.contain('href="#f-title"')
    expect((await admin.get(`${path}/machine-a-cafe/modifier`)).text).to.contain('Machine à café')
  })

  it('lists rooms in the order that was chosen', async () => {
    const admin = await signedInAs(hub, 'admin')
    await admin.postJson(path, { title: 'Zoo', order: 0 })
    await admin.postJson(path, { title: 'Abeilles', order: 900 })
    const titles = (await admin.getJson('/salons')).body.items.map(
      ({ title }: { title: string }) => title,
    )
    expect(titles.indexOf('Zoo')).to.be.lessThan(titles.indexOf('Abeilles'))
  })

  it('does not exist for anybody but administrators', async () => {
    const room = await aRoom()
    const people = [aVisitor(hub), await signedInAs(hub), await signedInAs(hub, 'coordinator')]
    for (const agent of people) {
      expect((await agent.getJson(path)).status).to.equal(404)
      expect((await agent.postJson(path, { title: 'Pirate' })).status).to.equal(404)
      for (const action of ['modifier', 'fermeture', 'reouverture']) {
        const reply = await agent.postJson(`${path}/${room.slug}/${action}`, { title: 'Pirate' })
        expect(reply.status).to.equal(404)
      }
    }
    const admin = await signedInAs(hub, 'admin')
    expect((await admin.postJson(path, { title: { $ne: null } })).status).to.equal(422)
    expect((await admin.postJson(`${path}/nulle-part/fermeture`)).status).to.equal(404)
  })
})
