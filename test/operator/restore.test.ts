import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { finished } from 'node:stream/promises'
import { expect } from 'chai'
import { openPromise } from 'yauzl'
import { ZipFile } from 'yazl'
import { writeBackup } from '../../server/operator/backup/write.ts'
import { restoreInto } from '../../server/operator/restore/into.ts'
import { openStore } from '../../server/platform/database/store.ts'
import { newFileKey } from '../../server/platform/files/store.ts'
import { childArguments } from '../support/child.ts'
import { aTerminal, failureOf, filesOf, settingsFor, useFolder, withStore } from './open.ts'

const CHILD = childArguments(import.meta.url, './swapper')

describe('a restore', function () {
  this.timeout(60_000)
  const folder = useFolder()
  const good = join(folder, 'good.zip')
  const key = newFileKey()
  const { terminal, noted } = aTerminal()
  let entries: Map<string, Buffer>

  const restore = (target: string, file: string, force = false) =>
    restoreInto(target, file, { force, terminal })

  before(async () => {
    const data = join(folder, 'data')
    await withStore(data, db => db.collection('things').insertMany([{ n: 1 }, { n: 2 }]))
    await filesOf(data).put(key, Readable.from([Buffer.alloc(50_000, 'a')]))
    writeFileSync(join(data, 'session-secret'), 'new')
    await writeBackup(settingsFor(data), good, { force: false, terminal })
    entries = await unzipped(good)
  })

  describe('of a file that is not a sound backup is refused, with nothing left behind:', () => {
    const manifestWith = (change: (manifest: ManifestShape) => void) => {
      const manifest = JSON.parse(String(entries.get('manifest.json')))
      change(manifest)
      return Buffer.from(JSON.stringify(manifest))
    }
    const told = (name: string, bytes: Buffer) => ({
      name,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    const upload = () => `uploads/${key.slice(0, 2)}/${key}`
    const things = 'store/rouedad/things.bson'

    const hostile: Record<string, [says: RegExp, make: (file: string) => Promise<void> | void]> = {
      'cut short': [
        /end of central directory/i,
        file => writeFileSync(file, readFileSync(good).subarray(0, -200)),
      ],
      empty: [/central directory/i, file => writeFileSync(file, '')],
      'with a byte changed in an upload': [
        /uploads\/.*is damaged/,
        file => {
          const bytes = readFileSync(good)
          bytes[bytes.indexOf('aaaaaaaa') + 100] = 98
          writeFileSync(file, bytes)
        },
      ],
      'without a manifest': [/no manifest\.json/, file => zipped(file, without('manifest.json'))],
      'with a manifest that is no JSON': [
        /not JSON/,
        file => zipped(file, changed('manifest.json', Buffer.from('{'))),
      ],
      'without an upload': [/uploads\/.* is missing/, file => zipped(file, without(upload()))],
      'without a collection’s indexes': [
        /things\.metadata\.json is missing/,
        file =>
          zipped(
            file,
            changed(
              'manifest.json',
              manifestWith(m => {
                m.entries = m.entries.filter(({ name }) => !name.endsWith('things.metadata.json'))
              }),
              without('store/rouedad/things.metadata.json'),
            ),
          ),
      ],
      'with an entry that leaves the folder': [
        /invalid relative path: \.\.\/\.\.\/evil/,
        async file => {
          await zipped(file, changed('aa/bb/evil', Buffer.from('x')))
          writeFileSync(file, renamed(readFileSync(file), 'aa/bb/evil', '../../evil'))
        },
      ],
      'with an absolute entry': [
        /absolute path/,
        async file => {
          await zipped(file, changed('aetc/evil', Buffer.from('x')))
          writeFileSync(file, renamed(readFileSync(file), 'aetc/evil', '/etc/evil'))
        },
      ],
      'with an entry on another drive': [
        /absolute path/,
        async file => {
          await zipped(file, changed('aaaevil', Buffer.from('x')))
          writeFileSync(file, renamed(readFileSync(file), 'aaaevil', 'C:/evil'))
        },
      ],
      'with an entry of no kind': [
        /"uploads\/ab\/x\.sh", which is no part/,
        file => zipped(file, changed('uploads/ab/x.sh', Buffer.from('x'))),
      ],
      'with an entry that the manifest does not tell of': [
        /is not in manifest\.json/,
        file => zipped(file, changed(`uploads/ab/ab${'0'.repeat(30)}`, Buffer.from('x'))),
      ],
      'with an entry twice': [
        /holds uploads\/.* twice/,
        async file => {
          const other = `uploads/aa/aa${'0'.repeat(key.length - 2)}`
          await zipped(file, changed(other, Buffer.from('x')))
          writeFileSync(file, renamed(readFileSync(file), other, upload()))
        },
      ],
      'with a list of indexes without end': [
        /things\.metadata\.json is too large/,
        file => {
          const name = 'store/rouedad/things.metadata.json'
          const bytes = Buffer.alloc(2_000_000, ' ')
          const manifest = manifestWith(m => {
            m.entries = m.entries.map(each => (each.name === name ? told(name, bytes) : each))
          })
          return zipped(file, changed('manifest.json', manifest, changed(name, bytes)))
        },
      ],
      'with a link': [/is a link/, file => zipped(file, entries, { link: upload() })],
      'with another count': [
        /things\.bson holds 2 documents, manifest\.json says 3/,
        file =>
          zipped(
            file,
            changed(
              'manifest.json',
              manifestWith(m => {
                for (const each of m.collections) each.count = 3
              }),
            ),
          ),
      ],
      'with documents that are none': [
        /things\.bson: holds a document of/,
        file => {
          const bytes = Buffer.from('not BSON at all')
          const manifest = manifestWith(m => {
            m.entries = m.entries.map(each => (each.name === things ? told(things, bytes) : each))
          })
          return zipped(file, changed('manifest.json', manifest, changed(things, bytes)))
        },
      ],
      'with a document that stands there twice': [
        /duplicate key/,
        file => {
          const [first = Buffer.alloc(0)] = [
            entries.get(things)?.subarray(0, entries.get(things)?.readInt32LE(0)),
          ]
          const bytes = Buffer.concat([first, first])
          const manifest = manifestWith(m => {
            m.entries = m.entries.map(each => (each.name === things ? told(things, bytes) : each))
          })
          return zipped(file, changed('manifest.json', manifest, changed(things, bytes)))
        },
      ],
      'with far more bytes than told': [
        /has 60000000 bytes, manifest\.json says 50000/,
        file => zipped(file, changed(upload(), Buffer.alloc(60_000_000))),
      ],
      'with far more bytes than even the ZIP tells': [
        /too many bytes|not what was backed up|holds more/,
        async file => {
          await zipped(file, changed(upload(), Buffer.alloc(60_000_000)), { compress: true })
          writeFileSync(file, sizeInDirectory(readFileSync(file), upload(), 50_000))
        },
      ],
      'of a newer hub': [
        /newer hub \(form 2/,
        file =>
          zipped(
            file,
            changed(
              'manifest.json',
              manifestWith(m => {
                m.format = 2
              }),
            ),
          ),
      ],
    }
    for (const [name, [says, make]] of Object.entries(hostile)) {
      it(name, async () => {
        const file = join(folder, 'hostile.zip')
        const target = join(folder, 'target')
        await make(file)
        expect(await failureOf(restore(target, file)))
          .to.match(says)
          .and.include(file)
        expect(existsSync(target)).to.equal(false)
        expect(existsSync(join(folder, 'evil'))).to.equal(false)
      })
    }

    const without = (name: string) => new Map([...entries].filter(([each]) => each !== name))
    const changed = (name: string, bytes: Buffer, from = entries) =>
      new Map([[name, bytes], ...[...from].filter(([each]) => each !== name)] as const)
  })

  describe('into a folder that is in use', () => {
    const target = join(folder, 'used')
    const old = newFileKey()
    before(async () => {
      await withStore(target, db => db.collection('things').insertOne({ n: 0 }))
      await filesOf(target).put(old, Readable.from(['old']))
    })

    it('waits for the hub to be stopped, and says which it is', async () => {
      await withStore(target, async () => {
        expect(await failureOf(restore(target, good, true))).to.include(
          `in use by process ${process.pid}`,
        )
      })
      expect(readdirSync(target).sort()).to.deep.equal(['store', 'tmp', 'uploads'])
    })

    it('leaves all of it as it was when the backup is not sound, even when told to replace it', async () => {
      const file = join(folder, 'damaged.zip')
      const bytes = readFileSync(good)
      bytes[bytes.indexOf('aaaaaaaa') + 100] = 98
      writeFileSync(file, bytes)
      const before = readdirSync(target).sort()
      expect(await failureOf(restore(target, file, true))).to.include('is damaged')
      expect(readdirSync(target).sort()).to.deep.equal(before)
      expect(await numbersIn(target)).to.deep.equal([0])
      expect(await filesOf(target).size(old)).to.equal(3)
    })

    it('replaces nothing unless told to; then keeps what was there', async () => {
      expect(await failureOf(restore(target, good))).to.include('--force')
      expect(await numbersIn(target)).to.deep.equal([0])
      const { replaced = '' } = await restore(target, good, true)
      expect(await numbersIn(target)).to.deep.equal([1, 2])
      expect(await numbersIn(replaced)).to.deep.equal([0])
      expect(await filesOf(replaced).size(old)).to.equal(3)
      expect(await failureOf(filesOf(target).size(old))).to.include('No stored file')
    })
  })

  describe('that is killed while it puts the new in place of the old', () => {
    const first = join(folder, 'first')
    before(() => withStore(first, db => db.collection('things').insertOne({ n: 0 })))

    for (let step = 0; step <= 8; step++) {
      it(`is finished by the same command, after step ${step}; no hub starts before`, async () => {
        const target = join(folder, `killed-${step}`)
        await cp(first, target, { recursive: true })
        const child = spawnSync(process.execPath, [...CHILD, target, good, String(step)], {
          encoding: 'utf8',
        })
        expect(child.signal, child.stderr).to.equal('SIGKILL')
        const half = existsSync(join(target, 'restoring', 'swap.json'))
        expect(half).to.equal(step < 8)
        if (half) expect(await failureOf(openStore(settingsFor(target)))).to.include('run the same')
        if (half) await restore(target, good)
        expect(await numbersIn(target)).to.deep.equal([1, 2])
        expect(await filesOf(target).size(key)).to.equal(50_000)
        expect(readFileSync(join(target, 'session-secret'), 'utf8')).to.equal('new')
        const kept = readdirSync(target).filter(name => name.startsWith('replaced-'))
        expect(kept).to.have.length(1)
        expect(await numbersIn(join(target, kept[0] ?? ''))).to.deep.equal([0])
        if (half) expect(noted).to.include('A restore that was stopped half way is finished now.')
        await rm(target, { recursive: true })
      })
    }
  })

  it('begins again after one that was stopped while it built', async () => {
    const target = join(folder, 'building')
    await withStore(join(target, 'restoring'), db => db.collection('half').insertOne({}))
    await restore(target, good)
    expect(await numbersIn(target)).to.deep.equal([1, 2])
    expect(readdirSync(target).sort()).to.deep.equal(['session-secret', 'store', 'uploads'])
  })
})

type ManifestShape = {
  format: number
  entries: { name: string; size: number; sha256: string }[]
  collections: { count: number }[]
}

function numbersIn(dataDirectory: string) {
  return withStore(dataDirectory, async db => (await db.collection('things').distinct('n')).sort())
}

async function unzipped(file: string) {
  const zip = await openPromise(file, { autoClose: false })
  const found = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry())
    found.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  zip.close()
  return found
}

async function zipped(
  file: string,
  contents: Map<string, Buffer>,
  { link = '', compress = false } = {},
) {
  const zip = new ZipFile()
  for (const [name, bytes] of contents)
    zip.addBuffer(bytes, name, { compress, mode: name === link ? 0o120777 : 0o100600 })
  zip.end()
  const out = zip.outputStream.pipe(createWriteStream(file))
  await Promise.race([finished(out), once(zip, 'error')])
}

/** The same ZIP with another name, as long, that no honest program would write. */
function renamed(zip: Buffer, from: string, to: string) {
  expect(to).to.have.length(from.length)
  for (let at = zip.indexOf(from); at >= 0; at = zip.indexOf(from)) zip.write(to, at)
  return zip
}

/** The same ZIP with a lie about an entry’s size in its central directory. */
function sizeInDirectory(zip: Buffer, name: string, size: number) {
  const SIGNATURE = Buffer.from([0x50, 0x4b, 1, 2])
  for (let at = zip.indexOf(SIGNATURE); at >= 0; at = zip.indexOf(SIGNATURE, at + 4))
    if (zip.toString('utf8', at + 46, at + 46 + name.length) === name)
      zip.writeUInt32LE(size, at + 24)
  return zip
}
