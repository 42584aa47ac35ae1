import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { deserialize, serialize } from 'bson'
import { expect } from 'chai'
import fc from 'fast-check'
import type { Document } from 'mongodb'
import { crc32c } from '../src/crc32c.ts'
import { failure, type Opened, openTemporary } from './open.ts'

const MIB = 1024 * 1024

describe('embedded store: hostile frames', function () {
  this.timeout(120_000)
  let opened: Opened

  before(async () => {
    opened = await openTemporary()
    await opened.db.collection('kept').insertOne({ a: 1 })
    const rows = Array.from({ length: 30 }, (_, _id) => ({ _id, text: 'x'.repeat(MIB / 2) }))
    await opened.db.collection<(typeof rows)[0]>('bulky').insertMany(rows)
  })
  after(() => opened.close())

  const dial = async (): Promise<Peer> => {
    const socket = connect(join(opened.directory, 'mongo.sock'))
    await once(socket, 'connect')
    return new Peer(socket)
  }

  /** The connection is closed without a word, and the others know nothing of it. */
  const expectClosed = async (frame: Buffer, what: string): Promise<void> => {
    const peer = await dial()
    peer.socket.write(frame)
    expect(await peer.outcome(), what).to.equal('closed')
  }

  const expectAlive = async (): Promise<void> => {
    expect(await opened.db.command({ ping: 1 })).to.include({ ok: 1 })
    const { valid, errors } = await opened.db.command({ validate: 'kept' })
    expect({ valid, errors }).to.deep.equal({ valid: true, errors: [] })
  }

  it('closes on lengths that lie, whatever lies', async () => {
    for (const length of [0x7fffffff, -1, -0x80000000, 48_000_001, 0, 15, 20]) {
      const header = Buffer.alloc(16)
      header.writeInt32LE(length, 0)
      await expectClosed(header, `length ${length}`)
    }
    const valid = message({ ping: 1, $db: 'rouedad' })
    for (const [at, value] of [
      [21, 4],
      [21, -5],
      [21, 0x7fffffff],
      [12, 2012],
      [12, 2013 + 65536],
      [16, 1 << 2],
      [16, 1 << 15],
      [20, 0x01],
      [20, 0x03],
    ] as const) {
      const frame = Buffer.from(valid)
      if (at === 20) frame[at] = value
      else frame.writeInt32LE(value, at)
      await expectClosed(frame, `${value} at ${at}`)
    }
    const twice = message({ ping: 1, $db: 'rouedad' }, [
      ['documents', []],
      ['documents', []],
    ])
    await expectClosed(twice, 'a sequence twice')
    await expectClosed(query('rouedad.things', { ismaster: 1 }), 'a query that is no command')
    await expectAlive()
  })

  it('verifies a checksum', async () => {
    const bare = message({ ping: 1, $db: 'rouedad' }, [], 1)
    const frame = Buffer.concat([bare, Buffer.alloc(4)])
    frame.writeInt32LE(frame.length, 0)
    frame.writeUInt32LE(crc32c(frame.subarray(0, -4)), frame.length - 4)
    expect(crc32c(Buffer.from('123456789'))).to.equal(0xe3069283)
    const peer = await dial()
    peer.socket.write(frame)
    expect(await peer.reply()).to.deep.equal({ ok: 1 })
    frame.writeUInt8((frame.at(-1) ?? 0) ^ 1, frame.length - 1)
    await expectClosed(frame, 'a wrong checksum')
  })

  it('refuses what is nested too deep, and text that is not UTF-8, without closing', async () => {
    const peer = await dial()
    for (const depth of [201, 5_000, 1_000_000]) {
      for (const type of [0x03, 0x04]) {
        peer.socket.write(message(insertion, [['documents', [nested(depth, type)]]]))
        expect(await peer.reply(), `${depth} of ${type}`).to.include({ ok: 0, code: 15 })
      }
    }
    peer.socket.write(message(nested(300, 3)))
    expect(await peer.reply()).to.include({ ok: 0, code: 15 })
    for (const text of ['é', `${'x'.repeat(80)}é`]) {
      const bytes = Buffer.from(serialize({ _id: 1, [text]: text }))
      const damaged = Buffer.from(bytes.toString('latin1').replace('Ã', '\xff'), 'latin1')
      peer.socket.write(message(insertion, [['documents', [damaged]]]))
      expect(await peer.reply()).to.include({ ok: 0, code: 2 })
    }
    peer.socket.write(message(insertion, [['documents', [nested(150, 3)]]]))
    expect(await peer.reply()).to.include({ ok: 1, n: 1 })
    expect(await opened.db.collection('things').countDocuments()).to.equal(1)
    const things = opened.db.collection('things')
    await things.createIndex({ 'a.a.a': 1 })
    const deeper = things.updateOne({}, { $set: { [Array(60).fill('b').join('.')]: { c: 1 } } })
    expect((await deeper).modifiedCount).to.equal(1)
    const deepest = things.updateOne({}, { $set: { [Array(300).fill('d').join('.')]: 1 } })
    expect((await failure(deepest)).code).to.equal(15)
    await things.drop()
    await expectAlive()
  })

  it('never stores a document that is not BSON', async () => {
    const sound = Buffer.from(
      serialize({ _id: 'x', s: 'text', b: true, d: { e: [1] }, z: Buffer.from('bytes') }),
    )
    const peer = await dial()
    peer.socket.write(message(insertion, [['documents', [sound]]]))
    expect(await peer.reply()).to.include({ ok: 1, n: 1 })
    await opened.db.collection('things').deleteMany({})
    await fc.assert(
      fc.asyncProperty(
        fc.nat(sound.length - 6),
        fc.integer({ min: 0, max: 255 }),
        async (at, byte) => {
          const damaged = Buffer.from(sound)
          damaged[at + 4] = byte
          const each = await dial()
          each.socket.write(message(insertion, [['documents', [damaged]]]))
          await each.outcome()
          each.socket.destroy()
          // The driver checks what it reads more strictly than the store: what it can not read was no BSON.
          await opened.db.collection('things').find({}).toArray()
          await opened.db.collection('things').deleteMany({})
        },
      ),
      { numRuns: 300 },
    )
    await expectAlive()
  })

  it('answers many requests in one write, and one that comes byte by byte, on many connections', async () => {
    const peers = await Promise.all(Array.from({ length: 4 }, dial))
    await Promise.all(
      peers.map(async (peer, i) => {
        const frames = Array.from({ length: 200 }, (_, n) =>
          message({ insert: `mixed${i}`, documents: [{ _id: n }], $db: 'rouedad' }),
        )
        peer.socket.write(Buffer.concat(frames))
        for (const _ of frames) expect(await peer.reply()).to.include({ ok: 1, n: 1 })
        for (const byte of message({ count: `mixed${i}`, $db: 'rouedad' }))
          peer.socket.write(Buffer.of(byte))
        expect(await peer.reply()).to.include({ ok: 1, n: 200 })
      }),
    )
  })

  it('obeys moreToCome, and a connection dropped in the middle of a command', async () => {
    const quiet = await dial()
    quiet.socket.write(
      Buffer.concat([
        message({ insert: 'quiet', documents: [{ _id: 1 }], $db: 'rouedad' }, [], 2),
        message({ nonsense: 1, $db: 'rouedad' }, [], 2),
        message({ count: 'quiet', $db: 'rouedad' }),
      ]),
    )
    expect(await quiet.reply()).to.include({ ok: 1, n: 1 })
    for (let i = 0; i < 20; i++) {
      const peer = await dial()
      const frame = message({
        insert: 'quiet',
        documents: [{ text: 'x'.repeat(5000) }],
        $db: 'rouedad',
      })
      peer.socket.write(i % 2 ? frame : frame.subarray(0, 100 + i * 50))
      peer.socket.destroy()
    }
    await expectAlive()
    const { valid } = await opened.db.command({ validate: 'quiet' })
    expect(valid).to.equal(true)
  })

  it('waits for a reader that does not read, and serves the others meanwhile', async () => {
    const slow = await dial()
    slow.socket.pause()
    const before = memory()
    const frame = message({ find: 'bulky', batchSize: 30, $db: 'rouedad' })
    slow.socket.write(Buffer.concat(Array.from({ length: 20 }, () => frame)))
    for (let i = 0; i < 20; i++) await expectAlive()
    expect(memory() - before, 'of 300 MiB of replies').to.be.lessThan(120 * MIB)
    slow.socket.resume()
    for (let i = 0; i < 20; i++) expect((await slow.reply()).cursor.firstBatch).to.have.length(30)
    slow.socket.destroy()
  })

  it('stops reading from one that asks without end, and goes on when it has answered', async () => {
    const flood = await dial()
    flood.socket.pause()
    const frame = message({ find: 'bulky', batchSize: 5, $db: 'rouedad', comment: 'x'.repeat(MIB) })
    const before = memory()
    for (let i = 0; i < 60; i++) flood.socket.write(frame)
    for (let i = 0; i < 1500; i++) await opened.db.command({ ping: 1 })
    expect(flood.socket.writableLength, 'left with the sender').to.be.greaterThan(40 * MIB)
    expect(memory() - before).to.be.lessThan(150 * MIB)
    flood.socket.destroy()
    await expectAlive()
  })

  it('survives any damage to valid frames, while another connection works and memory stays bounded', async () => {
    const kept = opened.db.collection('kept')
    let worked = 0
    let over = false
    const bystander = (async () => {
      while (!over) {
        await kept.insertOne({ n: worked })
        worked++
      }
    })()
    const before = memory()
    await fc.assert(
      fc.asyncProperty(damagedFrames(), async frames => {
        const peer = await dial()
        peer.socket.write(Buffer.concat(frames))
        peer.socket.end()
        await peer.gone()
      }),
      { numRuns: 400 },
    )
    over = true
    await bystander
    expect(worked).to.be.greaterThan(10)
    expect(memory() - before).to.be.lessThan(200 * MIB)
    await expectAlive()
    for (const { name } of await opened.db.listCollections().toArray())
      expect(await opened.db.command({ validate: name }), name).to.include({ valid: true })
  })
})

