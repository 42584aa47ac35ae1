import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect } from 'chai'
import * as mupdf from 'mupdf'
import sharp from 'sharp'
import yauzl from 'yauzl'
import { DownloadCount } from '../../models/download-count.ts'
import { Preview } from '../../models/preview.ts'
import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { addFiles } from '../../server/library/actions.ts'
import { uniqueNames } from '../../server/library/taking/names.ts'
import { tidyPreviews } from '../../server/platform/attachments/previews/jobs.ts'
import { makePreview } from '../../server/platform/attachments/previews/make.ts'
import { services } from '../../server/platform/services.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { aResource, aTitle } from './support/resources.ts'

const PERSON = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Firefox/128.0', accept: '*/*' }

describe('Taking a resource away', function () {
  this.timeout(60_000)
  const hub = useHub()
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rouedad-taking-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  type File = { name: string; bytes: Buffer; kind: 'image' | 'pdf' | 'text'; mime: string }

  async function withFiles(files: File[], overrides: object = {}): Promise<ResourceRecord> {
    const resource = await aResource({ title: aTitle('À emporter'), ...overrides })
    const received = await Promise.all(
      files.map(async ({ name, bytes, kind, mime }, index) => {
        const path = join(folder, `${resource.slug}-${index}`)
        await writeFile(path, bytes)
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        return { path, originalName: name, mime, kind, extension: '', size: bytes.length, sha256 }
      }),
    )
    return addFiles({ id: String(resource.author), role: 'animateur' }, resource, received)
  }

  const picture = () =>
    sharp({ create: { width: 1600, height: 900, channels: 3, background: '#0a5f5b' } })
      .jpeg()
      .withExif({ IFD0: { Copyright: 'Chez moi' } })
      .toBuffer()
  const text = (name: string, words: string): File => ({
    ...{ name, bytes: Buffer.from(words), kind: 'text', mime: 'text/plain' },
  })
  const pdf = (name: string, bytes: Buffer): File => ({
    ...{ name, bytes, kind: 'pdf', mime: 'application/pdf' },
  })

  it('shows pictures in two sizes without what a camera wrote, and a PDF by its first page', async () => {
    const jpeg = await picture()
    const resource = await withFiles([
      { name: 'photo.jpg', bytes: jpeg, kind: 'image', mime: 'image/jpeg' },
      pdf('mémo.pdf', twoPages()),
      text('note.txt', 'Bonjour'),
    ])
    for (const one of resource.attachments) await makePreview(one)
    const { body } = await aVisitor(hub).getJson(`/ressources/${resource.slug}/pieces-jointes`)
    const [photo, memo, note] = body.items
    expect(photo.preview).to.deep.include({ width: 1600, height: 900, pages: null })
    expect(memo.preview).to.deep.include({ width: 595, height: 842, pages: 2 })
    expect(note.preview).to.equal(null)
    const small = await bytesOf(photo.preview.url)
    const seen = await sharp(small.bytes).metadata()
    expect(small.reply.headers.get('content-type')).to.equal('image/webp')
    expect([seen.width, seen.height, seen.exif]).to.deep.equal([320, 180, undefined])
    const large = await sharp((await bytesOf(memo.preview.largeUrl)).bytes).metadata()
    expect(large.height).to.equal(1200)
    const page = (await aVisitor(hub).get(`/ressources/${resource.slug}`)).text
    expect(page).to.contain(photo.preview.url).and.to.contain('2 pages')
  })

  it('leaves nothing behind when a file goes', async () => {
    const resource = await withFiles([
      { name: 'photo.jpg', bytes: await picture(), kind: 'image', mime: 'image/jpeg' },
    ])
    const [photo] = resource.attachments
    await makePreview(photo ?? { key: '', kind: '' })
    const made = await Preview.findOne({ file: photo?.key }).lean()
    expect(made?.images).to.have.length(2)
    const coordinator = await signedInAs(hub, 'coordinator')
    const url = `/ressources/${resource.slug}/pieces-jointes/${photo?._id}/suppression`
    expect((await coordinator.postJson(url)).status).to.equal(204)
    expect(await Preview.exists({ file: photo?.key })).to.equal(null)
    for (const { key } of made?.images ?? [])
      expect(
        await services()
          .files.size(key)
          .catch(() => 'gone'),
      ).to.equal('gone')
  })

  it('shows nothing of files that are made to harm, and goes on', async () => {
    const jpeg = await picture()
    const hostile = [
      pdf('cassé.pdf', Buffer.from('%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\n')),
      pdf('boucle.pdf', Buffer.from(endlessPages())),
      pdf('formes.pdf', Buffer.from(formsInForms())),
      pdf('bonne.pdf', twoPages()),
      {
        name: 'tronquée.jpg',
        bytes: jpeg.subarray(0, 400),
        kind: 'image',
        mime: 'image/jpeg',
      } as const,
      { name: 'bombe.png', bytes: pixelBomb(), kind: 'image', mime: 'image/png' } as const,
    ]
    const resource = await withFiles(hostile)
    for (const one of resource.attachments) await makePreview(one)
    const { body } = await aVisitor(hub).getJson(`/ressources/${resource.slug}/pieces-jointes`)
    const looks = body.items.map((one: { preview: unknown }) => one.preview)
    expect(looks.map(Boolean)).to.deep.equal([false, false, false, true, false, false])
    const address = `/ressources/${resource.slug}/apercus/${resource.attachments[0]?._id}`
    expect((await aVisitor(hub).get(address)).status).to.equal(404)
    expect((await aVisitor(hub).get(`/ressources/${resource.slug}`)).status).to.equal(200)
  })

  it('draws a page of any size within its limits', async () => {
    const resource = await withFiles([pdf('géant.pdf', Buffer.from(hugePage()))])
    for (const one of resource.attachments) await makePreview(one)
    const made = await Preview.findOne({ file: resource.attachments[0]?.key }).lean()
    for (const { size } of made?.images ?? []) expect(size).to.be.below(100_000)
  })

  it('finds again what nobody asked for, and drops what is of no file any more', async () => {
    const resource = await withFiles([pdf('mémo.pdf', twoPages())])
    await Preview.create({ file: 'f'.repeat(32), images: [], madeAt: new Date() })
    await tidyPreviews()
    expect(await Preview.exists({ file: 'f'.repeat(32) })).to.equal(null)
    expect((await Resource.findById(resource._id).lean())?.attachments).to.have.length(1)
  })

  it('gives all of it as one ZIP, under safe names that differ', async () => {
    const files = [
      text('Note.txt', 'une'),
      text('note.txt', 'deux'),
      text('../../etc/passwd', 'trois'),
    ]
    const resource = await withFiles([...files, pdf(`à-emporter.pdf`, twoPages())])
    const reply = await bytesOf(`/ressources/${resource.slug}.zip`)
    expect(reply.reply.headers.get('content-type')).to.equal('application/zip')
    const entries = await unpacked(reply.bytes)
    const names = [...entries.keys()].map(name => name.replace(`${resource.slug}/`, ''))
    expect(names).to.deep.equal([
      ...[`${resource.slug}.md`, `${resource.slug}.pdf`],
      ...['Note.txt', 'note (2).txt', 'passwd', 'à-emporter.pdf'],
    ])
    expect(entries.get(`${resource.slug}/note (2).txt`)?.toString()).to.equal('deux')
    expect(entries.get(`${resource.slug}/${resource.slug}.md`)?.toString()).to.contain(
      'kind: sheet',
    )
    expect(
      entries.get(`${resource.slug}/${resource.slug}.pdf`)?.subarray(0, 5).toString(),
    ).to.equal('%PDF-')
  })

  it('names files apart whatever their capitals and accents', () => {
    const names = ['a.txt', 'A.TXT', 'é.txt', 'e\u0301.txt', 'a (2).txt', 'CON.txt', 'sans']
    const unique = uniqueNames(names, ['sans'])
    expect(unique[6]).to.equal('sans (2)')
    expect(new Set(unique.map(name => name.normalize('NFC').toLowerCase())).size).to.equal(7)
  })

  it('counts what people take, not machines, nor its author, nor who asks only for its head', async () => {
    const author = await signedInAs(hub)
    const sheet = await aResource({ title: aTitle() }, author.member)
    const address = `/ressources/${sheet.slug}`
    const count = async () => {
      const counts = await DownloadCount.find({ resource: sheet._id }).lean()
      return Object.fromEntries(counts.map(({ file, total }) => [file, total]))
    }
    await bytesOf(`${address}.md`, { ...PERSON, 'user-agent': 'Googlebot/2.1' })
    await bytesOf(`${address}.pdf`, { ...PERSON, cookie: author.cookie })
    await fetch(new URL(`${address}.zip`, hub.url), { method: 'HEAD', headers: PERSON })
    await bytesOf(`${address}.md`, PERSON)
    const first = await bytesOf(`${address}.pdf`, PERSON)
    const etag = first.reply.headers.get('etag') ?? ''
    await bytesOf(`${address}.pdf`, { ...PERSON, 'if-none-match': etag })
    await eventually(async () => expect(await count()).to.deep.equal({ md: 1, pdf: 1 }))
    const { body } = await aVisitor(hub).getJson(`${address}/pieces-jointes`)
    expect(body.downloads).to.equal(2)
  })

  it('does not exist for those who may not see the resource', async () => {
    const resource = await withFiles([pdf('mémo.pdf', twoPages())], { audience: 'network' })
    const id = String(resource.attachments[0]?._id)
    const address = `/ressources/${resource.slug}`
    const volunteer = await signedInAs(hub, 'volunteer')
    for (const path of ['.zip', '/pieces-jointes', `/apercus/${id}`, `/apercus/${id}/grand`]) {
      expect((await aVisitor(hub).get(`${address}${path}`)).status, path).to.equal(404)
      expect((await volunteer.get(`${address}${path}`)).status, path).to.equal(200)
    }
    await Resource.updateOne({ _id: resource._id }, { $set: { state: 'review' } })
    for (const path of ['.zip', '/pieces-jointes', `/apercus/${id}`])
      expect((await volunteer.get(`${address}${path}`)).status, path).to.equal(404)
  })

  async function bytesOf(path: string, headers: Record<string, string> = {}) {
    const reply = await fetch(new URL(path, hub.url), { headers })
    return { reply, bytes: Buffer.from(await reply.arrayBuffer()) }
  }
})

function twoPages() {
  const document = new mupdf.PDFDocument()
  for (let page = 0; page < 2; page++)
    document.insertPage(-1, document.addPage([0, 0, 595, 842], 0, document.newDictionary(), ''))
  return Buffer.from(document.saveToBuffer('').asUint8Array())
}

/** Its pages are their own parents. */
function endlessPages() {
  return `%PDF-1.4
1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
2 0 obj
<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000>>
endobj
trailer
<</Root 1 0 R>>
`
}

