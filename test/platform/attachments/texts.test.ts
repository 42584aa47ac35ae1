import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import * as mupdf from 'mupdf'
import { FileText } from '../../../models/file-text.ts'
import { Resource, type ResourceRecord } from '../../../models/resource.ts'
import { addFiles } from '../../../server/library/actions.ts'
import { presentViewer } from '../../../server/people/members/presenter.ts'
import { catchUpWithTexts } from '../../../server/platform/attachments/texts/jobs.ts'
import { readText } from '../../../server/platform/attachments/texts/read.ts'
import { services } from '../../../server/platform/services.ts'
import { aDocx, anOdt, para } from '../../importing/documents.ts'
import { aResource, aTitle } from '../../library/support/resources.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../../support/people.ts'
import { foundBy } from '../../support/searches.ts'

const PDF = 'application/pdf'
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const ODT = 'application/vnd.oasis.opendocument.text'

type Written = { name: string; bytes: Buffer | string; mime: string }

describe('the words of attached files', function () {
  this.timeout(60_000)
  const hub = useHub()
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rouedad-texts-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('are found in PDF, Word, OpenDocument and plain text, and lead to the sheet and the file', async () => {
    const files = {
      pelican: {
        name: 'guide.pdf',
        bytes: pdfOf(['Le pelican de page un', 'et sa suite']),
        mime: PDF,
      },
      flamant: { name: 'guide.docx', bytes: await aDocx(para('Un flamant rose')), mime: DOCX },
      heron: {
        name: 'guide.odt',
        bytes: await anOdt('<text:p>Un heron cendré</text:p>'),
        mime: ODT,
      },
      spatule: {
        name: 'liste.csv',
        bytes: 'oiseau;nombre\nSpatule blanche;3\n',
        mime: 'text/plain',
      },
    }
    const sheet = await withFiles(Object.values(files))
    for (const [word, { name }] of Object.entries(files)) {
      const [hit, ...others] = await foundBy(undefined, word)
      expect(others, word).to.deep.equal([])
      expect(hit, word).to.deep.include({ kind: 'resources', title: sheet.title })
      expect(hit?.file?.name, word).to.equal(name)
      expect(hit?.excerpt.toLowerCase()).to.contain(word)
      expect(hit?.highlights.excerpt).to.match(/<mark>\p{L}+<\/mark>/u)
    }
    const page = (await aVisitor(hub).get('/recherche?q=pelican')).text
    expect(page).to.contain('guide.pdf').and.to.contain(`/ressources/${sheet.slug}/pieces-jointes/`)
    const library = (await aVisitor(hub).get('/ressources?q=flamants')).text
    expect(library).to.contain('guide.docx').and.to.contain('<mark>flamant</mark>')
    const shown = (await aVisitor(hub).getJson(`/ressources/${sheet.slug}`)).text
    expect(shown).not.to.match(/pelican|flamant|spatule/i)
  })

  it('weigh less than what the sheet itself says', async () => {
    const inFile = await withFiles([text('note.txt', 'ibis '.repeat(40))])
    const inBody = await aResource({ title: aTitle('Volière'), body: 'On y voit un ibis.' })
    const titles = (await foundBy(undefined, 'ibis')).map(({ title }) => title)
    expect(titles).to.deep.equal([inBody.title, inFile.title])
  })

  it('are for those who may see what holds them, and for nobody once the file is taken away', async () => {
    const sheet = await withFiles([text('note.txt', 'Un cormoran')], { audience: 'network' })
    const member = presentViewer((await aMember('volunteer')).toObject())
    const titles = async (viewer?: typeof member) =>
      (await foundBy(viewer, 'cormoran')).map(({ title }) => title)
    expect(await titles(member)).to.deep.equal([sheet.title])
    expect(await titles()).to.deep.equal([])
    await Resource.updateOne({ _id: sheet._id }, { $set: { state: 'hidden' } })
    expect(await titles(member)).to.deep.equal([])
    await Resource.updateOne({ _id: sheet._id }, { $set: { state: 'published' } })
    expect(await titles(member)).to.have.length(1)
    const [file] = sheet.attachments
    const coordinator = await signedInAs(hub, 'coordinator')
    const removal = `/ressources/${sheet.slug}/pieces-jointes/${file?._id}/suppression`
    expect((await coordinator.postJson(removal)).status).to.equal(204)
    expect(await titles(member)).to.deep.equal([])
    expect(await FileText.countDocuments({ file: file?.key })).to.equal(0)
  })

  it('of a gathering have the rights of the gathering', async () => {
    const agent = await signedInAs(hub, 'coordinator')
    const form = new FormData()
    const fields = {
      ...{ kind: 'meeting', title: 'Réunion de rentrée', timeZone: 'Europe/Paris' },
      ...{ startsAt: '2030-09-10T10:00:00+02:00', endsAt: '2030-09-10T12:00:00+02:00' },
      ...{ audience: 'network', description: 'x', venue: 'Brest' },
    }
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    form.set('files', new Blob(['Le budget du macareux']), 'ordre.txt')
    const made = await agent.post('/rencontres', form)
    expect(made.status, made.text).to.equal(303)
    await catchUpWithTexts()
    const viewer = presentViewer(agent.member.toObject())
    const [hit] = await foundBy(viewer, 'macareux')
    expect(hit).to.deep.include({ kind: 'gatherings', title: 'Réunion de rentrée' })
    expect(hit?.file?.name).to.equal('ordre.txt')
    expect(await foundBy(undefined, 'macareux')).to.deep.equal([])
  })

  it('are none of what is scanned, locked, broken or something else, once and for all', async () => {
    const files = [
      { name: 'scan.pdf', bytes: pdfOf(['']), mime: PDF },
      { name: 'secret.pdf', bytes: locked(pdfOf(['Un albatros'])), mime: PDF },
      {
        name: 'cassé.pdf',
        bytes: '%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\n',
        mime: PDF,
      },
      { name: 'faux.pdf', bytes: 'Un albatros en clair', mime: PDF },
      { name: 'faux.docx', bytes: pdfOf(['Un albatros']), mime: DOCX },
      { name: 'bombe.docx', bytes: await bomb(), mime: DOCX },
      { name: 'entités.odt', bytes: await withEntities(), mime: ODT },
    ]
    const sheet = await withFiles(files)
    const keys = sheet.attachments.map(({ key }) => key)
    const known = await FileText.find({ file: { $in: keys } }).lean()
    expect(known.map(({ text, tries, done }) => ({ text, tries, done }))).to.deep.equal(
      files.map(() => ({ text: '', tries: 1, done: true })),
    )
    expect(await foundBy(undefined, 'albatros')).to.deep.equal([])
    for (const one of sheet.attachments) await readText(one)
    expect(await FileText.countDocuments({ file: { $in: keys }, tries: { $ne: 1 } })).to.equal(0)
  })

  it('are read up to a length, of a file of any number of pages', async () => {
    const words = 'fou de bassan '.repeat(40)
    const sheet = await withFiles([
      { name: 'mille.pdf', bytes: pdfOf(Array.from({ length: 1000 }, () => words)), mime: PDF },
      text('long.txt', `sterne ${'plume '.repeat(100_000)} guillemot`),
    ])
    const keys = sheet.attachments.map(({ key }) => key)
    const known = await FileText.find({ file: { $in: keys } }).lean()
    const lengths = known.map(({ text }) => text.length)
    for (const length of lengths) expect(length).to.be.within(10_000, 200_000)
    expect(await foundBy(undefined, 'sterne')).to.have.length(1)
    expect(await foundBy(undefined, 'guillemot')).to.deep.equal([])
  })

  it('are caught up with: what was there before, what a process left, never what ended it thrice', async () => {
    const sheet = await withFiles([text('a.txt', 'Une mouette'), text('b.txt', 'Un goéland')])
    const left = { done: false, begunAt: new Date(0) }
    const [a, b] = sheet.attachments.map(({ key }) => key)
    await FileText.deleteOne({ file: a })
    await FileText.updateOne({ file: b }, { $set: { text: '', ...left, tries: 3 } })
    await FileText.create({ file: 'f'.repeat(32), text: 'x', tries: 1, ...left })
    await catchUpWithTexts()
    expect(await foundBy(undefined, 'mouette')).to.have.length(1)
    expect(await foundBy(undefined, 'goeland')).to.deep.equal([])
    expect(await FileText.countDocuments({ file: 'f'.repeat(32) })).to.equal(0)
    await FileText.updateOne({ file: b }, { $set: { tries: 1 } })
    await catchUpWithTexts()
    expect(await foundBy(undefined, 'goeland')).to.have.length(1)
  })

  it('go with bytes that are gone', async () => {
    const sheet = await withFiles([text('a.txt', 'Une oie')])
    const [file] = sheet.attachments
    await services().files.remove(file?.key ?? '')
    await FileText.updateOne({ file: file?.key }, { $set: { done: false, begunAt: new Date(0) } })
    await catchUpWithTexts()
    expect(await FileText.countDocuments({ file: file?.key })).to.equal(0)
  })

  async function withFiles(files: Written[], overrides: object = {}): Promise<ResourceRecord> {
    const resource = await aResource({ title: aTitle('Nichoir'), ...overrides })
    const received = await Promise.all(
      files.map(async ({ name, bytes, mime }, index) => {
        const path = join(folder, `${resource.slug}-${index}`)
        await writeFile(path, bytes)
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        const kind = 'document' as const
        return { path, originalName: name, mime, kind, extension: '', size: bytes.length, sha256 }
      }),
    )
    const held = await addFiles(
      { id: String(resource.author), role: 'animateur' },
      resource,
      received,
    )
    for (const one of held.attachments) await finished(one)
    return held
  }

  /** Read here, or by the job that was asked for. */
  async function finished(file: { key: string; mime: string }): Promise<void> {
    await readText(file)
    if (!(await FileText.exists({ file: file.key, done: true }))) return finished(file)
  }
})

const text = (name: string, bytes: string): Written => ({ name, bytes, mime: 'text/plain' })

function pdfOf(pages: string[]) {
  const document = new mupdf.PDFDocument()
  const font = document.addSimpleFont(new mupdf.Font('Helvetica'))
  const resources = document.addObject({ Font: { F: font } })
  for (const words of pages) {
    const contents = `BT /F 10 Tf 20 700 Td (${words}) Tj ET`
    document.insertPage(-1, document.addPage([0, 0, 595, 842], 0, resources, contents))
  }
  return Buffer.from(document.saveToBuffer('').asUint8Array())
}

function locked(pdf: Buffer) {
  const document = new mupdf.PDFDocument(pdf)
  const options = 'encrypt=aes-256,user-password=oiseau,owner-password=oiseau'
  return Buffer.from(document.saveToBuffer(options).asUint8Array())
}

/** Forty megabytes of a single letter in its text. */
function bomb() {
  return aDocx('', { 'word/document.xml': Buffer.alloc(40_000_000, 'a') })
}

function withEntities() {
  return anOdt('', {
    'content.xml':
      '<!DOCTYPE x [<!ENTITY a "albatros">]><office:document-content>&a;</office:document-content>',
  })
}