const insertion = { insert: 'things', $db: 'rouedad' }
const VALID = [
  () => message({ ping: 1, $db: 'rouedad' }),
  () => message(insertion, [['documents', [Buffer.from(serialize({ a: [1, { b: 'c' }] }))]]]),
  () => message({ find: 'things', filter: { a: { $in: [1, null] } }, $db: 'rouedad' }),
  () =>
    message({ update: 'things', $db: 'rouedad' }, [
      ['updates', [Buffer.from(serialize({ q: {}, u: { $inc: { n: 1 } }, multi: true }))]],
    ]),
  () => message({ aggregate: 'things', pipeline: [{ $match: {} }], cursor: {}, $db: 'rouedad' }),
  () => query('admin.$cmd', { ismaster: 1 }),
]

/** A few frames in a row, some bytes of which are others, or missing, or too many. */
function damagedFrames(): fc.Arbitrary<Buffer[]> {
  const damage = fc.record({
    which: fc.nat(VALID.length - 1),
    bytes: fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 4 }),
    cut: fc.option(fc.nat(60), { nil: 0 }),
    honest: fc.boolean(),
  })
  return fc.array(damage, { minLength: 1, maxLength: 4 }).map(all =>
    all.map(({ which, bytes, cut, honest }) => {
      const frame = VALID[which]?.() ?? Buffer.alloc(0)
      for (const [at, byte] of bytes) frame[at % frame.length] = byte
      const rest = frame.subarray(0, frame.length - Math.min(cut, 30))
      if (honest) rest.writeInt32LE(rest.length, 0)
      return rest
    }),
  )
}

