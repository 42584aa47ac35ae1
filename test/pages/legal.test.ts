import { expect } from 'chai'
import { AuditEntry } from '../../models/audit-entry.ts'
import { LegalPage } from '../../models/legal-page.ts'
import { Member } from '../../models/member.ts'
import { addMember } from '../../server/people/members/new-member.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'

const EDIT = '/administration/pages'
const PRIVACY = `${EDIT}/donnees-personnelles`
const FACTS = {
  publisher: 'Région *Bretagne*',
  address: '283 avenue du Général Patton, Rennes',
  director: 'Gwenaëlle Tanguy',
  host: 'Le Datacentre, 02 99 00 00 00',
  contact: 'contact@example.org',
  dataContact: 'dpo@example.org',
}

describe('the legal pages', () => {
  const hub = useHub()
  let admin: Awaited<ReturnType<typeof signedInAs>>

  before(async () => {
    admin = await signedInAs(hub, 'admin')
  })
  beforeEach(async () => {
    await LegalPage.deleteMany({})
    await admin.postJson(EDIT, {})
  })

  it('are complete before anybody has said anything, in both languages', async () => {
    const visitor = aVisitor(hub)
    for (const path of ['mentions-legales', 'donnees-personnelles', 'accessibilite'])
      for (const langue of ['fr', 'en']) {
        await visitor.post('/preferences', { langue })
        const { text, status } = await visitor.get(`/${path}`)
        expect(status).to.equal(200)
        expect(text).not.to.match(/\{\{|pages\.|undefined/)
      }
    expect((await visitor.get('/accessibilite')).text).to.include('Libre réponse 71120')
  })

  it('name who publishes, hosts and answers, as the network says, at once and as plain words', async () => {
    const visitor = aVisitor(hub)
    await visitor.get('/mentions-legales')
    expect((await admin.postJson(EDIT, FACTS)).status).to.equal(200)
    const { text } = await visitor.get('/mentions-legales')
    for (const said of [FACTS.address, FACTS.director, FACTS.host, 'Région *Bretagne*'])
      expect(text).to.include(said)
    expect(text).to.include('mailto:contact@example.org')
    expect((await visitor.get('/donnees-personnelles')).text).to.include('mailto:dpo@example.org')
    const partly = await admin.postJson(EDIT, { ...FACTS, compliance: 'partial' })
    expect(partly.body.compliance).to.equal('partial')
    const statement = (await visitor.get('/accessibilite')).text
    expect(statement).to.include('<strong>partiellement conforme</strong>')
    expect(statement.replace(/\u00a0/g, ' ')).to.include('Accessibilité : partiellement conforme')
    const hostile = { publisher: '<script>alert(1)</script> [x](javascript:alert(1))' }
    await admin.postJson(EDIT, hostile)
    const after = (await visitor.get('/mentions-legales')).text
    expect(after).not.to.include('<script>alert').and.not.include('href="javascript')
    expect((await admin.postJson(EDIT, { contact: 'pas une adresse' })).status).to.equal(422)
    expect((await admin.postJson(EDIT, { publisher: { $gt: '' } })).status).to.equal(422)
  })

  it('are rewritten by administrators, looked at before, kept version by version, and reset', async () => {
    const visitor = aVisitor(hub)
    const words = { fr: '## Nous\n\nBonjour **toi**.', en: '## Us\n\nHello.' }
    const shown = await admin.post(`${PRIVACY}/apercu`, { ...words, version: '0' })
    expect(shown.text).to.include('<strong>toi</strong>')
    expect(await LegalPage.countDocuments()).to.equal(0)
    const saved = await admin.postJson(PRIVACY, { ...words, version: 0 })
    expect(saved.body).to.include({ name: 'privacy', version: 1, important: false })
    const { text } = await visitor.get('/donnees-personnelles')
    expect(text).to.include('<strong>toi</strong>').and.include('Combien de temps')
    expect((await LegalPage.findOne().lean())?.fr?.html).to.include('<strong>toi</strong>')
    // Somebody else had the page open since before.
    expect((await admin.postJson(PRIVACY, { ...words, version: 0 })).status).to.equal(409)
    const both = await Promise.all(
      [1, 2].map(() => admin.postJson(PRIVACY, { ...words, version: 1 })),
    )
    expect(both.map(({ status }) => status)).to.have.members([200, 409])
    const reset = await admin.postJson(`${PRIVACY}/retablissement`, { version: 2 })
    expect(reset.body).to.include({ version: 3, own: true })
    expect((await visitor.get('/donnees-personnelles')).text).to.include('Qui en répond')
    const { body } = await admin.getJson(PRIVACY)
    expect(body.history.map(({ version }: { version: number }) => version)).to.deep.equal([3, 2, 1])
    expect((await admin.getJson(`${PRIVACY}/versions/1`)).body.fr).to.equal(words.fr)
    expect((await admin.getJson(`${PRIVACY}/versions/9`)).status).to.equal(404)
    const acts = await AuditEntry.find({ targetKind: 'page' }).sort({ seq: 1 }).lean()
    expect(acts.map(({ act }) => act)).to.deep.equal([
      ...['page.changed', 'page.changed', 'page.reset'],
    ])
  })

  it('take Markdown and nothing that runs', async () => {
    const fr =
      '<img src=x onerror=alert(1)> [clic](javascript:alert(1)) ![](https://x.example/p.png)'
    await admin.postJson(`${EDIT}/mentions-legales`, { fr, en: 'x' })
    const { text } = await aVisitor(hub).get('/mentions-legales')
    expect(text).not.to.match(/<img src=x|href="javascript|x\.example\/p\.png"/)
    const wrong = { fr: { $ne: '' }, en: 'x' }
    expect((await admin.postJson(`${EDIT}/mentions-legales`, wrong)).status).to.equal(422)
    expect((await admin.post(`${EDIT}/mentions-legales`, { fr: '', en: 'x' })).status).to.equal(422)
    expect((await admin.postJson(`${EDIT}/autre`, { fr: 'x', en: 'x' })).status).to.equal(404)
  })

  it('are nobody else’s to write', async () => {
    const outsiders = [
      aVisitor(hub),
      await signedInAs(hub, 'volunteer'),
      await signedInAs(hub, 'animateur'),
      await signedInAs(hub, 'coordinator'),
    ]
    for (const agent of outsiders) {
      for (const path of [EDIT, PRIVACY, `${PRIVACY}/versions/1`]) {
        expect((await agent.get(path)).status, path).to.equal(404)
        expect((await agent.getJson(path)).status, path).to.equal(404)
      }
      for (const path of [EDIT, PRIVACY, `${PRIVACY}/apercu`, `${PRIVACY}/retablissement`])
        expect((await agent.postJson(path, { fr: 'x', en: 'x' })).status, path).to.equal(404)
    }
    expect(await LegalPage.countDocuments()).to.equal(0)
  })

  describe('when the page on personal data changes', () => {
    const LINE = 'La page « Données personnelles » a changé.'
    const seen = (text: string) => text.replace(/\u00a0|\u202f/g, ' ').includes(LINE)

    it('in an important way, members are told by a line until they say that they have read it', async () => {
      const member = await signedInAs(hub)
      const program = { fr: 'Texte', en: 'Text' }
      await admin.postJson(PRIVACY, program)
      expect(seen((await member.get('/')).text)).to.equal(false)
      await admin.postJson(PRIVACY, { ...program, important: true })
      for (const path of ['/', '/discussions'])
        expect(seen((await member.get(path)).text), path).to.equal(true)
      expect(seen((await aVisitor(hub).get('/')).text)).to.equal(false)
      const read = await member.post('/compte/donnees/lu', { retour: '/discussions' })
      expect([read.status, read.location]).to.deep.equal([303, '/discussions'])
      await member.post('/compte/donnees/lu', { retour: '//ailleurs.example' })
      expect(seen((await member.get('/')).text)).to.equal(false)
      const { consents } = (await Member.findById(member.member._id).lean()) ?? {}
      expect(consents?.map(({ page, version }) => [page, version])).to.deep.equal([['privacy', 2]])
      await admin.postJson(PRIVACY, program)
      expect(seen((await member.get('/')).text)).to.equal(false)
      expect((await aVisitor(hub).postJson('/compte/donnees/lu')).status).to.equal(401)
    })

    it('in another page, or a small way, nobody is told', async () => {
      const member = await signedInAs(hub)
      const legal = await admin.postJson(`${EDIT}/mentions-legales`, {
        ...{ fr: 'x', en: 'x', important: true },
      })
      expect(legal.body.important).to.equal(false)
      expect(seen((await member.get('/')).text)).to.equal(false)
    })

    it('whoever joins has read the version in force, with its date', async () => {
      await admin.postJson(PRIVACY, { fr: 'x', en: 'x', important: true })
      const { _id } = await addMember({
        ...{ name: 'Yann', email: 'yann@example.org', passwordHash: 'x' },
        ...{ role: 'volunteer', state: 'active' },
      })
      const [consent] = (await Member.findById(_id).lean())?.consents ?? []
      expect(consent).to.include({ page: 'privacy', version: 1 })
      expect(consent?.at).to.be.instanceOf(Date)
    })
  })
})
