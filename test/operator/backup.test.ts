import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { EJSON, serialize } from 'bson'
import { expect } from 'chai'
import { BSON, Decimal128, Double, Int32, Long, MongoClient, ObjectId, Timestamp } from 'mongodb'
import { Archive } from '../../server/operator/archive/read.ts'
import { ArchiveWriter } from '../../server/operator/archive/write.ts'
import { writeBackup } from '../../server/operator/backup/write.ts'
import { restoreInto } from '../../server/operator/restore/into.ts'
import { documentsIn } from '../../server/operator/store/frames.ts'
import { openStore } from '../../server/platform/database/store.ts'
import { newFileKey } from '../../server/platform/files/store.ts'
import { aTerminal, failureOf, filesOf, settingsFor, useFolder, withStore } from './open.ts'

const TYPES = {
  _id: new ObjectId(),
  int: new Int32(5),
  double: new Double(5),
  long: new Long(5),
  far: Long.MAX_VALUE,
  decimal: Decimal128.fromString('1.10'),
  date: new Date(0),
  stamp: new Timestamp({ t: 1, i: 2 }),
  bytes: new BSON.Binary(Buffer.from([1, 2]), 4),
  pattern: new BSON.BSONRegExp('a.b', 'im'),
  code: new BSON.Code('return 1'),
  least: new BSON.MinKey(),
  nothing: null,
  nested: [{ a: [1, 'é', { b: -0 }] }],
}
/** Keys that JavaScript would put in another order. */
const ORDERED = new Map<string, unknown>([
  ['_id', 'ordered'],
  ['b', 1],
  [
    '10',
    new Map<string, unknown>([
      ['z', 1],
      [
        '2',
        [
          new Map([
            ['y', 2],
            ['1', 3],
          ]),
        ],
      ],
    ]),
  ],
  ['9', new Double(2)],
])

