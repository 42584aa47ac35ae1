import { expect } from 'chai'
import { Category } from '../../models/category.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { aThread } from '../support/threads.ts'

const ADDRESS = '/administration/categories'

describe('categories of discussions', () => {
  const hub = useHub()
  let admin: Awaited<ReturnType<typeof signedInAs>>

  before(async () => {
    admin = await signedInAs(hub, 'admin')
  })

  beforeEach(async () => {
    await Category.deleteMany({})
  })

  const add = async (name: string) => (await admin.postJson(ADDRESS, { name })).body

  it('do not exist for anybody but administrators', async () => {
    const { id } = await add('Entraide')
    const coordinator = await signedInAs(hub, 'coordinator')
    for (const agent of [aVisitor(hub), await signedInAs(hub), coordinator]) {
      for (const path of [ADDRESS, `${ADDRESS}/${id}`])
        expect((await agent.getJson(path)).status).to.equal(404)
      for (const path of [ADDRESS, `${ADDRESS}/${id}`, `${ADDRESS}/${id}/suppression`])
        expect((await agent.postJson(path, { name: 'Autre' })).status).to.equal(404)
    }
    expect((await Category.findById(id).lean())?.name).to.equal('Entraide')
  })

  it('are added one after the other, with a slug of their name', async () => {
    const first = await admin.postJson(ADDRESS, { name: 'Entraide', tone: 'wheat' })
    expect(first.status).to.equal(201)
    expect(first.body).to.include({ slug: 'entraide', tone: 'wheat', order: 0 })
    expect(await add('Fablabs et Repair Cafés')).to.include({ order: 1 })
    const page = await admin.get(ADDRESS)
    expect(page.text).to.include('Fablabs et Repair Cafés')
    const form = await admin.post(ADDRESS, { name: 'Technique', order: '' })
    expect([form.status, form.location]).to.deep.equal([303, ADDRESS])
  })

  it('are renamed, coloured and ordered, and keep their address', async () => {
    const [, second] = [await add('Entraide'), await add('Technique')]
    const change = { name: 'Dépannage', nameEn: 'Repairs', tone: 'brick', order: '0' }
    const reply = await admin.post(`${ADDRESS}/${second.id}`, change)
    expect(reply.location).to.equal(ADDRESS)
    const { body } = await admin.getJson(`${ADDRESS}/${second.id}`)
    expect(body).to.include({ name: 'Dépannage', slug: 'technique', tone: 'brick', order: 0 })
    const english = { cookie: `${admin.cookie}; langue=en` }
    expect((await admin.get('/discussions', english)).text).to.include('Repairs')
  })

  it('say what is wrong in a form', async () => {
    for (const wrong of [{}, { name: { $ne: null } }, { name: 'Oui', tone: 'rose' }])
      expect((await admin.postJson(ADDRESS, wrong)).status).to.equal(422)
    const { id } = await add('Entraide')
    const page = await admin.post(`${ADDRESS}/${id}`, { name: '' })
    expect(page.status).to.equal(422)
    expect(page.text).to.include('aria-invalid="true"')
  })

  it('are removed only when no discussion stands in them', async () => {
    const { id } = await add('Entraide')
    await aThread(admin.member)
    const refused = await admin.postJson(`${ADDRESS}/${id}/suppression`)
    expect(refused.status).to.equal(409)
    expect(refused.body.error.code).to.equal('categoryUsed')
    expect((await admin.get(`${ADDRESS}/${id}`)).text).to.not.include('/suppression')
    const empty = await add('Vide')
    expect((await admin.postJson(`${ADDRESS}/${empty.id}/suppression`)).status).to.equal(204)
    expect((await admin.getJson(`${ADDRESS}/${empty.id}`)).status).to.equal(404)
  })
})
