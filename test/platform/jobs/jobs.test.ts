import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'chai'
import { MongoClient } from 'mongodb'
import { createJobs, type Jobs } from '../../../server/platform/jobs/jobs.ts'
import { startEmbeddedStore } from '../../../store/src/index.ts'

type Line = { level: 'warn' | 'error'; fields: object; message: string }

describe('jobs', () => {
  let folder: string
  let store: { uri: string; close(): Promise<void> }
  let client: MongoClient
  let lines: Line[]
  const open: Jobs[] = []

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rouedad-jobs-'))
    store = await startEmbeddedStore({ directory: folder })
    client = await MongoClient.connect(store.uri)
  })
  beforeEach(async () => {
    lines = []
    await kept().deleteMany({})
  })
  afterEach(() => Promise.all(open.splice(0).map(jobs => jobs.stop())))
  after(async () => {
    await client.close()
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })

  const kept = () => client.db('hub').collection('jobs')

  function newJobs(lockLifetime = 600, pollEvery = 200) {
    const log = {
      warn: (fields: object, message: string) => lines.push({ level: 'warn', fields, message }),
      error: (fields: object, message: string) => lines.push({ level: 'error', fields, message }),
    }
    const jobs = createJobs({ db: client.db('hub'), log, pollEvery, lockLifetime })
    open.push(jobs)
    return jobs
  }

  async function until(check: () => boolean | Promise<boolean>) {
    for (let i = 0; i < 400; i++) {
      if (await check()) return
      await pause(10)
    }
    throw new Error('It did not happen')
  }

  it('runs a job at once, with its data, and forgets it', async () => {
    const jobs = newJobs(600, 60_000)
    const seen: unknown[] = []
    jobs.define<{ id: string }>('greet', async data => void seen.push(data))
    await jobs.start()
    await jobs.soon('greet', { id: 'anna' })
    await until(() => seen.length === 1) // long before anybody looks for what is due
    expect(seen).to.eql([{ id: 'anna' }])
    await until(async () => (await kept().countDocuments()) === 0)
  })

  it('keeps for later what nobody is there to do', async () => {
    await newJobs().soon('greet', { id: 'yann' })
    const later = newJobs()
    const seen: unknown[] = []
    later.define('greet', async data => void seen.push(data))
    await later.start()
    await until(() => seen.length === 1)
    expect(seen).to.eql([{ id: 'yann' }])
  })

  it('waits for the date', async () => {
    const jobs = newJobs()
    let ranAt = 0
    jobs.define('remind', async () => {
      ranAt = Date.now()
    })
    await jobs.start()
    const date = new Date(Date.now() + 500)
    await jobs.at(date, 'remind')
    await until(() => ranAt > 0)
    expect(ranAt).to.be.within(date.getTime() - 5, date.getTime() + 400)
  })

  it('has one repeated job, however often and by however many it is asked', async () => {
    const [one, two] = [newJobs(), newJobs()]
    let runs = 0
    for (const jobs of [one, two]) {
      jobs.define('sweep', async () => void runs++)
      await jobs.every('1 hour', 'sweep')
      await jobs.every('1 hour', 'sweep')
    }
    await Promise.all([one.start(), two.start()])
    await until(() => runs > 0)
    await pause(500)
    expect(runs).to.equal(1)
    const [sweep, ...others] = await kept().find().toArray()
    expect(others).to.eql([])
    expect(sweep?.nextRunAt.getTime()).to.be.closeTo(Date.now() + 3_600_000, 60_000)
  })

  it('gives each job to one process only', async () => {
    const both = [newJobs(5000), newJobs(5000)]
    const seen: number[] = []
    for (const jobs of both)
      jobs.define<{ n: number }>('count', async ({ n }) => {
        await pause(5)
        seen.push(n)
      })
    await Promise.all(both.map(jobs => jobs.start()))
    await Promise.all(Array.from({ length: 40 }, (_, n) => both[n % 2]?.soon('count', { n })))
    await until(() => seen.length >= 40)
    await pause(300)
    expect(seen.sort((a, b) => a - b)).to.eql(Array.from({ length: 40 }, (_, n) => n))
  })

  it('tries again after the delays, then gives up, and says so without secrets', async () => {
    const jobs = newJobs()
    const times: number[] = []
    const fail = async () => {
      times.push(Date.now())
      throw new Error('smtp://hub:secret@mail.bzh refused anna@epn.bzh ?token=abcdef')
    }
    jobs.define('mail', fail, { retryDelays: [100, 300] })
    await jobs.start()
    await jobs.soon('mail', { password: 'hidden' })
    await until(() => lines.length === 3)
    expect(lines.map(line => line.level)).to.eql(['warn', 'warn', 'error'])
    const [first = 0, second = 0, third = 0] = times
    expect(second - first).to.be.at.least(95)
    expect(third - second).to.be.at.least(295)
    const said = JSON.stringify(lines)
    expect(said).to.include('mail.bzh refused')
    expect(said).not.to.match(/secret|anna|abcdef|hidden/)
    await pause(300)
    expect(times).to.have.length(3)
    expect((await kept().findOne())?.failReason).not.to.match(/secret|anna|abcdef/)
  })

  it('recovers after a failure', async () => {
    const jobs = newJobs()
    let tries = 0
    const work = async () => {
      if (++tries < 2) throw new Error('not yet')
    }
    jobs.define('mail', work, { retryDelays: [50] })
    await jobs.start()
    await jobs.soon('mail')
    await until(async () => tries === 2 && (await kept().countDocuments()) === 0)
  })

  it('takes the last definition', async () => {
    const jobs = newJobs()
    const seen: string[] = []
    jobs.define('greet', async () => void seen.push('first'))
    jobs.define('greet', async () => void seen.push('second'))
    await jobs.start()
    await jobs.soon('greet')
    await until(() => seen.length > 0)
    expect(seen).to.eql(['second'])
  })

  it('waits at its stop for what runs, and takes nothing more', async () => {
    const jobs = newJobs()
    const seen: string[] = []
    const slow = async (data: { name: string }) => {
      seen.push(`start ${data.name}`)
      await pause(300)
      seen.push(`end ${data.name}`)
    }
    jobs.define('slow', slow, { concurrency: 1 })
    await jobs.start()
    await jobs.soon('slow', { name: 'a' })
    await until(() => seen.length === 1)
    await jobs.soon('slow', { name: 'b' })
    await jobs.stop()
    expect(seen).to.eql(['start a', 'end a'])
    const [left, ...others] = await kept().find().toArray()
    expect(left?.data).to.eql({ name: 'b' })
    expect(left?.lockedAt ?? null).to.equal(null)
    expect(others).to.eql([])
  })

  it('keeps a long job from being given to another', async () => {
    const [one, two] = [newJobs(300), newJobs(300)]
    let runs = 0
    for (const jobs of [one, two])
      jobs.define('long', async () => {
        runs++
        await pause(1000)
      })
    await Promise.all([one.start(), two.start()])
    await one.soon('long')
    await pause(1300)
    expect(runs).to.equal(1)
  })
})
