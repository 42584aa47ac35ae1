import { randomBytes } from 'node:crypto'
import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect } from 'chai'
import { openFileStore } from '../../../server/platform/files/open.ts'
import { readS3Url } from '../../../server/platform/files/s3.ts'
import { type FileStore, MissingFile, newFileKey } from '../../../server/platform/files/store.ts'
import { sweepTemporary } from '../../../server/platform/files/temporary.ts'
import { type FakeS3, startFakeS3 } from './support/fake-s3.ts'
import { failureOf, freshFolder } from './support/samples.ts'

const folder = freshFolder()

async function keysOf(store: FileStore) {
  const keys: string[] = []
  for await (const key of store.list()) keys.push(key)
  return keys.sort()
}

function aFileStore(open: () => FileStore) {
  it('gives back what it was given, whole or in part', async () => {
    const bytes = randomBytes(300_000)
    const key = newFileKey()
    await open().put(key, Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]))
    expect((await buffer(await open().open(key))).equals(bytes)).to.equal(true)
    expect(await open().size(key)).to.equal(bytes.length)
    const part = await buffer(await open().open(key, { start: 10, end: 19 }))
    expect(part.equals(bytes.subarray(10, 20))).to.equal(true)
  })

  it('copies a file and leaves it in place', async () => {
    const path = join(folder(), 'source.txt')
    await writeFile(path, 'bonjour')
    const key = newFileKey()
    await open().put(key, path)
    await open().put(key, path)
    expect(String(await buffer(await open().open(key)))).to.equal('bonjour')
    expect(await readdir(folder())).to.include('source.txt')
  })

  it('stores nothing of a stream that breaks', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half')
        throw new Error('cut')
      })(),
    )
    const key = newFileKey()
    expect(await failureOf(open().put(key, broken))).to.have.property('message', 'cut')
    expect(await failureOf(open().open(key))).to.be.instanceOf(MissingFile)
    expect(await keysOf(open())).to.eql([])
    expect(await readdir(join(folder(), 'tmp'))).to.eql([])
  })

  it('lists and removes', async () => {
    const keys = [newFileKey(), newFileKey(), newFileKey()].sort()
    for (const key of keys) await open().put(key, Readable.from(['x']))
    expect(await keysOf(open())).to.eql(keys)
    await open().remove(keys[0] ?? '')
    await open().remove(keys[0] ?? '')
    expect(await keysOf(open())).to.eql(keys.slice(1))
    expect(await failureOf(open().size(keys[0] ?? ''))).to.be.instanceOf(MissingFile)
  })

  for (const key of [
    '../../etc/passwd',
    '..',
    '',
    'A'.repeat(32),
    'a/b',
    'abc',
    `${'a'.repeat(32)}\n`,
  ])
    it(`refuses the key ${JSON.stringify(key)}`, async () => {
      expect(await failureOf(open().put(key, Readable.from(['x'])))).to.be.instanceOf(RangeError)
      expect(await failureOf(open().open(key))).to.be.instanceOf(RangeError)
      expect(await failureOf(open().remove(key))).to.be.instanceOf(RangeError)
    })
}

describe('the file store on disk', () => {
  aFileStore(() => openFileStore({ dataDirectory: folder() }))
})

describe('the file store in a bucket', () => {
  let s3: FakeS3
  before(async () => {
    s3 = await startFakeS3()
  })
  beforeEach(() => s3.objects.clear())
  after(() => s3.close())

  const open = () =>
    openFileStore({
      dataDirectory: folder(),
      s3Url: `s3://clef:se%2Fcret@127.0.0.1:${s3.port}/seau/fichiers?region=bzh&tls=0`,
    })
  aFileStore(open)

  it('signs each request and announces the length of what it sends', async () => {
    await open().put(newFileKey(), Readable.from(['bonjour']))
    const [sent] = s3.requests.slice(-1)
    expect(sent?.headers.authorization).to.match(
      /^AWS4-HMAC-SHA256 Credential=clef\/\d{8}\/bzh\/s3\/aws4_request, SignedHeaders=\S+, Signature=[0-9a-f]{64}$/,
    )
    expect(sent?.headers['content-length']).to.equal('7')
    expect(sent?.headers['transfer-encoding']).to.equal(undefined)
    expect(sent?.url).to.match(/^\/seau\/fichiers\/[0-9a-f]{32}$/)
  })

  it('says what failed without saying the secret', async () => {
    s3.failNext(403)
    const error = await failureOf(open().put(newFileKey(), Readable.from(['x'])))
    expect(String(error))
      .to.include('403')
      .and.not.match(/clef|se.*cret/)
    expect(() => readS3Url('s3://clef:secret@'))
      .to.throw(RangeError)
      .and.not.match(/secret@/)
    expect(() => readS3Url('https://hote/seau')).to.throw(RangeError)
  })

  it('speaks TLS unless told otherwise', () => {
    expect(readS3Url('s3://a:b@s3.fr/seau').base).to.equal('https://s3.fr/seau')
    expect(readS3Url('https://a:b@s3.fr/seau/').base).to.equal('https://s3.fr/seau')
    expect(readS3Url('http://a:b@s3.fr:9000/seau').base).to.equal('http://s3.fr:9000/seau')
  })
})

describe('sweepTemporary', () => {
  it('removes old leftovers only', async () => {
    for (const name of ['old', 'new']) await writeFile(join(folder(), name), 'x')
    await utimes(join(folder(), 'old'), 1, 1)
    await sweepTemporary(folder())
    await sweepTemporary(join(folder(), 'nowhere'))
    expect(await readdir(folder())).to.eql(['new'])
  })
})
