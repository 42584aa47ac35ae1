import { expect } from 'chai'
import { Resource } from '../../../models/resource.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'
import { aResource, aTitle } from '../support/resources.ts'

describe('Leading a workshop with its sheet', () => {
  const hub = useHub()

  it('shows every step to who has no script, with ways from one to the next', async () => {
    const { slug } = await aResource({ title: aTitle() })
    const { status, text } = await aVisitor(hub).get(`/ressources/${slug}/animer`)
    expect(status).to.equal(200)
    expect(text).to.contain('id="etape-1"').and.to.contain('id="etape-2"')
    expect(text).to.contain('href="#etape-2"').and.to.contain('Tour de table')
    expect(text).not.to.contain('<section hidden')
  })

  it('is the same page for whoever reads it: nothing of them stays in a browser', async () => {
    const { slug } = await aResource({ title: aTitle() })
    const [member, visitor] = [await signedInAs(hub, 'admin'), aVisitor(hub)]
    const pages = await Promise.all(
      [member, visitor].map(one => one.get(`/ressources/${slug}/animer`)),
    )
    expect(pages[0]?.text).to.equal(pages[1]?.text)
  })

  it('stays in the browser by itself only when everybody may read it', async () => {
    const author = await signedInAs(hub)
    const open = await aResource({ title: aTitle() }, author.member)
    const reserved = await aResource({ title: aTitle(), audience: 'network' }, author.member)
    const read = async (slug: string) => (await author.get(`/ressources/${slug}/animer`)).text
    expect(await read(open.slug))
      .to.contain('data-alone="720"')
      .and.not.to.contain('data-keep')
    expect(await read(reserved.slug))
      .to.contain('data-keep="12"')
      .and.not.to.contain('data-alone')
    await Resource.updateOne({ _id: open._id }, { $set: { state: 'archived' } })
    expect(await read(open.slug)).not.to.contain('data-alone')
  })

  it('answers as JSON, and tells of a resource without steps', async () => {
    const { slug } = await aResource({ title: aTitle() })
    const { body } = await aVisitor(hub).getJson(`/ressources/${slug}/animer`)
    expect(body.steps.map((step: { minutes: number }) => step.minutes)).to.deep.equal([20, 70])
    expect(body).to.include({ stepsMinutes: 90, resource: `/ressources/${slug}` })
    const plain = await aResource({
      title: aTitle(),
      kind: 'guide',
      steps: [],
      body: 'Tout **seul**.',
    })
    const { text } = await aVisitor(hub).get(`/ressources/${plain.slug}/animer`)
    expect(text).to.contain('<strong>seul</strong>').and.not.to.contain('lead.js')
  })

  it('does not exist for those who may not see the sheet', async () => {
    const reserved = await aResource({ title: aTitle(), audience: 'network' })
    const hidden = await aResource({ title: aTitle() })
    await Resource.updateOne({ _id: hidden._id }, { $set: { state: 'hidden' } })
    const author = await signedInAs(hub, 'volunteer')
    const draft = await aResource({ title: aTitle() }, author.member)
    for (const { slug } of [reserved, hidden, draft])
      expect((await aVisitor(hub).get(`/ressources/${slug}/animer`)).status).to.equal(404)
    const volunteer = await signedInAs(hub, 'volunteer')
    expect((await volunteer.get(`/ressources/${reserved.slug}/animer`)).status).to.equal(200)
    expect((await volunteer.get(`/ressources/${draft.slug}/animer`)).status).to.equal(404)
  })

  it('is kept by a script that asks the network first', async () => {
    const reply = await aVisitor(hub).get('/ressources/hors-ligne.js')
    expect(reply.status).to.equal(200)
    expect(reply.headers.get('content-type')).to.contain('javascript')
    expect(reply.headers.get('cache-control')).to.equal('no-cache')
  })
})