describe('a backup', function () {
  this.timeout(60_000)
  const folder = useFolder()
  const data = join(folder, 'data')
  const key = newFileKey()
  const file = join(folder, 'backup.zip')
  const { terminal, noted } = aTerminal()

  before(async () => {
    await withStore(data, async db => {
      await db.command({ insert: 'things', documents: [TYPES, ORDERED] })
      await db.collection('things').createIndex({ int: 1, date: -1 }, { unique: true, name: 'own' })
      await db
        .collection('things')
        .createIndex({ date: 1 }, { expireAfterSeconds: 9e8, sparse: true })
      await db.createCollection('odd name.été')
    })
    await filesOf(data).put(key, Readable.from([Buffer.alloc(200_000, 'a'), 'z']))
    writeFileSync(join(data, 'session-secret'), 'secret')
  })

  it('brings back every byte, index, file and the secret', async () => {
    const done = await writeBackup(settingsFor(data), file, { force: false, terminal })
    expect(done).to.include({ documents: 2, files: 1 })
    const target = join(folder, 'again')
    const restored = await restoreInto(target, file, { force: false, terminal })
    expect(restored).to.include({ documents: 2, files: 1 }).and.not.have.property('replaced')
    expect(readdirSync(target).sort()).to.deep.equal(['session-secret', 'store', 'uploads'])
    expect(await contents(target)).to.deep.equal(await contents(data))
    expect(readFileSync(join(target, 'session-secret'), 'utf8')).to.equal('secret')
    expect(await filesOf(target).size(key)).to.equal(200_001)
  })

  it('is laid out as mongodump does it', async () => {
    const archive = await Archive.open(file)
    const names = archive.manifest.entries.map(({ name }) => name)
    expect(names).to.deep.equal([
      'store/rouedad/odd%20name.%C3%A9t%C3%A9.bson',
      'store/rouedad/odd%20name.%C3%A9t%C3%A9.metadata.json',
      'store/rouedad/things.bson',
      'store/rouedad/things.metadata.json',
      `uploads/${key.slice(0, 2)}/${key}`,
      'session-secret',
    ])
    const read = (name: string) => {
      const entry = archive.manifest.entries.find(each => each.name === name)
      return archive.read(entry ?? { name, size: 0, sha256: '' })
    }
    const documents = await Readable.from(documentsIn(read('store/rouedad/things.bson'))).toArray()
    expect(documents).to.deep.include.members([Buffer.from(serialize(TYPES))])
    const chunks = await Readable.from(read('store/rouedad/things.metadata.json')).toArray()
    const { indexes, collectionName } = EJSON.parse(Buffer.concat(chunks).toString())
    archive.close()
    expect(collectionName).to.equal('things')
    expect(indexes).to.deep.equal([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { int: 1, date: -1 }, name: 'own', unique: true },
      { v: 2, key: { date: 1 }, name: 'date_1', sparse: true, expireAfterSeconds: 9e8 },
    ])
  })

  it('takes nobody’s name, unless told to', async () => {
    const options = { force: false, terminal }
    const before = readFileSync(file)
    expect(await failureOf(writeBackup(settingsFor(data), file, options))).to.include('exists')
    expect(readFileSync(file)).to.deep.equal(before)
    writeFileSync(`${file}.partial`, 'of a backup that was killed')
    await writeBackup(settingsFor(data), file, { force: true, terminal })
    expect(existsSync(`${file}.partial`)).to.equal(false)
    expect(readFileSync(file)).not.to.deep.equal(before)
  })

  it('leaves nothing behind when it fails', async () => {
    const other = join(folder, 'other.zip')
    expect(
      await failureOf(
        writeBackup(settingsFor(join(folder, 'nobody')), other, { force: false, terminal }),
      ),
    ).to.include('there is no store')
    expect(readdirSync(folder)).to.include('backup.zip').and.not.include.members(['other.zip'])
    expect(existsSync(`${other}.partial`)).to.equal(false)
  })

  it('gives way to a later one to the same name', async () => {
    const other = join(folder, 'twice.zip')
    const first = await ArchiveWriter.create(other)
    const second = await ArchiveWriter.create(other)
    await first.add('a', [Buffer.from('1')], { compress: false })
    expect(await failureOf(first.finish({ replace: false }))).to.include('another backup')
    await first.abandon()
    await second.finish({ replace: false })
    expect(existsSync(other)).to.equal(true)
  })

  it('names what is in uploads/ and is not of the hub', async () => {
    const stranger = join(data, 'uploads', key.slice(0, 2), 'Thumbs.db')
    writeFileSync(stranger, '')
    await writeBackup(settingsFor(data), file, { force: true, terminal })
    await rm(stranger)
    expect(noted.join()).to.include('Thumbs.db')
  })

  it('of a server’s store goes into the hub’s own database, and says that it is not one moment', async () => {
    const server = await openStore(settingsFor(join(folder, 'server')))
    const mongodbUri = server.uri.replace('/rouedad?', '/elsewhere?')
    const client = await MongoClient.connect(mongodbUri)
    await client.db().collection('things').insertOne({ n: 1 })
    await mkdir(join(folder, 'cloud'), { recursive: true })
    const config = {
      ...settingsFor(join(folder, 'cloud')),
      mongodbUri,
      s3Url: 's3://key:secret@bucket.example/b',
    }
    const zip = join(folder, 'server.zip')
    await writeBackup(config, zip, { force: false, terminal })
    await client.close()
    await server.close()
    expect(noted.join()).to.include('not all of one moment').and.include('in the bucket')
    await restoreInto(join(folder, 'home'), zip, { force: false, terminal })
    await withStore(join(folder, 'home'), async db => {
      expect(db.databaseName).to.equal('rouedad')
      expect(await db.collection('things').countDocuments({ n: 1 })).to.equal(1)
    })
  })
})

/** All documents, as bytes, and all indexes. */
function contents(dataDirectory: string) {
  return withStore(dataDirectory, async db => {
    const names = (await db.collections()).map(({ collectionName }) => collectionName).sort()
    return Promise.all(
      names.map(async name => ({
        name,
        documents: await db.collection(name).find({}, { raw: true }).toArray(),
        indexes: await db.collection(name).indexes(),
      })),
    )
  })
}
