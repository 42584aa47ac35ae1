import { expect } from 'chai'
import { AuditEntry } from '../../models/audit-entry.ts'
import { Decision } from '../../models/decision.ts'
import { aResource } from '../library/support/resources.ts'
import { useHub } from '../support/hub.ts'
import { reported, WHY } from '../support/moderation.ts'
import { aVisitor, signedInAs } from '../support/people.ts'

describe('A collection that was reported', () => {
  const hub = useHub()

  it('is hidden from all but its author and the coordination, who cannot share it, and comes back', async () => {
    const [author, reader] = [await signedInAs(hub), await signedInAs(hub, 'volunteer')]
    const coordinator = await signedInAs(hub, 'coordinator')
    const { slug } = await aResource()
    const shared = { title: 'Des mots de trop', audience: 'public', resource: slug }
    const { url } = (await author.postJson('/collections', shared)).body
    const subject = await reported(reader, url)
    expect((await coordinator.getJson(subject)).body).to.include({ kind: 'collection' })
    expect((await coordinator.postJson(`${subject}/masquage`, WHY)).status).to.equal(200)

    for (const agent of [reader, aVisitor(hub)]) {
      for (const path of [url, `${url}.zip`]) expect((await agent.get(path)).status).to.equal(404)
      expect((await agent.get('/collections')).text).not.to.contain('mots de trop')
    }
    for (const agent of [author, coordinator])
      expect((await agent.get(url)).text).to.contain('Masquée par la modération')
    for (const agent of [author, coordinator]) {
      const again = await agent.postJson(`${url}/modifier`, { audience: 'public' })
      expect(again.status).to.equal(403)
      expect((await agent.postJson(`${url}/ressources`, { resource: slug })).status).to.equal(403)
    }
    expect((await author.get(`/ressources/${slug}`)).text).not.to.contain(`${url}/ressources`)
    const target = (await author.getJson(url)).body.id
    expect(await Decision.countDocuments({ kind: 'collection', target })).to.equal(1)
    expect(await AuditEntry.countDocuments({ act: 'content.hidden', targetId: target })).to.equal(1)

    await coordinator.postJson(`${subject}/retablissement`, WHY)
    expect((await aVisitor(hub).get(url)).text).to.contain('Des mots de trop')
    expect((await author.postJson(`${url}/modifier`, { summary: 'Mieux' })).status).to.equal(200)
  })
})
