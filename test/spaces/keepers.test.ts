import { expect } from 'chai'
import type { Viewer } from '../../server/platform/who/viewer.ts'
import { canEdit, canEntrust, canLetIn } from '../../server/spaces/policy.ts'
import { useHub } from '../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../support/people.ts'

describe('keepers of a space', () => {
  const hub = useHub()

  const here = { _id: 'here' }
  const who = (facts: Partial<Viewer>): Viewer => ({
    ...{ id: 'm', slug: 'm', name: 'M', role: 'volunteer', state: 'active', url: '/membres/m' },
    ...{ space: 'here', runs: undefined, photoUrl: undefined, toWelcome: false, ...facts },
  })
  const TABLE: [string, Viewer | undefined, { edit: boolean; letIn: boolean; entrust: boolean }][] =
    [
      ['a visitor', undefined, { edit: false, letIn: false, entrust: false }],
      [
        'a volunteer of it',
        who({ attached: 'here' }),
        { edit: false, letIn: false, entrust: false },
      ],
      ['its keeper', who({ tends: 'here' }), { edit: true, letIn: true, entrust: false }],
      [
        'its suspended keeper',
        who({ tends: 'here', state: 'suspended' }),
        { edit: false, letIn: false, entrust: false },
      ],
      [
        'the keeper of another',
        who({ tends: 'there' }),
        { edit: false, letIn: false, entrust: false },
      ],
      [
        'its animateur',
        who({ role: 'animateur', runs: 'here', tends: 'here' }),
        { edit: true, letIn: true, entrust: true },
      ],
      [
        'the animateur of another',
        who({ role: 'animateur', runs: 'there', tends: 'there' }),
        { edit: false, letIn: false, entrust: false },
      ],
      [
        'a coordinator',
        who({ role: 'coordinator', space: undefined }),
        { edit: true, letIn: true, entrust: true },
      ],
    ]

  for (const [name, viewer, expected] of TABLE) {
    it(`${name} may do what they may`, () => {
      const can = {
        edit: canEdit(viewer, here),
        letIn: canLetIn(viewer, here),
        entrust: canEntrust(viewer, here),
      }
      expect(can).to.deep.equal(expected)
    })
  }

  it('let volunteers in, edit its page, and are named by its animateurs', async () => {
    const admin = await signedInAs(hub, 'admin')
    const space = (await admin.postJson('/lieux', { name: 'La Fabrique', commune: 'Carhaix' })).body
    const team = `${space.url}/equipe`
    const animateur = await signedInAs(hub, 'animateur', { space: space.id })
    const claimant = await signedInAs(hub, 'volunteer', { space: space.id, spaceClaimed: true })
    const liar = await aMember('volunteer', { space: space.id, spaceClaimed: true })
    const far = await signedInAs(hub, 'animateur')
    const boss = await aMember('animateur', { space: space.id, spaceClaimed: true })
    const charge = `${team}/${claimant.member.slug}/charge`

    expect((await aVisitor(hub).getJson(team)).status).to.equal(401)
    for (const agent of [claimant, far]) {
      expect((await agent.getJson(team)).status).to.equal(403)
      const accept = `${team}/${claimant.member.slug}/acceptation`
      expect((await agent.postJson(accept)).status).to.equal(403)
      expect((await agent.postJson(charge, { keeper: true })).status).to.equal(403)
    }
    // Who is not of the space yet keeps nothing of it.
    expect((await animateur.postJson(charge, { keeper: true })).status).to.equal(404)
    expect((await animateur.getJson(team)).body.claims).to.have.length(2)
    const accept = `${team}/${claimant.member.slug}/acceptation`
    expect((await animateur.postJson(accept)).status).to.equal(204)
    expect((await animateur.postJson(accept)).status).to.equal(404)
    expect((await animateur.postJson(`${team}/${boss.slug}/acceptation`)).status).to.equal(404)

    const edit = () =>
      claimant.postJson(`${space.url}/modifier`, { openingHours: 'Mo 09:00-12:00' })
    expect((await edit()).status).to.equal(403)
    expect((await animateur.postJson(charge, { keeper: true })).status).to.equal(204)
    expect((await edit()).status).to.equal(200)
    expect((await claimant.postJson(`${team}/${liar.slug}/refus`)).status).to.equal(204)
    expect((await claimant.postJson(charge, { keeper: true })).status).to.equal(403)
    expect((await claimant.postJson('/rencontres', {})).status).to.equal(403)
    expect((await animateur.postJson(charge, { keeper: false })).status).to.equal(204)
    expect((await edit()).status).to.equal(403)
  })
})
