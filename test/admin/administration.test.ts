import { expect } from 'chai'
import { useHub } from '../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../support/people.ts'

const COORDINATION = ['/administration', '/administration/demandes']
const ADMINISTRATION = ['/administration/membres', '/administration/reseau']

describe('administration', () => {
  const hub = useHub()

  it('does not exist for visitors, volunteers and animateurs', async () => {
    const outsiders = [
      aVisitor(hub),
      await signedInAs(hub, 'volunteer'),
      await signedInAs(hub, 'animateur'),
    ]
    for (const agent of outsiders) {
      for (const path of [...COORDINATION, ...ADMINISTRATION]) {
        expect((await agent.getJson(path)).status, path).to.equal(404)
      }
    }
  })

  it('gives coordinators the requests, not the settings nor the roles', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    for (const path of COORDINATION)
      expect((await coordinator.get(path)).status, path).to.equal(200)
    for (const path of ADMINISTRATION)
      expect((await coordinator.get(path)).status, path).to.equal(404)
    const member = await aMember()
    const reply = await coordinator.postJson(`/administration/membres/${member.id}/role`, {
      role: 'admin',
    })
    expect(reply.status).to.equal(404)
  })

  it('lets an administrator change roles, but not their own', async () => {
    const admin = await signedInAs(hub, 'admin')
    const member = await signedInAs(hub, 'volunteer')
    const reply = await admin.postJson(`/administration/membres/${member.member.id}/role`, {
      role: 'coordinator',
    })
    expect(reply.status).to.equal(200)
    expect((await member.getJson('/administration')).status).to.equal(200)
    const own = await admin.postJson(`/administration/membres/${admin.member.id}/role`, {
      role: 'volunteer',
    })
    expect(own.status).to.equal(404)
  })

  it('changes the name and the colours of the network for everybody', async () => {
    const admin = await signedInAs(hub, 'admin')
    await aVisitor(hub).get('/connexion')
    const reply = await admin.post('/administration/reseau', {
      name: 'Rezo Breizh',
      act: '#7a1f5c',
      bar: '',
    })
    expect(reply.status).to.equal(303)
    const page = await aVisitor(hub).get('/connexion')
    expect(page.text).to.include('Rezo Breizh').and.include('/couleurs.css?v=7a1f5c-')
    expect((await aVisitor(hub).get('/couleurs.css?v=7a1f5c-')).text).to.include('--act:#7a1f5c')
  })

  it('refuses a colour that white text cannot be read on', async () => {
    const admin = await signedInAs(hub, 'admin')
    const reply = await admin.postJson('/administration/reseau', {
      name: 'Rouedad',
      act: '#ffee00',
    })
    expect(reply.status).to.equal(422)
    expect(reply.body.errors).to.have.keys('act')
  })

  it('shows whom it approves, and forgets whom it refuses', async () => {
    const member = await aMember('volunteer', { state: 'pending', name: 'Bleuenn' })
    const coordinator = await signedInAs(hub, 'coordinator')
    expect((await coordinator.get('/administration/demandes')).text).to.include('Bleuenn')
    expect((await coordinator.post(`/administration/demandes/${member.id}/refus`)).status).to.equal(
      303,
    )
    expect((await coordinator.get('/administration/demandes')).text).not.to.include('Bleuenn')
  })
})
