import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { deserialize, serialize } from 'bson'
import { expect } from 'chai'
import { failure, type Opened, openTemporary } from './open.ts'

describe('embedded store: wire protocol', () => {
  let opened: Opened

  before(async () => {
    opened = await openTemporary()
  })
  after(() => opened.close())

  const dial = async (): Promise<Socket> => {
    const socket = connect(join(opened.directory, 'mongo.sock'))
    await once(socket, 'connect')
    return socket
  }

  /** A frame of OP_MSG with one body section. */
  const message = (body: object, { flags = 0, opcode = 2013, kind = 0 } = {}): Buffer => {
    const document = serialize(body)
    const frame = Buffer.alloc(21 + document.length)
    frame.writeInt32LE(frame.length, 0)
    frame.writeInt32LE(7, 4)
    frame.writeInt32LE(opcode, 12)
    frame.writeUInt32LE(flags, 16)
    frame[20] = kind
    frame.set(document, 21)
    return frame
  }

  it('closes the connection that sends garbage, and no other', async () => {
    const valid = message({ ping: 1, $db: 'x' })
    const damaged = Buffer.from(valid)
    damaged.writeInt32LE(1000, 21)
    const huge = Buffer.alloc(16)
    huge.writeInt32LE(49_000_000, 0)
    const garbage = [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      huge,
      Buffer.alloc(64, 0xff),
      message({ ping: 1 }, { opcode: 2012 }),
      message({ ping: 1 }, { flags: 4 }),
      message({ ping: 1 }, { kind: 2 }),
      damaged,
    ]
    const bystander = await dial()
    for (const bytes of garbage) {
      const socket = await dial()
      socket.on('error', () => {})
      socket.write(bytes)
      await once(socket, 'close')
    }
    bystander.write(valid)
    const [reply] = await once(bystander, 'data')
    expect(deserialize(reply.subarray(21))).to.deep.equal({ ok: 1 })
    bystander.destroy()
    expect(await opened.db.command({ ping: 1 })).to.include({ ok: 1 })
  })

  it('reads frames however they are cut and answers them in order', async () => {
    const socket = await dial()
    const frames = Buffer.concat([
      message({ ping: 1, $db: 'x' }),
      message({ nonsense: 1, $db: 'x' }),
      message({ ping: 1, $db: 'x' }, { flags: 2 }),
      message({ hello: 1, $db: 'x' }),
    ])
    const replies: Buffer[] = []
    socket.on('data', bytes => replies.push(bytes))
    for (let i = 0; i < frames.length; i += 3) {
      socket.write(frames.subarray(i, i + 3))
      if (i % 30 === 0) await new Promise(resolve => setImmediate(resolve))
    }
    const parsed: Record<string, unknown>[] = []
    while (parsed.length < 3) {
      await new Promise(resolve => setTimeout(resolve, 5))
      parsed.length = 0
      for (
        let rest = Buffer.concat(replies);
        rest.length > 4;
        rest = rest.subarray(rest.readInt32LE(0))
      ) {
        parsed.push(deserialize(rest.subarray(21, rest.readInt32LE(0))))
      }
    }
    expect(parsed.map(({ ok, code }) => [ok, code])).to.deep.equal([
      [1, undefined],
      [0, 59],
      [1, undefined],
    ])
    socket.destroy()
  })

  it('answers the old handshake', async () => {
    const socket = await dial()
    const name = Buffer.from('admin.$cmd\0')
    const document = serialize({ ismaster: 1, helloOk: true })
    const frame = Buffer.alloc(16 + 4 + name.length + 8 + document.length)
    frame.writeInt32LE(frame.length, 0)
    frame.writeInt32LE(2004, 12)
    frame.set(name, 20)
    frame.set(document, 28 + name.length)
    socket.write(frame)
    const [reply] = await once(socket, 'data')
    expect(reply.readInt32LE(12)).to.equal(1)
    expect(deserialize(reply.subarray(36))).to.include({ ismaster: true, maxWireVersion: 21 })
    socket.destroy()
  })

  it('refuses by name what it does not do', async () => {
    const { db, client } = opened
    const of = async (command: object) => failure(db.command(command))
    expect(await of({ frobnicate: 1 })).to.include({
      code: 59,
      codeName: 'CommandNotFound',
      message: "no such command: 'frobnicate'",
    })
    expect((await of({ find: 'x', frob: 1 })).message).to.equal(
      "BSON field 'find.frob' is an unknown field.",
    )
    expect((await of({ find: 'x', collation: { locale: 'fr' } })).codeName).to.equal(
      'NotImplemented',
    )
    expect((await of({ create: 'x', capped: true, size: 5 })).message).to.include('capped')
    expect((await of({ find: 'x', filter: { $where: 'true' } })).message).to.include('$where')
    expect((await of({ find: 'x', filter: { a: { $near: 1 } } })).codeName).to.equal(
      'NotImplemented',
    )
    expect((await failure(db.collection('x').watch().next())).code).to.equal(40573)
    const started = { find: 'x', startTransaction: true, autocommit: false }
    expect((await of(started)).code).to.equal(20)
    const session = client.startSession()
    const inTransaction = session.withTransaction(() =>
      db.collection('x').insertOne({ a: 1 }, { session }),
    )
    expect((await failure(inTransaction)).message).to.include('does not support')
    await session.endSession()
  })

  it('manages collections and databases', async () => {
    const { db, client } = opened
    await db.createCollection('made')
    expect((await failure(db.createCollection('made'))).codeName).to.equal('NamespaceExists')
    await db.collection('made').insertOne({ a: 1 })
    await db.collection('made').rename('renamed')
    expect(
      (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name),
    ).to.deep.equal(['renamed'])
    expect(
      (await client.db('admin').admin().listDatabases()).databases.map(({ name }) => name),
    ).to.include('rouedad')
    expect(await db.command({ collStats: 'renamed' })).to.include({ count: 1, nindexes: 1 })
    expect(await db.command({ dbStats: 1 })).to.include({ collections: 1, objects: 1 })
    expect(await db.collection('renamed').drop()).to.equal(true)
    await client.db('other').collection('x').insertOne({ a: 1 })
    await client.db('other').dropDatabase()
    expect(await client.db('other').listCollections().toArray()).to.deep.equal([])
  })
})
