import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import sharp from 'sharp'
import { Draft } from '../../../models/draft.ts'
import { Resource } from '../../../models/resource.ts'
import { services } from '../../../server/platform/services.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'
import { aResource, aTitle } from '../support/resources.ts'
import { aLargePhoto, DRAFTS, formOf, send } from './support.ts'

describe('A draft', () => {
  const hub = useHub()

  it('is kept as it is typed, right or wrong, and comes back in the form', async () => {
    const me = await signedInAs(hub)
    const typed = { title: '', durationMinutes: 'longtemps', 'steps[0][body]': 'Sans titre' }
    const { status, body } = await send(me, DRAFTS, formOf(typed))
    expect(status).to.equal(201)
    expect(body).to.deep.include({ title: '', resource: null, turn: 1 })
    const again = { draft: body.id, turn: '1', title: 'Un atelier', summary: 'Une phrase' }
    const saved = await send(me, DRAFTS, formOf({ ...typed, ...again }))
    expect(saved.status).to.equal(200)
    expect(saved.body).to.deep.include({ id: body.id, turn: 2, title: 'Un atelier' })
    const page = (await me.get(saved.body.url)).text
    for (const words of ['value="Un atelier"', 'value="longtemps"', 'Sans titre</textarea>'])
      expect(page).to.contain(words)
    expect(page).to.contain('Vous reprenez votre brouillon')
    const list = await me.getJson(DRAFTS)
    expect(list.body.items.map((one: { id: string }) => one.id)).to.deep.equal([body.id])
  })

  it('is saved by a button without a script, with its files, and published with them', async () => {
    const me = await signedInAs(hub)
    const title = aTitle('Avec un fichier')
    const file = { bytes: Buffer.from('Une note'), name: 'note.txt' }
    const kept = await me.post(DRAFTS, formOf({ title, kind: 'guide' }, file))
    expect(kept.status).to.equal(303)
    const page = (await me.get(kept.location ?? '')).text
    expect(page).to.contain('Brouillon enregistré').and.contain('note.txt')
    const draft = await Draft.findOne({ title }).lean()
    const form = formOf({ title, kind: 'guide', draft: String(draft?._id) })
    const published = await me.post('/ressources/nouvelle', form)
    const { body } = await me.getJson(published.location ?? '')
    expect(body.attachments.map((one: { name: string }) => one.name)).to.deep.equal(['note.txt'])
    expect((await me.get(body.attachments[0].url)).text).to.equal('Une note')
    expect(await Draft.countDocuments({ title })).to.equal(0)
  })

  it('keeps pictures small and without what they tell, and moves them with the text', async () => {
    const me = await signedInAs(hub)
    const before = await filesIn(hub.dataDirectory)
    const { body: draft } = await me.postJson(DRAFTS, { title: aTitle('Images') })
    const folder = `${DRAFTS}/${draft.id}/pieces-jointes`
    const photo = { bytes: await aLargePhoto(), name: 'écran.jpg' }
    const { status, body: picture } = await send(me, folder, formOf({}, photo))
    expect(status).to.equal(201)
    expect(picture.url).to.match(new RegExp(`^${folder}/[0-9a-f]{24}$`))
    const unused = (await send(me, folder, formOf({}, photo))).body
    const reply = await fetch(hub.url + picture.url, { headers: { cookie: me.cookie } })
    const { width, height, exif } = await sharp(Buffer.from(await reply.arrayBuffer())).metadata()
    expect({ width, height, exif }).to.deep.equal({ width: 1600, height: 1067, exif: undefined })
    const { body } = await me.postJson('/ressources', {
      ...{ draft: draft.id, kind: 'guide', title: draft.title },
      body: `Voir ![l’écran](${picture.url})`,
      steps: [{ title: 'Regarder', body: `![encore](${picture.url})` }],
    })
    const there = `${body.url}/pieces-jointes/${picture.id}`
    expect(body.body).to.equal(`Voir ![l’écran](${there})`)
    expect(body.html).to.contain(`src="${there}"`)
    expect(body.steps[0].body).to.contain(there)
    expect(body.attachments.map((one: { id: string }) => one.id)).to.deep.equal([picture.id])
    expect((await aVisitor(hub).get(there)).status).to.equal(200)
    expect(unused.id).to.not.equal(picture.id)
    expect(await filesIn(hub.dataDirectory)).to.have.length(before.length + 1)
  })

  it('takes no picture that is none, whatever its name says, and leaves nothing behind', async () => {
    const me = await signedInAs(hub)
    const { body: draft } = await me.postJson(DRAFTS, { title: aTitle() })
    const before = await filesIn(hub.dataDirectory)
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    )
    const torn = (await aLargePhoto()).subarray(0, 900)
    for (const [name, bytes] of Object.entries({
      'a.png': svg,
      'b.svg': svg,
      'c.jpg': torn,
      'd.jpg': Buffer.from('%PDF-1.4\n'),
      'e.txt': Buffer.from('du texte'),
    })) {
      const reply = await send(
        me,
        `${DRAFTS}/${draft.id}/pieces-jointes`,
        formOf({}, { name, bytes }),
      )
      expect(reply.status, name).to.equal(422)
      expect(reply.body.errors, name).to.have.all.keys('files')
    }
    expect(await filesIn(hub.dataDirectory)).to.deep.equal(before)
  })

  it('does not exist for anybody else, nor do its files', async () => {
    const me = await signedInAs(hub)
    const { body: draft } = await me.postJson(DRAFTS, { title: 'Secret de brouillon' })
    const photo = { bytes: await aLargePhoto(), name: 'a.jpg' }
    const { body: file } = await send(me, `${DRAFTS}/${draft.id}/pieces-jointes`, formOf({}, photo))
    const admin = await signedInAs(hub, 'admin')
    for (const other of [admin, await signedInAs(hub), aVisitor(hub)]) {
      for (const path of [`${DRAFTS}/${draft.id}`, file.url])
        expect((await other.getJson(path)).status).to.be.oneOf([401, 404])
      for (const path of ['', '/suppression', '/pieces-jointes'])
        expect(
          (await other.postJson(`${DRAFTS}/${draft.id}${path}`, { title: 'Vol' })).status,
        ).to.be.oneOf([401, 404])
      expect((await other.get(DRAFTS)).text).to.not.contain('Secret de brouillon')
      expect((await other.get('/recherche?q=secret')).text).to.not.contain('Secret de brouillon')
    }
    // Naming somebody else's draft publishes nothing of it.
    const { body } = await admin.postJson('/ressources', {
      ...{ draft: draft.id, kind: 'guide', title: aTitle() },
    })
    expect(body.attachments).to.deep.equal([])
    expect(await Draft.countDocuments({ _id: draft.id })).to.equal(1)
  })

  it('is one for a member and a resource, and only of what they may change', async () => {
    const me = await signedInAs(hub)
    const { slug } = await aResource({ title: aTitle() }, me.member)
    const first = await me.postJson(DRAFTS, { resource: slug, title: 'Un' })
    const second = await me.postJson(DRAFTS, { resource: slug, title: 'Deux' })
    expect(second.body).to.deep.include({ id: first.body.id, title: 'Deux', baseVersion: 1 })
    expect(second.body.url).to.equal(`/ressources/${slug}/modifier`)
    expect((await me.get(second.body.url)).text).to.contain('value="Deux"')
    expect((await me.get(`${DRAFTS}/${first.body.id}`)).location).to.equal(second.body.url)
    expect((await aVisitor(hub).getJson(`/ressources/${slug}`)).body.title).to.not.equal('Deux')
    const other = await signedInAs(hub)
    expect((await other.postJson(DRAFTS, { resource: slug, title: 'Non' })).status).to.equal(403)
    expect((await other.postJson(DRAFTS, { resource: 'rien', title: 'Non' })).status).to.equal(404)
  })

  it('tells who else writes on the same resource, and since when, without their words', async () => {
    const me = await signedInAs(hub, 'animateur', { name: 'Maïwenn' })
    const { slug } = await aResource({ title: aTitle() }, me.member)
    await me.postJson(DRAFTS, { resource: slug, title: 'Mes mots à moi' })
    const other = await signedInAs(hub, 'coordinator', { name: 'Ronan' })
    const form = (await other.get(`/ressources/${slug}/modifier`)).text
    expect(form).to.contain('Maïwenn modifie aussi cette ressource')
    expect(form).to.not.contain('Mes mots à moi')
    const { body } = await other.postJson(DRAFTS, { resource: slug, title: 'Les siens' })
    expect(body.others).to.have.length(1)
    expect(body.others[0].name).to.equal('Maïwenn')
    expect(body.version).to.equal(1)
    const mine = await me.postJson(DRAFTS, { resource: slug, title: 'Encore' })
    expect(mine.body.others[0].name).to.equal('Ronan')
    expect((await aVisitor(hub).get(`/ressources/${slug}`)).text).to.not.contain('modifie aussi')
  })

  it('is not written over by an older window, but keeps the order of one', async () => {
    const me = await signedInAs(hub)
    const { body } = await me.postJson(DRAFTS, { title: 'Zéro', tab: 'a', writtenAt: 10 })
    const save = (said: object) => me.postJson(DRAFTS, { draft: body.id, ...said })
    expect((await save({ title: 'Un', tab: 'a', writtenAt: 30, turn: 1 })).status).to.equal(200)
    // What the same window sent earlier and the line delayed.
    const late = await save({ title: 'Vieux', tab: 'a', writtenAt: 20, turn: 1 })
    expect(late.body).to.deep.include({ title: 'Un' })
    const other = await save({ title: 'Autre', tab: 'b', writtenAt: 40, turn: 1 })
    expect(other.status).to.equal(409)
    const informed = await save({ title: 'Autre', tab: 'b', writtenAt: 40, turn: 2 })
    expect(informed.body).to.deep.include({ title: 'Autre', turn: 3 })
  })

  it('is as large as a resource at most, and there are fifty at most', async () => {
    const me = await signedInAs(hub)
    const steps = Array.from({ length: 4 }, () => ({ title: 'x', body: 'a'.repeat(400_000) }))
    const form = new FormData()
    for (const [n, { title, body }] of steps.entries()) {
      form.set(`steps[${n}][title]`, title)
      form.set(`steps[${n}][body]`, body)
    }
    expect((await send(me, DRAFTS, form)).status).to.equal(422)
    const now = new Date()
    await Draft.insertMany(
      Array.from({ length: 50 }, (_, n) => ({
        ...{ member: me.member._id, place: `p${n}`, values: {}, createdAt: now, updatedAt: now },
      })),
    )
    const refused = await me.postJson(DRAFTS, { title: 'Le 51e' })
    expect(refused.status).to.equal(422)
    expect(refused.body.errors.form).to.contain('50')
  })

  it('stays as it was when publishing is refused, and is discarded with its files', async () => {
    const me = await signedInAs(hub)
    const { body: draft } = await me.postJson(DRAFTS, { title: '' })
    const photo = { bytes: await aLargePhoto(), name: 'a.jpg' }
    await send(me, `${DRAFTS}/${draft.id}/pieces-jointes`, formOf({}, photo))
    const refused = await me.post('/ressources/nouvelle', { draft: draft.id, title: '' })
    expect(refused.status).to.equal(422)
    expect(refused.text).to.contain(`name="draft" value="${draft.id}"`)
    expect(await Resource.countDocuments({ author: me.member._id })).to.equal(0)
    const kept = await Draft.findById(draft.id).lean()
    const key = kept?.attachments[0]?.key ?? ''
    expect(await services().files.size(key)).to.be.above(0)
    expect((await me.post(`${DRAFTS}/${draft.id}/suppression`)).location).to.equal(DRAFTS)
    const gone = await services()
      .files.size(key)
      .catch(() => 'gone')
    expect(gone).to.equal('gone')
    expect((await me.get(`${DRAFTS}/${draft.id}`)).status).to.equal(404)
  })

  it('outlives what it changes: it can become a resource of its own', async () => {
    const me = await signedInAs(hub)
    const { slug } = await aResource({ title: aTitle() }, me.member)
    const { body } = await me.postJson(DRAFTS, { resource: slug, title: 'Ce que je voulais dire' })
    await Resource.updateOne({ slug }, { $set: { state: 'hidden' } })
    const page = await me.get(`${DRAFTS}/${body.id}`)
    expect(page.status).to.equal(200)
    expect(page.text).to.contain('value="Ce que je voulais dire"')
  })
})

async function filesIn(folder: string) {
  const names = await readdir(join(folder, 'uploads'), { recursive: true }).catch(() => [])
  return names.filter(name => name.length > 16).sort()
}
