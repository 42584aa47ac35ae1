import { expect } from 'chai'
import { useHub } from '../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../support/people.ts'

describe('the home page', () => {
  const hub = useHub()
  const when = { startsAt: '2031-12-08T09:30:00+01:00', endsAt: '2031-12-08T18:00:00+01:00' }

  it('tells a visitor what this is, and changes with the network', async () => {
    expect((await aVisitor(hub).get('/')).text).to.include('Un coup de main numérique')
    const coordinator = await signedInAs(hub, 'coordinator')
    await coordinator.postJson('/rencontres', {
      ...when,
      title: 'La grande rencontre',
      audience: 'public',
    })
    const page = await aVisitor(hub).get('/')
    expect(page.text).to.include('La grande rencontre').and.include('<b>8</b>')
  })

  it('shows a visitor nothing of the network’s own', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    await coordinator.postJson('/ressources', {
      kind: 'sheet',
      title: 'Fiche interne',
      body: 'x',
      audience: 'network',
    })
    await coordinator.postJson('/discussions', { title: 'Entre nous', body: 'x' })
    const page = await aVisitor(hub).get('/')
    expect(page.text).not.to.include('Fiche interne').and.not.include('Entre nous')
    const { body } = await aVisitor(hub).getJson('/')
    expect(body).not.to.have.any.keys('threads', 'rooms', 'pending')
    expect(JSON.stringify(body)).not.to.include('Fiche interne')
  })

  it('tells a member what is new for them, once', async () => {
    const writer = await signedInAs(hub)
    const { body } = await writer.postJson('/discussions', {
      title: 'Une question neuve',
      body: 'x',
    })
    const reader = await signedInAs(hub, 'volunteer')
    expect((await reader.get('/')).text).to.include('Une question neuve')
    await reader.get(body.url)
    expect((await reader.get('/')).text).not.to.include('Une question neuve')
  })

  it('tells coordinators, and nobody else, that requests wait', async () => {
    await aMember('volunteer', { state: 'pending' })
    const coordinator = await signedInAs(hub, 'coordinator')
    expect((await coordinator.getJson('/')).body.pending).to.be.at.least(1)
    expect((await (await signedInAs(hub)).getJson('/')).body.pending).to.equal(0)
  })
})
