import { chmodSync, existsSync, truncateSync } from 'node:fs'
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { MongoClient } from 'mongodb'
import { startEmbeddedStore } from '../src/index.ts'
import { failure } from './open.ts'

const isRoot = process.getuid?.() === 0

describe('embedded store: a folder that can not be used', function () {
  this.timeout(60_000)
  let directory: string
  let filled: string

  before(async () => {
    filled = await mkdtemp(join(tmpdir(), 'embedded-'))
    const store = await startEmbeddedStore({ directory: filled, worker: false })
    const client = await MongoClient.connect(store.uri)
    const rows = Array.from({ length: 400 }, (_, _id) => ({ _id, text: 'x'.repeat(5000) }))
    await client.db().collection<(typeof rows)[0]>('rows').insertMany(rows)
    await client.close()
    await store.close()
  })
  after(() => rm(filled, { recursive: true, force: true }))
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'embedded-'))
  })
  afterEach(() => rm(directory, { recursive: true, force: true }))

  /** It refuses with words, in either way of running, and leaves nothing behind that a later start would stumble over. */
  async function expectRefused(store: string, words: RegExp, ways = [false]): Promise<void> {
    for (const worker of ways) {
      const { message } = await failure(startEmbeddedStore({ directory: store, worker }))
      expect(message, `worker ${worker}`).to.match(words).and.to.include(store)
    }
    if (!existsSync(store) || !(await stat(store)).isDirectory()) return
    const left = (await readdir(store)).filter(name => /^store\.lock|^mongo\.sock/.test(name))
    expect(left.filter(name => name !== blocked)).to.deep.equal([])
  }
  let blocked = ''
  const data = () => join(directory, 'data.mdb')
  const copyFilled = () => cp(join(filled, 'data.mdb'), data())

  it('says that a file is in the way', async () => {
    const file = join(directory, 'store')
    await writeFile(file, 'mine')
    await expectRefused(file, /a file is in the way; move it away/, [true])
    await expectRefused(join(file, 'deeper'), /a file is in the way; move it away/)
    await symlink(join(directory, 'nowhere'), join(directory, 'link'))
    await expectRefused(join(directory, 'link'), /can not be used/)
  })

  it('says what is wrong with a data file of another kind', async () => {
    for (const content of ['x', 'SQLite format 3\0'.repeat(2000), Buffer.alloc(20_000)]) {
      await writeFile(data(), content)
      await expectRefused(directory, /data\.mdb is not a data file of this store/)
    }
    await rm(data())
    await mkdir(data())
    await expectRefused(directory, /data\.mdb is not a file; move it away/, [false, true])
  })

  it('starts anew on an empty data file', async () => {
    await writeFile(data(), '')
    await (await startEmbeddedStore({ directory, worker: false })).close()
  })

  it('notices a data file that was cut short, however far', async () => {
    const { size } = await stat(join(filled, 'data.mdb'))
    expect(size).to.be.greaterThan(2_000_000)
    for (const kept of [100, 4096, 5000, 8192, 100_000, 1_500_001]) {
      await copyFilled()
      truncateSync(data(), kept)
      await expectRefused(directory, /was cut short|is not a data file of this store/)
    }
  })

  it('notices a damaged second page, and one that claims another version', async () => {
    const bytes = await readFile(join(filled, 'data.mdb'))
    const second = Buffer.from(bytes).fill(0xff, 4096, 8192)
    await writeFile(data(), second)
    await expectRefused(directory, /is not a data file of this store/)
    const version = Buffer.from(bytes)
    version.writeUInt32LE(77, 28)
    await writeFile(data(), version)
    await expectRefused(directory, /VERSION|is not a data file/)
  })

  it('says that something is in the way of the lock, of LMDB’s lock or of the socket', async () => {
    for (const name of ['store.lock', 'lock.mdb', 'mongo.sock']) {
      blocked = name
      await mkdir(join(directory, name, 'deeper'), { recursive: true })
      await expectRefused(directory, /in the way|is not a file/, [false, true])
      await rm(join(directory, name), { recursive: true })
    }
    blocked = ''
    await (await startEmbeddedStore({ directory, worker: false })).close()
  })

  it('says that this user may not write there', async function () {
    if (isRoot) this.skip()
    chmodSync(directory, 0o500)
    await expectRefused(directory, /this user may not write there/)
    await expectRefused(join(directory, 'deeper'), /this user may not write there/)
    chmodSync(directory, 0o700)
    await copyFilled()
    chmodSync(data(), 0o400)
    await expectRefused(directory, /this user may not write there/)
  })
})
