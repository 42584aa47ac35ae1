import { MongoBackend } from '@agendajs/mongo-backend'
import { Agenda } from 'agenda'
import { expect } from 'chai'
import MongoStore from 'connect-mongo'
import session, { type SessionData } from 'express-session'
import mongoose from 'mongoose'
import { RateLimiterMongo } from 'rate-limiter-flexible'
import { failure, type Opened, open } from './open.ts'

describe('conformance: libraries above the driver', () => {
  let opened: Opened

  before(async () => {
    opened = await open()
  })
  after(() => opened.close())

  it('connect-mongo keeps, touches, lists and removes sessions', async () => {
    const store = MongoStore.create({
      client: opened.client,
      dbName: opened.db.databaseName,
      touchAfter: 0,
    })
    const cookie = new session.Cookie()
    cookie.expires = new Date(Date.now() + 60_000)
    const value = Object.assign(Object.create(null), { cookie, member: 'anna' })
    await new Promise<void>((resolve, reject) =>
      store.set('sid', value, error => (error ? reject(error) : resolve())),
    )
    const kept = await new Promise<SessionData | null | undefined>(resolve =>
      store.get('sid', (_error, found) => resolve(found)),
    )
    expect(kept).to.include({ member: 'anna' })
    await new Promise<void>((resolve, reject) =>
      store.touch('sid', value, error => (error ? reject(error) : resolve())),
    )
    expect(
      await new Promise(resolve => store.length((_error, length) => resolve(length))),
    ).to.equal(1)
    await new Promise<void>(resolve => store.destroy('sid', () => resolve()))
    expect(await opened.db.collection('sessions').countDocuments()).to.equal(0)
    const indexes = await opened.db.collection('sessions').indexes()
    expect(indexes.map(({ expireAfterSeconds }) => expireAfterSeconds)).to.deep.equal([
      undefined,
      0,
    ])
  })

  it('agenda locks and runs jobs, once or again and again', async () => {
    const agenda = new Agenda({ backend: new MongoBackend({ mongo: opened.db }), processEvery: 20 })
    const ran: unknown[] = []
    agenda.define('greet', async job => {
      ran.push(job.attrs.data)
    })
    await agenda.every('1 hour', 'greet', { to: 'all' })
    await agenda.every('1 hour', 'greet', { to: 'all' })
    await agenda.start()
    await agenda.now('greet', { to: 'Anna' })
    await agenda.schedule(new Date(Date.now() + 50), 'greet', { to: 'Erwan' })
    for (let i = 0; i < 200 && ran.length < 3; i++)
      await new Promise(resolve => setTimeout(resolve, 20))
    await agenda.stop()
    expect(ran).to.have.deep.members([{ to: 'Anna' }, { to: 'Erwan' }, { to: 'all' }])
    expect(await opened.db.collection('agendaJobs').countDocuments({ type: 'single' })).to.equal(1)
  })

  it('rate-limiter-flexible counts to its limit under concurrency', async () => {
    const limiter = new RateLimiterMongo({
      storeClient: opened.client,
      dbName: opened.db.databaseName,
      points: 5,
      duration: 60,
    })
    await limiter.createIndexes()
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => limiter.consume('1.2.3.4')),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).to.have.length(5)
    expect((await limiter.get('1.2.3.4'))?.consumedPoints).to.equal(20)
    expect(await limiter.delete('1.2.3.4')).to.equal(true)
  })

  it('mongoose defines, validates, populates, updates, streams and syncs indexes', async () => {
    const connection = await mongoose
      .createConnection(opened.uri, { dbName: opened.db.databaseName })
      .asPromise()
    const Member = connection.model(
      'Member',
      new mongoose.Schema({
        name: { type: String, required: true },
        email: { type: String, unique: true },
      }),
    )
    const threadSchema = new mongoose.Schema(
      {
        title: String,
        author: { type: mongoose.Schema.Types.ObjectId, ref: 'Member' },
        replies: [{ body: String, likes: { type: Number, default: 0 } }],
        seen: { type: Map, of: Date },
        score: { type: mongoose.Schema.Types.Decimal128 },
      },
      { timestamps: true, optimisticConcurrency: true },
    )
    threadSchema.index({ author: 1, createdAt: -1 })
    const Thread = connection.model('Thread', threadSchema)
    // The hub turns Mongoose's own index building off, in whichever test file loads it.
    await Promise.all([Member.createIndexes(), Thread.createIndexes()])
    expect(await Thread.syncIndexes()).to.deep.equal([])

    const anna = await Member.create({ name: 'Anna', email: 'a@x.fr' })
    expect((await failure(Member.create({ name: 'B', email: 'a@x.fr' }))).code).to.equal(11000)
    expect((await failure(Member.create({}))).name).to.equal('ValidationError')
    const thread = await Thread.create({
      title: 'Hello',
      author: anna._id,
      replies: [{ body: 'one' }],
      seen: new Map([['anna', new Date(5)]]),
    })
    await Thread.updateOne(
      { _id: thread._id, 'replies.body': 'one' },
      { $inc: { 'replies.$.likes': 2 } },
    )
    const found = await Thread.findOne({ author: anna._id })
      .populate<{ author: { name: string } }>('author')
      .orFail()
    expect(found.author.name).to.equal('Anna')
    expect(found.replies[0]?.likes).to.equal(2)
    expect(found.seen?.get('anna')).to.deep.equal(new Date(5))
    found.title = 'Changed'
    found.replies.push({ body: 'three' })
    await found.save()
    const lean = await Thread.findByIdAndUpdate(
      thread._id,
      { title: 'Again' },
      { returnDocument: 'after' },
    )
      .lean()
      .orFail()
    expect(lean.title).to.equal('Again')
    expect(lean.updatedAt.getTime()).to.be.at.least(lean.createdAt.getTime())
    await Thread.bulkWrite([
      { insertOne: { document: { title: 'x' } } },
      { updateMany: { filter: {}, update: { $set: { score: '1.50' } } } },
    ])
    expect((await Thread.findOne({ title: 'x' }).orFail()).score?.toString()).to.equal('1.50')
    const titles: string[] = []
    for await (const each of Thread.find().sort({ _id: 1 }).cursor())
      titles.push(String(each.title))
    expect(titles).to.deep.equal(['Again', 'x'])
    expect(await Thread.aggregate([{ $group: { _id: null, n: { $sum: 1 } } }])).to.deep.equal([
      { _id: null, n: 2 },
    ])
    expect(await Thread.exists({ title: 'nothing' })).to.equal(null)
    expect(await Thread.countDocuments({ author: anna._id })).to.equal(1)
    await connection.close()
  })
})