/** Forty forms, each of which draws the next one twice. */
function formsInForms() {
  const forms = Array.from({ length: 40 }, (_, n) => {
    const drawn = n < 39 ? '/F Do /F Do' : '0 0 600 800 re f'
    return `${n + 5} 0 obj
<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F ${n + 6} 0 R>>>>/Length ${drawn.length}>>
stream
${drawn}
endstream
endobj
`
  })
  return `%PDF-1.4
1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
2 0 obj
<</Type/Pages/Kids[3 0 R]/Count 1>>
endobj
3 0 obj
<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>
endobj
4 0 obj
<</Length 5>>
stream
/F Do
endstream
endobj
${forms.join('')}trailer
<</Root 1 0 R>>
`
}

function hugePage() {
  return `%PDF-1.4
1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
2 0 obj
<</Type/Pages/Kids[3 0 R]/Count 1>>
endobj
3 0 obj
<</Type/Page/Parent 2 0 R/MediaBox[0 0 0.1 999999999]/Contents 4 0 R>>
endobj
trailer
<</Root 1 0 R>>
`
}

/** A picture that says it has 60,000 by 60,000 points. */
function pixelBomb() {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  png.writeUInt32BE(60_000, 16)
  png.writeUInt32BE(60_000, 20)
  return png
}

async function unpacked(zip: Buffer) {
  const entries = new Map<string, Buffer>()
  const file = await new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.fromBuffer(zip, { lazyEntries: true }, (error, opened) =>
      opened ? resolve(opened) : reject(error),
    ),
  )
  await new Promise<void>((resolve, reject) => {
    file.on('entry', (entry: yauzl.Entry) =>
      file.openReadStream(entry, async (error, stream) => {
        if (!stream) return reject(error)
        entries.set(entry.fileName, await buffer(stream))
        file.readEntry()
      }),
    )
    file.once('end', resolve)
    file.readEntry()
  })
  return entries
}

/** What is written after an answer is there a moment later. */
async function eventually(check: () => Promise<unknown>, tries = 100): Promise<void> {
  try {
    await check()
  } catch (failure) {
    if (tries === 0) throw failure
    await new Promise(resolve => setImmediate(resolve))
    return eventually(check, tries - 1)
  }
}
