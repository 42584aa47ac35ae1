import { expect } from 'chai'
import mongoose, { Types } from 'mongoose'
import { AuditEntry } from '../../../models/audit-entry.ts'
import { Departure } from '../../../models/departure.ts'
import { removeExpired } from '../../../models/expiring.ts'
import { Member } from '../../../models/member.ts'
import { SignIn } from '../../../models/sign-in.ts'
import { Thread } from '../../../models/thread.ts'
import { Visit } from '../../../models/visit.ts'
import { keptFor } from '../../../server/people/privacy/kept.ts'
import { removeMember } from '../../../server/people/privacy/removal/run.ts'
import { beginVisits, closeIdle } from '../../../server/people/privacy/retention/idle.ts'
import { forgetPlaces, purgeFailedJobs } from '../../../server/people/privacy/retention/traces.ts'
import { dayMonthsBefore } from '../../../server/people/privacy/terms.ts'
import { noteVisit } from '../../../server/people/privacy/visits.ts'
import { longText } from '../../../server/platform/i18n/index.ts'
import { spend } from '../../../server/platform/who/limits.ts'
import { useHub } from '../../support/hub.ts'
import { useMails } from '../../support/mails.ts'
import { aMember, aVisitor, signedInAs } from '../../support/people.ts'
import { aThread } from '../../support/threads.ts'
import { aProgram } from '../../support/tokens.ts'
import { until } from './support.ts'

const on = (day: string) => new Date(`${day}T09:00:00Z`)

