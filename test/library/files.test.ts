import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { Resource } from '../../models/resource.ts'
import { services } from '../../server/platform/services.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { aTitle } from './support/resources.ts'

const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n\xff\x00\x80',
  'latin1',
)

function formWith(...files: [name: string, bytes: Buffer][]) {
  const form = new FormData()
  for (const [name, bytes] of files) form.append('files', new Blob([new Uint8Array(bytes)]), name)
  return form
}

function sheetWith(...files: [name: string, bytes: Buffer][]) {
  const form = formWith(...files)
  form.set('kind', 'sheet')
  form.set('title', aTitle('Avec fichiers'))
  return form
}

async function storedKeys() {
  const keys: string[] = []
  for await (const key of services().files.list()) keys.push(key)
  return keys
}

describe('Files of a resource', () => {
  const hub = useHub()
  const sendForm = (agent: Awaited<ReturnType<typeof signedInAs>>, url: string, form: FormData) =>
    agent.send('POST', url, { form, headers: { accept: 'application/json' } })
  const bytesOf = async (url: string, cookie = '') => {
    const reply = await fetch(new URL(url, hub.url), { headers: { cookie } })
    return { reply, bytes: Buffer.from(await reply.arrayBuffer()) }
  }

  it('come with a new resource and come back byte for byte', async () => {
    const agent = await signedInAs(hub)
    const note = Buffer.from('Mémo : é à ü\n')
    const form = sheetWith(['Mémo d’été.pdf', PDF], ['note.txt', note])
    form.set('publics', '["seniors","Aidants"]')
    form.set('steps', JSON.stringify([{ title: 'Lire', minutes: 5, body: 'Ensemble' }]))
    const { status, text } = await sendForm(agent, '/ressources', form)
    expect(status).to.equal(201)
    const created = JSON.parse(text)
    expect(created.publics).to.deep.equal(['seniors', 'Aidants'])
    expect(created.steps[0]).to.deep.include({ title: 'Lire', minutes: 5 })
    const [pdf, plain] = created.attachments
    expect(pdf).to.deep.include({ name: 'Mémo d’été.pdf', mime: 'application/pdf', kind: 'pdf' })
    expect(pdf.size).to.equal(PDF.length)
    const { reply, bytes } = await bytesOf(pdf.url)
    expect(bytes.equals(PDF)).to.equal(true)
    expect(reply.headers.get('x-content-type-options')).to.equal('nosniff')
    expect((await bytesOf(`${plain.url}/note.txt`)).bytes.equals(note)).to.equal(true)
    expect((await agent.get(created.url)).text).to.contain('Mémo d’été.pdf')
  })

  it('are added, listed and removed, and their bytes go with them', async () => {
    const agent = await signedInAs(hub)
    const { body } = await agent.postJson('/ressources', { kind: 'sheet', title: aTitle() })
    const before = await storedKeys()
    const added = await sendForm(agent, `${body.url}/pieces-jointes`, formWith(['a.pdf', PDF]))
    expect(added.status).to.equal(201)
    const list = JSON.parse(added.text)
    expect(list.total).to.equal(1)
    expect(await storedKeys()).to.have.length(before.length + 1)
    const removal = await agent.postJson(`${list.items[0].url}/suppression`)
    expect(removal.status).to.equal(204)
    expect(await storedKeys()).to.have.length(before.length)
    expect((await agent.get(list.items[0].url)).status).to.equal(404)
    expect((await agent.getJson(body.url)).body.attachments).to.deep.equal([])
  })

  it('come with an edit too', async () => {
    const agent = await signedInAs(hub)
    const { body } = await agent.postJson('/ressources', { kind: 'sheet', title: aTitle() })
    const form = sheetWith(['b.pdf', PDF])
    form.set('version', '1')
    const edited = await sendForm(agent, `${body.url}/modifier`, form)
    expect(JSON.parse(edited.text)).to.deep.include({ version: 2 })
    expect(JSON.parse(edited.text).attachments).to.have.length(1)
  })

  it('are as hidden as their resource', async () => {
    const agent = await signedInAs(hub)
    const form = sheetWith(['c.pdf', PDF])
    form.set('audience', 'network')
    const { attachments } = JSON.parse((await sendForm(agent, '/ressources', form)).text)
    expect((await aVisitor(hub).get(attachments[0].url)).status).to.equal(404)
    expect((await bytesOf(attachments[0].url, agent.cookie)).bytes.equals(PDF)).to.equal(true)
  })

  it('leave nothing behind when they, or the rest of the form, are refused', async () => {
    const agent = await signedInAs(hub)
    const [keys, records] = [await storedKeys(), await Resource.countDocuments()]
    const program = Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1')
    const page = Buffer.from('<html><script>alert(1)</script></html>')
    const picture = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
    for (const [name, bytes] of [
      ['outil.exe', program],
      ['facture.pdf', page],
      ['dessin.svg', picture],
      ['vide.pdf', Buffer.alloc(0)],
    ] satisfies [string, Buffer][]) {
      const refused = await sendForm(
        agent,
        '/ressources',
        sheetWith(['bon.pdf', PDF], [name, bytes]),
      )
      expect(refused.status, name).to.equal(422)
      expect(JSON.parse(refused.text).errors.files).to.contain(name)
    }
    const untitled = sheetWith(['bon.pdf', PDF])
    untitled.set('title', '')
    expect((await sendForm(agent, '/ressources', untitled)).status).to.equal(422)
    expect(await storedKeys()).to.have.length(keys.length)
    expect(await Resource.countDocuments()).to.equal(records)
    expect(await readdir(join(hub.dataDirectory, 'incoming'))).to.deep.equal([])
  })

  it('of a stale save leave nothing behind', async () => {
    const agent = await signedInAs(hub)
    const { body } = await agent.postJson('/ressources', { kind: 'sheet', title: aTitle() })
    await agent.postJson(`${body.url}/modifier`, { summary: 'Déjà' })
    const keys = await storedKeys()
    const late = sheetWith(['tard.pdf', PDF])
    late.set('version', '1')
    expect((await sendForm(agent, `${body.url}/modifier`, late)).status).to.equal(409)
    expect(await storedKeys()).to.have.length(keys.length)
  })

  it('are taken from nobody but the writers of the resource', async () => {
    const agent = await signedInAs(hub)
    const { body } = await agent.postJson('/ressources', { kind: 'sheet', title: aTitle() })
    const other = await signedInAs(hub)
    const url = `${body.url}/pieces-jointes`
    expect((await sendForm(other, url, formWith(['d.pdf', PDF]))).status).to.equal(403)
    const visitor = Object.assign(aVisitor(hub), { member: agent.member })
    expect((await sendForm(visitor, url, formWith(['d.pdf', PDF]))).status).to.equal(401)
    expect((await sendForm(visitor, '/ressources', sheetWith(['d.pdf', PDF]))).status).to.equal(401)
  })

  it('are asked for when there is none, on the page where one adds them', async () => {
    const agent = await signedInAs(hub)
    const { body } = await agent.postJson('/ressources', { kind: 'sheet', title: aTitle() })
    const none = await agent.post(`${body.url}/pieces-jointes`, new FormData())
    expect(none.status).to.equal(422)
    expect(none.text).to.contain('<h1>Pièces jointes</h1>').and.to.contain('id="e-f-files"')
  })
})
