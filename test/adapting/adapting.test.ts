import { expect } from 'chai'
import { Member } from '../../models/member.ts'
import { Resource } from '../../models/resource.ts'
import { aTitle, SHEET } from '../library/support/resources.ts'
import { aGroup } from '../support/groups.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'

type Agent = Awaited<ReturnType<typeof signedInAs>>

const PDF = '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'

async function aSheet(author: Agent, fields: object = {}) {
  const { body } = await author.postJson('/ressources', { ...SHEET, title: aTitle(), ...fields })
  return body
}

describe('Adapting a resource', () => {
  const hub = useHub()

  it('makes a copy of one’s own, words and files, which says where it comes from', async () => {
    const author = await signedInAs(hub)
    const { url, title, steps } = await aSheet(author)
    const form = new FormData()
    form.set('files', new Blob([PDF], { type: 'application/pdf' }), 'note.pdf')
    await author.send('POST', `${url}/pieces-jointes`, { form })
    const { body: before } = await author.getJson(url)
    const [file] = before.attachments
    await author.postJson(`${url}/modifier`, { body: `Voir ![le plan](${file.url})` })
    const adapter = await signedInAs(hub)
    expect((await adapter.get(`${url}/adapter`)).text).to.contain('CC BY-SA 4.0')
    const reply = await adapter.post(`${url}/adaptations`, { title: 'Chez nous' })
    expect(reply.status).to.equal(303)
    const address = String(reply.headers.get('location'))
    const { body: copy } = await adapter.getJson(address)
    expect(copy).to.deep.include({ title: 'Chez nous', steps, version: 1, state: 'published' })
    expect(copy.author.id).to.equal(String(adapter.member._id))
    expect(copy.licence).to.equal('CC BY-SA 4.0')
    expect(copy.body).to.contain(copy.attachments[0].url).and.not.contain(file.url)
    const [origin] = copy.adaptedFrom.ancestors
    expect(origin).to.deep.include({ title, url, version: 2, licence: 'CC BY-SA 4.0' })
    expect(origin.credit).to.contain(title).and.contain(author.member.name)
    expect((await aVisitor(hub).get(address)).text).to.contain(author.member.name)
    expect((await adapter.get(`${address}.md`)).text).to.contain('credits:')
    await author.postJson(`${url}/pieces-jointes/${file.id}/suppression`)
    expect((await adapter.get(copy.attachments[0].url)).text).to.equal(PDF)
  })

  it('credits the whole ancestry, whatever became of it', async () => {
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => signedInAs(hub)))
    if (!first || !second || !third) throw new Error('three people')
    const sheet = await aSheet(first)
    const { body: copy } = await second.postJson(`${sheet.url}/adaptations`, { title: aTitle() })
    const { body: last } = await third.postJson(`${copy.url}/adaptations`, { title: aTitle() })
    const told = async () => (await third.getJson(last.url)).body.adaptedFrom.ancestors
    expect((await told()).map((one: { title: string }) => one.title)).to.deep.equal([
      copy.title,
      sheet.title,
    ])
    await first.postJson(`${sheet.url}/archive`)
    expect((await told())[1]).to.deep.include({ title: sheet.title, url: null })
    await Resource.updateOne({ slug: copy.slug }, { $set: { state: 'hidden' } })
    expect((await told())[0]).to.deep.include({ title: null, url: null })
    await Resource.deleteOne({ slug: sheet.slug })
    await Member.deleteOne({ _id: first.member._id })
    const [, gone] = await told()
    expect(gone).to.deep.include({ title: sheet.title, url: null, author: null })
    expect(gone.credit).to.contain('Ancien membre').and.not.contain(first.member.name)
    expect((await third.get(last.url)).text).to.contain('Ancien membre')
  })

  it('takes only a licence that the original allows, then and later', async () => {
    const author = await signedInAs(hub)
    const { url } = await aSheet(author)
    const adapter = await signedInAs(hub)
    const wrong = await adapter.postJson(`${url}/adaptations`, { licence: 'CC BY' })
    expect(wrong.status).to.equal(422)
    expect(wrong.body.errors).to.have.keys('licence')
    const { body: copy } = await adapter.postJson(`${url}/adaptations`, {})
    const later = await adapter.postJson(`${copy.url}/modifier`, { licence: 'CC0' })
    expect(later.body.errors).to.have.keys('licence')
    expect((await adapter.postJson(`${copy.url}/modifier`, { summary: 'Oui' })).status).to.equal(
      200,
    )
  })

  it('is refused with a reason where the licence forbids it, until the author agrees', async () => {
    const author = await signedInAs(hub)
    const { url } = await aSheet(author, { licence: 'Tous droits réservés' })
    const adapter = await signedInAs(hub)
    const page = await adapter.get(`${url}/adapter`)
    expect(page.status).to.equal(200)
    expect(page.text)
      .to.contain('Tous les droits sont réservés')
      .and.not.contain('<form class="stack"')
    expect((await adapter.postJson(`${url}/adaptations`, {})).status).to.equal(422)
    const agreement = `${url}/adaptations/accord`
    for (const agent of [adapter, await signedInAs(hub, 'admin')])
      expect((await agent.postJson(agreement, { agreed: true })).status).to.equal(403)
    await author.postJson(agreement, { agreed: true })
    const { body: copy, status } = await adapter.postJson(`${url}/adaptations`, {})
    expect(status).to.equal(201)
    expect(copy.licence).to.equal('All rights reserved')
    await author.post(agreement, { agreed: '0' })
    expect((await adapter.postJson(`${url}/adaptations`, {})).status).to.equal(422)
    expect((await author.postJson(`${url}/adaptations`, { licence: 'CC0' })).status).to.equal(201)
  })

  it('is for members who may read it, and goes to review from a volunteer', async () => {
    const author = await signedInAs(hub, 'volunteer')
    const { url } = await aSheet(author)
    const other = await signedInAs(hub, 'volunteer')
    expect((await other.postJson(`${url}/adaptations`, {})).status).to.equal(404)
    await (await signedInAs(hub)).postJson(`${url}/publication`)
    expect((await aVisitor(hub).postJson(`${url}/adaptations`, {})).status).to.equal(401)
    const { body: copy } = await other.postJson(`${url}/adaptations`, {})
    expect(copy.state).to.equal('review')
  })

  it('tells nobody outside what a group keeps to itself, unless its keeper does', async () => {
    const keeper = await signedInAs(hub)
    const inside = await signedInAs(hub)
    const group = await aGroup(keeper, 'private', [inside.member])
    const { url } = await aSheet(keeper, { audience: group.audience })
    for (const audience of ['network', 'public']) {
      const wide = await inside.postJson(`${url}/adaptations`, { audience })
      expect(wide.status, audience).to.equal(422)
    }
    const { body: copy } = await inside.postJson(`${url}/adaptations`, {})
    expect(copy.audience).to.equal(group.audience)
    const out = { audience: 'network' }
    expect((await inside.postJson(`${copy.url}/audience`, out)).status).to.equal(422)
    expect((await inside.postJson(`${copy.url}/modifier`, out)).status).to.equal(422)
    expect((await (await signedInAs(hub)).postJson(`${url}/adaptations`, {})).status).to.equal(404)
    expect((await keeper.postJson(`${url}/adaptations`, out)).status).to.equal(201)
  })

  it('is listed with the original, for who may see it', async () => {
    const author = await signedInAs(hub)
    const { url } = await aSheet(author)
    const adapter = await signedInAs(hub)
    await adapter.postJson(`${url}/adaptations`, { title: 'Pour tous' })
    await adapter.postJson(`${url}/adaptations`, { title: 'Entre nous', audience: 'network' })
    const titles = async (agent: { getJson: Agent['getJson'] }) =>
      (await agent.getJson(`${url}/adaptations`)).body.items.map(
        (one: { title: string }) => one.title,
      )
    expect(await titles(author)).to.deep.equal(['Entre nous', 'Pour tous'])
    expect(await titles(aVisitor(hub))).to.deep.equal(['Pour tous'])
    expect((await author.get(url)).text).to.contain('2 adaptations')
    expect((await aVisitor(hub).get(url)).text).to.contain('1 adaptation')
  })
})
