import { expect } from 'chai'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'

type Hit = { kind: string; title: string }

describe('searching everything', () => {
  const hub = useHub()
  let agent: Awaited<ReturnType<typeof signedInAs>>

  before(async () => {
    agent = await signedInAs(hub, 'coordinator', { name: 'Zélie Tamaris' })
    const sheet = { kind: 'sheet', body: 'x' }
    await agent.postJson('/ressources', {
      ...sheet,
      title: 'Réparer un tamaris',
      audience: 'public',
    })
    await agent.postJson('/ressources', { ...sheet, title: 'Tamaris secret', audience: 'network' })
    await agent.postJson('/discussions', { title: 'Où planter un tamaris ?', body: 'Dites-moi.' })
    const when = { startsAt: '2031-03-01T09:00:00+01:00', endsAt: '2031-03-01T12:00:00+01:00' }
    await agent.postJson('/rencontres', { ...when, title: 'Fête du tamaris', audience: 'public' })
    await agent.postJson('/rencontres', {
      ...when,
      title: 'Tamaris à huis clos',
      audience: 'network',
    })
    await agent.postJson('/lieux', { name: 'Le Tamaris', commune: 'Roscoff', kind: 'epn' })
  })

  const titles = async (who: { getJson: typeof agent.getJson }, q: string) => {
    const { body } = await who.getJson(`/recherche?q=${encodeURIComponent(q)}`)
    return body.items.map(({ kind, title }: Hit) => `${kind}: ${title}`).sort()
  }

  it('shows a member all they may see, whatever the accents', async () => {
    expect(await titles(agent, 'TAMARIS')).to.deep.equal([
      'gatherings: Fête du tamaris',
      'gatherings: Tamaris à huis clos',
      'members: Zélie Tamaris',
      'resources: Réparer un tamaris',
      'resources: Tamaris secret',
      'spaces: Le Tamaris',
      'threads: Où planter un tamaris ?',
    ])
    // What has every word comes first; what lacks the one that says less may follow.
    const { body } = await agent.getJson('/recherche?q=reparer+tamar')
    expect(body.items[0]).to.include({ kind: 'resources', title: 'Réparer un tamaris' })
  })

  it('shows a visitor what is public, and counts nothing else', async () => {
    expect(await titles(aVisitor(hub), 'tamaris')).to.deep.equal([
      'gatherings: Fête du tamaris',
      'resources: Réparer un tamaris',
      'spaces: Le Tamaris',
    ])
    const page = await aVisitor(hub).get('/recherche?q=tamaris')
    expect(page.text).not.to.match(/secret|huis clos|planter|Zélie/)
  })

  it('shows collections and groups to whom they are for', async () => {
    const member = await signedInAs(hub, 'volunteer')
    const made = async (title: string, more: object) => {
      const reply = await agent.postJson('/collections', { title, ...more })
      expect(reply.status, reply.text).to.equal(201)
    }
    await made('Roseaux pour tous', { audience: 'public' })
    await made('Roseaux du réseau', { audience: 'network' })
    await made('Roseaux à moi', { audience: 'personal' })
    const group = async (title: string, kind: string) => {
      const reply = await agent.postJson('/groupes', { title, kind, purpose: 'x' })
      expect(reply.status, reply.text).to.equal(201)
    }
    await group('Les roseaux ouverts', 'open')
    await group('Les roseaux secrets', 'private')
    const shared = ['collections: Roseaux du réseau', 'collections: Roseaux pour tous']
    expect(await titles(aVisitor(hub), 'roseaux')).to.deep.equal(shared.slice(1))
    expect(await titles(member, 'roseaux')).to.deep.equal([
      ...shared,
      'groups: Les roseaux ouverts',
    ])
    expect(await titles(agent, 'roseaux')).to.deep.equal(
      [
        ...shared,
        'collections: Roseaux à moi',
        'groups: Les roseaux ouverts',
        'groups: Les roseaux secrets',
      ].sort(),
    )
    const page = (await member.get('/recherche?q=roseaux&type=collections')).text
    expect(page).to.contain('/collections/roseaux-pour-tous').and.not.to.contain('à moi')
  })

  it('answers nothing to nothing, and to what no word is made of', async () => {
    for (const q of ['', '   ', '.*', '$ne', '((((', '%00']) {
      expect(await titles(agent, q), q).to.deep.equal([])
    }
    expect((await agent.get(`/recherche?q=${'a'.repeat(5000)}`)).status).to.equal(200)
  })
})