describe('what is kept, and for how long:', function () {
  this.timeout(40_000)
  const hub = useHub()
  const mails = useMails()

  before(async () => {
    await aMember('admin')
    await aMember('admin')
  })
  beforeEach(() => Visit.deleteMany({}))

  describe('a visit', () => {
    it('is noted by its day, once a day, by pages and by programs', async () => {
      const me = await signedInAs(hub)
      await Promise.all(['/', '/discussions', '/compte'].map(path => me.get(path)))
      const today = new Date().toISOString().slice(0, 10)
      expect(await Visit.findById(me.member._id).lean()).to.deep.equal({
        ...{ _id: me.member._id, lastSeenOn: today },
      })
      const { owner } = await aProgram(hub, ['read'], 'volunteer')
      expect(await Visit.exists({ _id: owner.member._id })).not.to.equal(null)
      await aVisitor(hub).get('/')
      expect(await Visit.countDocuments()).to.equal(2)
      const write = Visit.updateOne
      let writes = 0
      Reflect.set(Visit, 'updateOne', (...given: Parameters<typeof write>) => {
        writes++
        return write.apply(Visit, given)
      })
      try {
        for (let n = 0; n < 5; n++) await me.get('/')
        await noteVisit(me.member.id, new Date(Date.now() + 86_400_000))
        await noteVisit(me.member.id, new Date(Date.now() + 86_400_000))
      } finally {
        Reflect.set(Visit, 'updateOne', write)
      }
      expect(writes).to.equal(1)
    })

    it('of an account of before counts from the first day', async () => {
      const { _id } = await aMember()
      await beginVisits(on('2026-03-01'))
      await beginVisits(on('2026-04-01'))
      expect((await Visit.findById(_id).lean())?.lastSeenOn).to.equal('2026-03-01')
    })
  })

  describe('an account without any visit for 24 months', () => {
    it('is told 30 and 7 days before, then closed, and its words stay', async () => {
      const { _id, email } = await aMember()
      const thread = await aThread({ id: String(_id) })
      await Visit.create({ _id, lastSeenOn: '2024-06-30' })
      const told = async (day: string) => {
        await closeIdle(on(day))
        return mails.sent.filter(({ to }) => to === email).length
      }
      expect(await told('2026-05-30')).to.equal(0)
      expect(await told('2026-05-31')).to.equal(1)
      expect(await told('2026-05-31')).to.equal(1)
      expect(mails.sent.at(-1)?.text).to.include('30 juin 2026').and.include('24 mois')
      expect(await told('2026-06-22')).to.equal(1)
      expect(await told('2026-06-23')).to.equal(2)
      expect(await told('2026-06-29')).to.equal(2)
      expect(await Departure.exists({ member: _id })).to.equal(null)
      await closeIdle(on('2026-06-30'))
      await until(async () => !(await Member.exists({ _id })))
      expect((await Thread.findById(thread._id).lean())?.title).to.equal(thread.title)
      await until(async () => !(await Departure.exists({ member: _id })))
      expect(await Visit.exists({ _id })).to.equal(null)
    })

    it('gets all of its delays when the hub was away for long', async () => {
      const { _id, email } = await aMember()
      await Visit.create({ _id, lastSeenOn: '2020-01-01' })
      const days = ['2026-03-01', '2026-03-02', '2026-03-23', '2026-03-24', '2026-03-30']
      for (const day of days) await closeIdle(on(day))
      expect(mails.sent.filter(({ to }) => to === email)).to.have.length(2)
      expect(await Departure.exists({ member: _id })).to.equal(null)
      expect((await Visit.findById(_id).lean())?.warnedAgainOn).to.equal('2026-03-24')
    })

    it('is kept by one visit', async () => {
      const { _id } = await aMember()
      await Visit.create({ _id, lastSeenOn: '2024-01-01', warnedOn: '2026-01-01' })
      await noteVisit(String(_id), on('2026-01-10'))
      const { lastSeenOn, warnedOn } = (await Visit.findById(_id).lean()) ?? {}
      expect([lastSeenOn, warnedOn]).to.deep.equal(['2026-01-10', undefined])
    })

    it('is told again for a month when the mail can not leave, and keeps nobody else from being told', async () => {
      const { _id, email } = await aMember()
      await Visit.create({ _id, lastSeenOn: '2024-03-05' })
      const other = await aMember()
      await Visit.create({ _id: other._id, lastSeenOn: '2024-03-06' })
      mails.refuse = ({ to }) => to === email
      const failure = await closeIdle(on('2026-03-01')).catch((error: Error) => error.message)
      expect(failure).to.include('550')
      const warnedOn = async (member: unknown) => (await Visit.findById(member).lean())?.warnedOn
      expect(await warnedOn(_id)).to.equal(undefined)
      expect(await warnedOn(other._id)).to.equal('2026-03-01')
      await closeIdle(on('2026-04-05'))
      mails.refuse = undefined
      expect(await warnedOn(_id)).to.equal('2026-04-05')
    })

    it('is not the only administrator’s', async () => {
      await Member.updateMany({ role: 'admin' }, { $set: { role: 'coordinator' } })
      const { _id } = await aMember('admin')
      await Visit.create({ _id, lastSeenOn: '2020-01-01' })
      await closeIdle(on('2026-03-01'))
      expect((await Visit.findById(_id).lean())?.warnedOn).to.equal(undefined)
      await Departure.create({
        ...{ member: _id, keep: true, cause: 'idle' },
        ...{ askedAt: on('2026-03-01'), dueAt: on('2026-03-01') },
      })
      const departure = await Departure.findOne({ member: _id }).lean()
      await removeMember(String(departure?._id))
      expect((await Member.findById(_id).lean())?.state).to.equal('active')
      await Member.updateMany({ role: 'coordinator' }, { $set: { role: 'admin' } })
    })
  })

  it('the beginning of an address, 12 months', async () => {
    const me = await signedInAs(hub)
    const old = await signedInAs(hub)
    await SignIn.updateMany({}, { $set: { place: '82.65.12.…' } })
    await SignIn.updateOne({ member: old.member._id }, { $set: { startedAt: on('2025-01-15') } })
    await SignIn.updateOne({ member: me.member._id }, { $set: { startedAt: on('2025-01-16') } })
    await forgetPlaces(on('2026-01-16'))
    const place = async (member: Types.ObjectId) => (await SignIn.findOne({ member }).lean())?.place
    expect([await place(old.member._id), await place(me.member._id)]).to.deep.equal([
      '',
      '82.65.12.…',
    ])
    expect((await old.getJson('/compte')).status).to.equal(200)
  })

  it('a count of tries, an hour at most', async () => {
    await spend('resetAddress', '82.65.12.7')
    const counts = mongoose.connection.collection('rate_limits')
    const kept = () => counts.countDocuments({ key: 'resetAddress:82.65.12.7' })
    await removeExpired(new Date(Date.now() + 59 * 60_000))
    expect(await kept()).to.equal(1)
    await removeExpired(new Date(Date.now() + 61 * 60_000))
    expect(await kept()).to.equal(0)
  })

  it('an address in the journal: never', async () => {
    const admin = await signedInAs(hub, 'admin')
    const pending = await aMember('volunteer', { state: 'pending' })
    await admin.postJson(`/administration/demandes/${pending.id}/accord`)
    const entries = await AuditEntry.find().lean()
    expect(entries.length).to.be.greaterThan(0)
    expect(JSON.stringify(entries)).not.to.match(/127\.0\.0|::1|@example/)
  })

  it('a job that failed for good, 30 days; one that will be tried again stays', async () => {
    const jobs = mongoose.connection.collection('jobs')
    const failed = (failedAt: Date, nextRunAt: Date | null) => ({
      ...{ _id: new Types.ObjectId(), name: 'mail.test', data: { email: 'a@b.c' } },
      ...{ failedAt, nextRunAt, failCount: 6, failReason: '550' },
    })
    const far = on('2090-01-01')
    const [old, young] = [failed(on('2026-01-01'), null), failed(on('2026-01-03'), null)]
    const waiting = failed(on('2026-01-01'), far)
    await jobs.insertMany([old, young, waiting])
    await purgeFailedJobs(on('2026-02-01'))
    const left = await jobs.find({ _id: { $in: [old, young, waiting].map(j => j._id) } }).toArray()
    expect(left.map(({ _id }) => String(_id))).to.have.members([
      String(young._id),
      String(waiting._id),
    ])
    await jobs.deleteMany({ _id: { $in: [young._id, waiting._id] } })
  })

  it('counts months by the calendar', () => {
    expect(dayMonthsBefore(on('2026-03-31'), 1)).to.equal('2026-02-28')
    expect(dayMonthsBefore(on('2028-02-29'), 24)).to.equal('2026-02-28')
    expect(dayMonthsBefore(on('2026-01-15'), 12)).to.equal('2025-01-15')
  })

  it('is said on the page, from the same figures, under any text', async () => {
    const visitor = aVisitor(hub)
    const { text } = await visitor.get('/donnees-personnelles')
    for (const rule of keptFor('fr').rules) expect(text).to.include(rule)
    expect(text).to.include('24 mois').and.include('30 et 7')
    expect(longText('fr', 'privacy')).not.to.match(/\d+ mois/)
  })

  it('names every cookie that the site sets, and none besides', async () => {
    const agent = await signedInAs(hub)
    await agent.post('/preferences', { langue: 'fr', apparence: 'dark' })
    const set = agent.cookies.map(({ name }) => name)
    expect(keptFor('fr').cookies.map(({ name }) => name)).to.have.members(set)
    const visitor = aVisitor(hub)
    for (const path of ['/', '/donnees-personnelles', '/connexion', '/inscription'])
      await visitor.get(path)
    expect(visitor.cookies).to.deep.equal([])
  })
})
