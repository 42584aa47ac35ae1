import { expect } from 'chai'
import { Draft } from '../../../models/draft.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'
import { aTitle } from '../support/resources.ts'
import { DRAFTS, formOf } from './support.ts'

describe('Two people who change the same resource', () => {
  const hub = useHub()

  async function aSheet() {
    const me = await signedInAs(hub, 'animateur')
    const other = await signedInAs(hub, 'coordinator', { name: 'Ronan' })
    const { body } = await me.postJson('/ressources', {
      ...{ kind: 'sheet', title: aTitle(), summary: 'Avant', body: 'Un\n\nDeux\n\nTrois' },
      ...{ publics: ['Seniors'], cost: 'gratuit' },
      steps: [{ title: 'Accueil', minutes: 10, body: 'Bonjour' }],
    })
    return { me, other, url: String(body.url), title: String(body.title), slug: String(body.slug) }
  }
  type Sheet = Awaited<ReturnType<typeof aSheet>>

  const mine = ({ title }: Sheet, fields: Record<string, string>) =>
    formOf({
      ...{ kind: 'sheet', title, summary: 'Avant', body: 'Un\n\nDeux\n\nTrois', cost: 'gratuit' },
      ...{ publics: 'seniors', audience: 'public', licence: 'CC BY-SA 4.0', version: '1' },
      ...{ 'steps[0][title]': 'Accueil', 'steps[0][minutes]': '10', 'steps[0][body]': 'Bonjour' },
      ...fields,
    })

  it('get what both wrote, when it does not contradict, and lose nothing meanwhile', async () => {
    const sheet = await aSheet()
    const { me, other, url } = sheet
    await other.postJson(`${url}/modifier`, { body: 'Un\n\nDeux\n\nTrois, par Ronan' })
    const form = mine(sheet, { body: 'Un, par moi\n\nDeux\n\nTrois', cost: '3 €' })
    form.set('files', new Blob(['Ma note']), 'note.txt')
    const page = await me.post(`${url}/modifier`, form)
    expect(page.status).to.equal(409)
    expect(page.text).to.contain('Ronan a enregistré une nouvelle version')
    expect(page.text).to.contain('Rien ne se contredit')
    expect((await aVisitor(hub).getJson(url)).body.version).to.equal(2)

    const merged = await me.post(`${url}/fusion`, { version: '2' })
    expect(merged.location).to.equal(`${url}/modifier`)
    const again = (await me.get(`${url}/modifier`)).text
    expect(again).to.contain('Un, par moi\n\nDeux\n\nTrois, par Ronan</textarea>')
    expect(again).to.contain('value="3 €"').and.contain('note.txt')
    expect(again).to.match(/name="version" value="2"/)
    const draft = await Draft.findOne({ member: me.member._id }).lean()
    const saved = await me.postJson(`${url}/modifier`, {
      ...draft?.values,
      version: 2,
      draft: String(draft?._id),
    })
    expect(saved.body).to.deep.include({ version: 3, cost: '3 €', publics: ['seniors'] })
    expect(saved.body.body).to.equal('Un, par moi\n\nDeux\n\nTrois, par Ronan')
    expect(saved.body.attachments.map((one: { name: string }) => one.name)).to.deep.equal([
      'note.txt',
    ])
    expect(await Draft.countDocuments({ member: me.member._id })).to.equal(0)
  })

  it('choose, one by one, where both changed the same thing', async () => {
    const sheet = await aSheet()
    const { me, other, url } = sheet
    await other.postJson(`${url}/modifier`, {
      ...{ summary: 'Le sien', body: 'Un\n\nDeux à lui\n\nTrois' },
      steps: [{ title: 'Accueil', minutes: 20, body: 'Bonjour' }],
    })
    const typed = {
      summary: 'Le mien',
      body: 'Un\n\nDeux à moi\n\nTrois',
      'steps[0][minutes]': '15',
    }
    const page = await me.post(`${url}/modifier`, mine(sheet, typed))
    expect(page.status).to.equal(409)
    const asked = [...page.text.matchAll(/name="choices\[([^\]]+)\]" value="theirs"/g)].map(
      ([, id]) => id,
    )
    expect(asked).to.have.members(['summary', 'body.1', 'steps.0.minutes'])
    for (const words of ['Le mien', 'Le sien', 'Deux à moi', 'Deux à lui'])
      expect(page.text).to.contain(words)
    await me.post(`${url}/fusion`, {
      ...{ version: '2', 'choices[summary]': 'theirs', 'choices[body.1]': 'both' },
      ...{ 'choices[steps.0.minutes]': 'mine' },
    })
    const { values } = (await Draft.findOne({ member: me.member._id }).lean()) ?? {}
    expect(values).to.deep.include({ summary: 'Le sien' })
    expect(values.body).to.contain('Deux à moi').and.contain('Deux à lui')
    expect(values.steps[0]).to.deep.include({ minutes: '15' })
  })

  it('are shown the newest version again when a third one comes in between', async () => {
    const sheet = await aSheet()
    const { me, other, url } = sheet
    await other.postJson(`${url}/modifier`, { summary: 'Deuxième' })
    await me.post(`${url}/modifier`, mine(sheet, { summary: 'Le mien' }))
    await other.postJson(`${url}/modifier`, { summary: 'Troisième' })
    const page = await me.post(`${url}/fusion`, { version: '2', 'choices[summary]': 'mine' })
    expect(page.status).to.equal(409)
    expect(page.text).to.contain('Troisième').and.contain('name="version" value="3"')
  })

  it('are told when they open the form again, and alone may merge', async () => {
    const sheet = await aSheet()
    const { me, other, url, slug } = sheet
    await me.postJson(DRAFTS, { resource: slug, summary: 'Le mien', title: 'Mon titre' })
    expect((await me.get(`${url}/fusion`)).location).to.equal(`${url}/modifier`)
    await other.postJson(`${url}/modifier`, { summary: 'Le sien' })
    const form = (await me.get(`${url}/modifier`)).text
    expect(form).to.contain(`href="${url}/fusion"`)
    expect((await me.get(`${url}/fusion`)).status).to.equal(200)
    const admin = await signedInAs(hub, 'admin')
    for (const agent of [admin, other]) {
      expect((await agent.get(`${url}/fusion`)).status).to.equal(404)
      expect((await agent.postJson(`${url}/fusion`, { version: 2 })).status).to.equal(404)
    }
    expect((await (await signedInAs(hub)).get(`${url}/fusion`)).status).to.equal(403)
  })

  it('as programs, are refused as before', async () => {
    const { me, other, url } = await aSheet()
    await other.postJson(`${url}/modifier`, { summary: 'Le sien' })
    const { status } = await me.postJson(`${url}/modifier`, { version: 1, summary: 'Le mien' })
    expect(status).to.equal(409)
    expect(await Draft.countDocuments({ member: me.member._id })).to.equal(0)
  })
})
