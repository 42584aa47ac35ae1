import { expect } from 'chai'
import { AuditEntry } from '../../models/audit-entry.ts'
import { aResource } from '../library/support/resources.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { foundBy } from '../support/searches.ts'

const ADDRESS = '/administration/synonymes'

describe('synonyms', () => {
  const hub = useHub()

  it('begin with the usual words, which the coordination replaces at once', async () => {
    await aResource({ title: 'Une escroquerie au faux conseiller' })
    await aResource({ title: 'Cultiver des topinambours' })
    expect(await foundBy(undefined, 'phishing')).to.have.length(1)
    expect(await foundBy(undefined, 'patate')).to.deep.equal([])
    const agent = await signedInAs(hub, 'coordinator')
    const page = await agent.get(ADDRESS)
    expect(page.text).to.include('mail, courriel, e-mail')
    const sent = await agent.post(ADDRESS, { groups: 'patate, topinambour', version: '0' })
    expect(sent.location).to.equal(ADDRESS)
    expect(await foundBy(undefined, 'patate')).to.have.length(1)
    expect(await foundBy(undefined, 'phishing')).to.deep.equal([])
    expect(await AuditEntry.exists({ act: 'search.synonyms' })).not.to.equal(null)
  })

  it('are not overwritten unseen, and want two words a line', async () => {
    const agent = await signedInAs(hub, 'coordinator')
    const { version } = (await agent.getJson(ADDRESS)).body
    expect((await agent.postJson(ADDRESS, { groups: 'a, b', version })).status).to.equal(200)
    expect((await agent.postJson(ADDRESS, { groups: 'c, d', version })).status).to.equal(409)
    const alone = await agent.postJson(ADDRESS, { groups: 'seul', version: version + 1 })
    expect(alone.status).to.equal(422)
  })

  it('are the coordination’s alone', async () => {
    for (const role of ['volunteer', 'animateur'] as const) {
      const agent = await signedInAs(hub, role)
      expect((await agent.getJson(ADDRESS)).status).to.equal(404)
      expect((await agent.postJson(ADDRESS, { groups: 'a, b', version: 0 })).status).to.equal(404)
    }
    expect((await aVisitor(hub).getJson(ADDRESS)).status).to.be.oneOf([401, 404])
  })
})
