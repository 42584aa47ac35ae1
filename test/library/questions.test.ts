import { expect } from 'chai'
import { forgetAll } from '../../server/platform/memory.ts'
import { aGroup } from '../support/groups.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { aResource, aTitle } from './support/resources.ts'

describe('Questions about a resource', () => {
  const hub = useHub()

  it('begin from its page, in a form that knows it, and are listed there', async () => {
    const agent = await signedInAs(hub, 'volunteer')
    const { slug, title } = await aResource({ title: aTitle() })
    const page = await agent.get(`/ressources/${slug}`)
    expect(page.text).to.contain(`/discussions/nouvelle?ressource=${slug}`)
    const form = await agent.get(`/discussions/nouvelle?ressource=${slug}`)
    expect(form.text).to.contain(`name="resource" value="${slug}"`).and.to.contain(title)
    const words = { title: 'Et sans réseau ?', body: 'Comment faire ?', resource: slug }
    const again = await agent.post('/discussions', { ...words, body: '' })
    expect(again.status).to.equal(422)
    expect(again.text).to.contain(`name="resource" value="${slug}"`)
    const asked = await agent.post('/discussions', words)
    const thread = await agent.getJson(asked.location ?? '')
    expect(thread.body.resource).to.deep.include({ slug, title })
    expect((await agent.get(asked.location ?? '')).text).to.contain(`/ressources/${slug}`)
    expect((await agent.get(`/ressources/${slug}`)).text).to.contain('Et sans réseau')
    const visitor = await aVisitor(hub).get(`/ressources/${slug}`)
    expect(visitor.text).not.to.contain('Et sans réseau')
  })

  it('stay in the group of the resource, and name nothing to others', async () => {
    const [keeper, outsider] = [await signedInAs(hub), await signedInAs(hub)]
    const { audience } = await aGroup(keeper, 'private')
    forgetAll()
    const { slug, title } = await aResource({ title: aTitle(), audience }, keeper.member)
    const form = await keeper.get(`/discussions/nouvelle?ressource=${slug}`)
    expect(form.text).to.contain(`value="${audience}" selected`)
    expect((await outsider.get(`/discussions/nouvelle?ressource=${slug}`)).text).not.to.contain(
      title,
    )
    const words = { title: 'Question', body: 'Alors ?', resource: slug }
    expect((await outsider.postJson('/discussions', words)).status).to.equal(422)
    const wide = (await keeper.postJson('/discussions', { ...words, audience: 'network' })).body
    expect((await outsider.getJson(wide.url)).body.resource).to.equal(null)
    expect((await keeper.getJson(wide.url)).body.resource).to.deep.include({ slug })
  })
})