/** An OP_MSG: a body, then document sequences. */
function message(body: object | Buffer, sequences: [string, Buffer[]][] = [], flags = 0): Buffer {
  const head = Buffer.alloc(20)
  head.writeInt32LE(7, 4)
  head.writeInt32LE(2013, 12)
  head.writeUInt32LE(flags, 16)
  const parts = [head, Buffer.of(0), Buffer.isBuffer(body) ? body : Buffer.from(serialize(body))]
  for (const [name, documents] of sequences) {
    const content = Buffer.concat([Buffer.from(`${name}\0`), ...documents])
    const length = Buffer.alloc(4)
    length.writeInt32LE(content.length + 4, 0)
    parts.push(Buffer.of(1), length, content)
  }
  const frame = Buffer.concat(parts)
  frame.writeInt32LE(frame.length, 0)
  return frame
}

function query(namespace: string, body: object): Buffer {
  const name = Buffer.from(`${namespace}\0`)
  const document = serialize(body)
  const frame = Buffer.alloc(28 + name.length + document.length)
  frame.writeInt32LE(frame.length, 0)
  frame.writeInt32LE(2004, 12)
  frame.set(name, 20)
  frame.set(document, 28 + name.length)
  return frame
}

/** A document of so many levels, each the field `a` of the one around it. */
function nested(depth: number, type: number): Buffer {
  const bytes = Buffer.alloc(5 + (depth - 1) * 8)
  for (let level = 0; level < depth; level++) {
    const at = level * 7
    bytes.writeInt32LE(bytes.length - level * 8, at)
    if (level < depth - 1) bytes.write(String.fromCharCode(type, 0x61, 0), at + 4, 'latin1')
  }
  return bytes
}

function memory(): number {
  const { rss } = process.memoryUsage()
  return rss
}

/** The other end of a connection, that speaks bytes. */
class Peer {
  readonly socket: Socket
  #bytes = Buffer.alloc(0)
  #chunks: Buffer[] = []
  #size = 0
  #closed = false

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', bytes => {
      this.#chunks.push(bytes)
      this.#size += bytes.length
      socket.emit('more')
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#closed = true
      socket.emit('more')
    })
  }

  /** The next reply. Throws when the connection ends first. */
  async reply(): Promise<Document> {
    for (;;) {
      const frame = this.#take()
      if (frame) return deserialize(frame.subarray(21))
      if (this.#closed) throw new Error('closed')
      await once(this.socket, 'more')
    }
  }

  async outcome(): Promise<Document | string> {
    return this.reply().catch(() => 'closed')
  }

  async gone(): Promise<void> {
    while (!this.#closed) await once(this.socket, 'more')
  }

  #take(): Buffer | undefined {
    if (this.#bytes.length + this.#size < 4) return undefined
    if (this.#bytes.length < 4) this.#join()
    const length = this.#bytes.readInt32LE(0)
    if (this.#bytes.length + this.#size < length) return undefined
    if (this.#bytes.length < length) this.#join()
    const frame = this.#bytes.subarray(0, length)
    this.#bytes = this.#bytes.subarray(length)
    return frame
  }

  #join(): void {
    this.#bytes = Buffer.concat([this.#bytes, ...this.#chunks])
    this.#chunks = []
    this.#size = 0
  }
}
