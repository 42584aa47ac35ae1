import { readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect } from 'chai'
import { open } from 'lmdb'
import { Schema } from 'mongoose'
import { attachmentSchema } from '../../models/attachment.ts'
import { attachmentFields, attachmentsAt, fieldsOf } from '../../server/operator/check/fields.ts'
import check from '../../server/operator/check.ts'
import stats from '../../server/operator/stats.ts'
import { newFileKey } from '../../server/platform/files/store.ts'
import { aTerminal, failureOf, filesOf, useFolder, withStore } from './open.ts'

const SHA256_OF_X = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881'

describe('a check of the data', function () {
  this.timeout(60_000)
  const folder = useFolder()
  let turn = 0

  /** A DATA_DIR with one resource that has two attachments. */
  async function someData() {
    const data = join(folder, `data-${++turn}`)
    const attachments = [newFileKey(), newFileKey()].map(key => ({
      ...{ key, size: 1, sha256: SHA256_OF_X, name: 'x', mime: 'text/plain', kind: 'text' },
    }))
    await withStore(data, async db => {
      await db.collection('resources').createIndex({ slug: 1 }, { unique: true })
      await db.collection('resources').insertOne({ slug: 'a', attachments })
    })
    for (const { key } of attachments) await filesOf(data).put(key, Readable.from(['x']))
    const path = (at: number) => {
      const key = attachments[at]?.key ?? ''
      return join(data, 'uploads', key.slice(0, 2), key)
    }
    return { data, path, attachments }
  }

  const run = async (data: string, values = {}) => {
    const { terminal, said, noted } = aTerminal()
    const environment = { DATA_DIR: data }
    return { code: await check.run({ words: [], values, environment, terminal }), said, noted }
  }

  it('says that all is well, and counts files that no record names', async () => {
    const { data } = await someData()
    await filesOf(data).put(newFileKey(), Readable.from(['y']))
    const { code, said, noted } = await run(data, { files: true })
    expect(said).to.deep.equal(['1 collection, 2 attachments: all is well'])
    expect(noted.join()).to.match(/^1 file that no record names/)
    expect(code).to.equal(0)
  })

  it('finds a file that is missing, one of another size and, reading them, one that is damaged', async () => {
    const { data, path, attachments } = await someData()
    rmSync(path(0))
    truncateSync(path(1), 0)
    const sizes = await run(data)
    expect(sizes.code).to.equal(1)
    expect(sizes.said[0]).to.match(/^resources \w{24}: the file \w+ is missing$/)
    expect(sizes.said[1]).to.include(`the file ${attachments[1]?.key} has 0 bytes, not 1`)
    writeFileSync(path(0), 'x')
    writeFileSync(path(1), 'y')
    expect((await run(data)).code).to.equal(0)
    const bytes = await run(data, { files: true })
    expect(bytes.code).to.equal(1)
    expect(bytes.said).to.deep.include('1 collection, 2 attachments: 1 fault')
    expect(bytes.said[0]).to.include(`${attachments[1]?.key} is damaged`)
  })

  it('finds an index that lacks an entry', async () => {
    const { data } = await someData()
    const env = open({
      path: join(data, 'store'),
      maxDbs: 100,
      encoding: 'binary',
      keyEncoding: 'binary',
    })
    const index = [...env.getKeys()].map(String).find(name => name.startsWith('i'))
    const tree = env.openDB(index?.replace('\0', '') ?? '', {
      encoding: 'binary',
      keyEncoding: 'binary',
    })
    for (const key of [...tree.getKeys()].map(key => Buffer.from(key as Uint8Array)))
      tree.removeSync(key)
    await env.close()
    const { code, said } = await run(data)
    expect(code).to.equal(1)
    expect(said[0]).to.match(/^resources: index slug_1 /)
  })

  it('asks the hub that runs', async () => {
    const { data } = await someData()
    await withStore(data, async () => {
      expect((await run(data)).code).to.equal(0)
      const { terminal, said } = aTerminal()
      const call = { words: [], values: { json: true }, environment: { DATA_DIR: data }, terminal }
      expect(await stats.run(call)).to.equal(0)
      const told = JSON.parse(said.join('\n'))
      expect(told.collections).to.have.length(1)
      expect(told.collections[0]).to.include({ name: 'resources', documents: 1 })
      const indexes = told.collections[0].indexes.map((index: { name: string }) => index.name)
      expect(indexes).to.deep.equal(['_id_', 'slug_1'])
      expect(told.uploads).to.deep.equal({ count: 2, bytes: 2 })
      expect(told.store.bytes).to.be.greaterThan(4096)
      expect(told.disk.free).to.be.within(1, told.disk.size)
    })
    const { terminal, said } = aTerminal()
    await stats.run({ words: [], values: {}, environment: { DATA_DIR: data }, terminal })
    expect(said[1]).to.match(/^resources +1 +[\d.]+ KB$/)
    expect(said.join('\n')).to.match(/uploads +2 files, 2 bytes/)
  })

  it('makes nothing where there is no store', async () => {
    const nowhere = join(folder, 'nowhere')
    expect(await failureOf(run(nowhere))).to.include('there is no store')
    expect(readdirSync(folder)).not.to.include('nowhere')
  })

  it('knows the attachments of every model, however they are nested', async () => {
    expect(await attachmentFields()).to.deep.include.members([
      { collection: 'resources', path: 'attachments' },
      { collection: 'gatherings', path: 'attachments' },
    ])
    const schema = new Schema({
      photo: attachmentSchema,
      author: new Schema({ photo: { type: attachmentSchema.clone() } }),
      steps: [new Schema({ pictures: [attachmentSchema], text: String })],
      posters: { type: Map, of: attachmentSchema },
      deep: { cover: attachmentSchema },
    })
    const paths = fieldsOf(schema).sort()
    expect(paths).to.deep.equal([
      'author.photo',
      'deep.cover',
      'photo',
      'posters.$*',
      'steps.pictures',
    ])
    const one = (key: string) => ({ key, size: 1, sha256: 'a' })
    const record = {
      photo: one('1'),
      author: { photo: one('2') },
      steps: [{ pictures: [one('3'), one('4')] }, { pictures: [] }, {}],
      posters: { a: one('5'), b: one('6') },
      deep: { cover: null },
    }
    const keys = paths.flatMap(path => attachmentsAt(record, path.split('.'))).map(({ key }) => key)
    expect(keys.sort()).to.deep.equal(['1', '2', '3', '4', '5', '6'])
  })
})
