import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import fc from 'fast-check'
import { Types } from 'mongoose'
import { Collection } from '../../models/collection.ts'
import { Contributor } from '../../models/contributor.ts'
import { Member } from '../../models/member.ts'
import { Resource } from '../../models/resource.ts'
import { Revision } from '../../models/revision.ts'
import { readDocument, writeDocument } from '../../server/library/markdown-document.ts'
import { collectionEntries } from '../../server/portable/collections.ts'
import { libraryEntries } from '../../server/portable/export.ts'
import { ImportError } from '../../server/portable/files.ts'
import { writeFolder } from '../../server/portable/folder.ts'
import { importLibrary } from '../../server/portable/import.ts'
import { aResource, aTitle, SHEET } from '../library/support/resources.ts'
import { useHub } from '../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../support/people.ts'

const everything = { hint: { $natural: 1 } } as const

describe('The library as a folder', () => {
  const hub = useHub()
  let folder: string

  beforeEach(async () => {
    await emptyLibrary()
    folder = await mkdtemp(join(tmpdir(), 'rouedad-library-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('comes back byte for byte, its versions and files too, where none of its authors is known', async () => {
    await oddLibrary()
    const out = join(folder, 'out')
    await writeLibrary(out)
    await emptyLibrary()
    await Member.deleteMany({}, everything)
    const { added } = await importLibrary(out)
    expect(added).to.have.length(6)
    const again = join(folder, 'again')
    await writeLibrary(again)
    expect(await filesOf(again)).to.deep.equal(await filesOf(out))
  })

  it('is brought in once, however often it is asked, and goes on where it was cut', async () => {
    await oddLibrary()
    await writeLibrary(folder)
    const before = await filesOf(folder)
    const { added, same } = await importLibrary(folder)
    expect([added.length, same.length]).to.deep.equal([0, 6])
    await Revision.deleteMany({}, everything)
    await Resource.deleteOne({ slug: 'archivee' })
    expect(await importLibrary(folder)).to.deep.include({ added: ['archivee'], kept: [] })
    const out = join(folder, 'out')
    await writeLibrary(out)
    expect(await filesOf(out)).to.deep.equal(before)
  })

  it('leaves what is there otherwise as it is, and says so', async () => {
    const { slug, _id } = await aResource({ title: aTitle() })
    await writeFolder(folder, libraryEntries())
    await Resource.updateOne({ _id }, { $set: { summary: 'Autre chose' } })
    expect((await importLibrary(folder)).kept).to.deep.equal([slug])
    expect((await Resource.findById(_id).lean())?.summary).to.equal('Autre chose')
  })

  it('keeps the credit of somebody who has no account, without a page of theirs', async () => {
    const author = await aMember('animateur')
    const { slug } = await aResource({ title: aTitle() }, author)
    await writeFolder(folder, libraryEntries())
    await emptyLibrary()
    await Member.updateOne({ _id: author._id }, { $set: { name: 'Homonyme' } })
    await importLibrary(folder)
    const { body } = await aVisitor(hub).getJson(`/ressources/${slug}`)
    expect(body.author).to.deep.include({ name: author.name, url: null })
  })

  it('writes nothing when one of its files is wrong, and names it', async () => {
    await aResource({ title: 'Une fiche' })
    const [pdf] = await attachedTo('une-fiche')
    await writeFolder(folder, libraryEntries())
    await emptyLibrary()
    const index = join(folder, 'resources/une-fiche/index.md')
    const good = await readFile(index, 'utf8')
    const wrong: [string, string][] = [
      [index, 'pas de faits'],
      [index, good.replace('kind: sheet', 'kind: tout')],
      [index, good.replace('file: files/', 'file: ../../../../etc/')],
      [index, good.replace(/sha256: [0-9a-f]{4}/, 'sha256: 0000')],
      [index, good.replace('audience: public', 'audience: group:personne')],
      [index, good.replace('---\n', '---\nx: &x [a, a]\ny: [*x, *x]\n')],
      [index, good.replace('version: 1', 'version: -1')],
      [join(folder, `resources/une-fiche/files/${pdf}`), 'MZ pas un PDF'],
      [join(folder, 'resources/Une Autre/index.md'), good],
    ]
    for (const [path, text] of wrong) {
      const original = await readFile(path).catch(() => undefined)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
      const failure = await importLibrary(folder).catch((error: Error) => error)
      expect(failure, text.slice(0, 200)).to.be.instanceOf(Error)
      expect(String(failure)).to.contain('resources/')
      expect(await Resource.countDocuments()).to.equal(0)
      if (original) await writeFile(path, original)
    }
  })

  it('follows no link, reads nothing without end, and names a list that is cut', async () => {
    const { slug } = await aResource({ title: 'Une fiche' })
    const [pdf = ''] = await attachedTo(slug)
    const writer = await signedInAs(hub)
    await writer.postJson('/collections', { title: 'Un cycle', audience: 'public', resource: slug })
    await writeLibrary(folder)
    await emptyLibrary()
    const elsewhere = join(folder, 'elsewhere')
    const file = (path: string) => join(folder, path)
    const home = `resources/${slug}`
    const strange: [path: string, make: (path: string, text: Buffer) => Promise<void>][] = [
      [`${home}/index.md`, linked],
      [`${home}/files/${pdf}`, linked],
      ['collections/un-cycle.yaml', linked],
      [`${home}/index.md`, path => symlink('/dev/zero', path)],
      [`${home}/index.md`, path => writeFile(path, Buffer.alloc(5_000_000, 'a'))],
      [`${home}/files/${pdf}`, path => writeFile(path, Buffer.alloc(26_000_000, '%PDF-1.4\n'))],
      ['collections/un-cycle.yaml', path => writeFile(path, 'title: "Un')],
    ]
    for (const [path, make] of strange) {
      const original = await readFile(file(path))
      await rm(file(path))
      await make(file(path), original)
      const failure = await importLibrary(folder).catch((error: Error) => error)
      expect(failure, path).to.be.instanceOf(ImportError)
      expect(String(failure)).to.include(path)
      expect(await Resource.countDocuments()).to.equal(0)
      await rm(file(path))
      await writeFile(file(path), original)
    }
    expect((await importLibrary(folder)).added).to.deep.equal([slug])

    async function linked(path: string, text: Buffer) {
      await writeFile(elsewhere, text)
      await symlink(elsewhere, path)
    }
  })

  it('gives each fact and each text back as it was written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' })),
        fc.string({ unit: 'grapheme' }),
        (lines, word) => {
          const body = lines.join('\n').replace(/\r/g, '')
          const facts = {
            word: `a${word}`,
            list: [word, '---', '- a: b', '2027-01-31', 'no'],
            deep: { body },
          }
          expect(readDocument(writeDocument({ facts, body }))).to.deep.equal({
            facts: { ...facts },
            body,
          })
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is taken away by members, with what they may see and nothing else', async () => {
    const writer = await signedInAs(hub, 'animateur')
    const open = await aResource({ title: aTitle('Ouverte') })
    const network = await aResource({ title: aTitle('Du réseau'), audience: 'network' })
    const secret = await aResource({ title: aTitle('En relecture') })
    await Resource.updateOne({ _id: secret._id }, { $set: { state: 'review' } })
    const { status, headers, text: names } = await writer.get('/ressources.zip')
    expect(status).to.equal(200)
    expect(headers.get('content-type')).to.equal('application/zip')
    for (const { slug } of [open, network]) expect(names).to.contain(`resources/${slug}/index.md`)
    expect(names).not.to.contain(secret.slug)
    expect((await aVisitor(hub).getJson('/ressources.zip')).status).to.equal(401)
  })

  /** Everything that a resource may hold, and texts that look like what is around them. */
  async function oddLibrary() {
    const writer = await signedInAs(hub, 'animateur')
    const odd = {
      title: 'Étrange : « --- » #1',
      body: '---\nkind: guide\n---\n\n  - *fin*',
      cost: '1 : 2',
    }
    const steps = [{ title: '- pas', minutes: 5, body: '```\n---\n```\n\n| a |\n|---|\n' }]
    const { body } = await writer.postJson('/ressources', { ...SHEET, ...odd, steps })
    await writer.postJson(`${body.url}/modifier`, {
      ...SHEET,
      summary: 'Plus court',
      change: 'Le résumé: court',
    })
    await writer.postJson(`${body.url}/modifier`, { kind: 'guide', level: '', groupSize: '6 à 8' })
    await attachedTo(body.slug)
    await aResource({ title: 'Archivée' })
    await Resource.updateOne(
      { slug: 'archivee' },
      { $set: { state: 'archived', stateBefore: 'review', waiting: true, level: null } },
    )
    await aResource({
      title: 'Du réseau',
      audience: 'network',
      groupSize: 8,
      verifyBy: '2027-01-31',
    })
    await aResource({
      title: 'En relecture',
      tools: [{ name: 'Linux: Mint', version: '22' }],
      steps: [],
    })
    await Resource.updateOne({ slug: 'en-relecture' }, { $set: { state: 'review' } })
    const { slug } = await aResource({ kind: 'programme', title: 'Nue', licence: 'CC BY 4.0' })
    const copied = await writer.postJson(`/ressources/${slug}/adaptations`, { title: 'Vêtue' })
    expect(copied.status).to.equal(201)
    const gathered = { title: 'Un cycle : six séances', summary: 'Oui', resource: slug }
    expect((await writer.postJson('/collections', gathered)).status).to.equal(201)
    const left = { ...gathered, title: 'De quelqu’un qui est parti', audience: 'public' }
    const { body: kept } = await writer.postJson('/collections', left)
    await Collection.updateOne({ slug: kept.slug }, { $set: { author: new Types.ObjectId() } })
  }

  /** Two files of the same name; gives the names in the folder. */
  async function attachedTo(slug: string) {
    const agent = await signedInAs(hub, 'coordinator')
    for (const text of [
      '%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n',
      '%PDF-1.4\n2 0 obj<<>>endobj\n%%EOF\n',
    ]) {
      const form = new FormData()
      form.append('files', new File([text], 'plan.pdf', { type: 'application/pdf' }))
      expect((await agent.post(`/ressources/${slug}/pieces-jointes`, form)).status).to.be.below(400)
    }
    return ['plan.pdf', 'plan-2.pdf']
  }
})

async function writeLibrary(folder: string) {
  await writeFolder(folder, libraryEntries())
  await writeFolder(folder, collectionEntries())
}

async function emptyLibrary() {
  await Promise.all([
    Resource.deleteMany({}, everything),
    Revision.deleteMany({}, everything),
    Collection.deleteMany({}, everything),
    Contributor.deleteMany({}, everything),
  ])
}

/** Every file of a folder, by its path. */
async function filesOf(folder: string) {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter(one => one.isFile()).map(one => join(one.parentPath, one.name))
  const read = files
    .sort()
    .map(async path => [path.slice(folder.length), await readFile(path, 'base64')])
  return Object.fromEntries(await Promise.all(read))
}
