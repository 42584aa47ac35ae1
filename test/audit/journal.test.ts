import { expect } from 'chai'
import mongoose from 'mongoose'
import { AuditEntry } from '../../models/audit-entry.ts'
import { append, record } from '../../server/platform/audit/record.ts'
import { useHub } from '../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../support/people.ts'
import { verifyChain } from './verify.ts'

const ACTOR = { id: 'a'.repeat(24), name: 'Alan' }
const TARGET = { kind: 'member', id: 'b'.repeat(24), label: 'Odile' }

describe('the audit log', () => {
  const hub = useHub()
  const raw = () => mongoose.connection.collection('audit_entries')

  afterEach(() => raw().deleteMany({}))

  it('is one unbroken chain, whoever writes at the same moment', async () => {
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => record(ACTOR, 'member.role', TARGET, { n })),
    )
    const { count, broken } = await verifyChain()
    expect([count, broken]).to.deep.equal([50, undefined])
  })

  it('stays one chain when two processes find the same end', async () => {
    const facts = {
      ...{ actor: '', actorName: '', act: 'member.role' as const, targetKind: '', targetId: '' },
      ...{ targetLabel: '', details: '{}' },
    }
    // Without the turn that writers of one process take.
    await Promise.all(Array.from({ length: 12 }, () => append(facts)))
    const { count, broken } = await verifyChain()
    expect([count, broken]).to.deep.equal([12, undefined])
    const seqs = (await AuditEntry.find().sort({ seq: 1 }).lean()).map(({ seq }) => seq)
    expect(seqs).to.deep.equal(Array.from({ length: 12 }, (_, n) => n + 1))
  })

  it('shows where it was tampered with', async () => {
    for (let n = 0; n < 6; n++) await record(ACTOR, 'member.role', TARGET, { n })
    const entry = await raw().findOne({ seq: 3 })
    const tampered: [string, () => Promise<unknown>, number][] = [
      ['details', () => raw().updateOne({ seq: 3 }, { $set: { details: '{"n":9}' } }), 3],
      ['an actor', () => raw().updateOne({ seq: 3 }, { $set: { actorName: 'Autre' } }), 3],
      ['a date', () => raw().updateOne({ seq: 3 }, { $set: { at: new Date(0) } }), 3],
      ['a hash', () => raw().updateOne({ seq: 3 }, { $set: { hash: 'f'.repeat(64) } }), 3],
      ['a removal', () => raw().deleteOne({ seq: 3 }), 3],
    ]
    for (const [what, tamper, at] of tampered) {
      await tamper()
      expect((await verifyChain()).broken?.seq, what).to.equal(at)
      await raw().deleteOne({ seq: 3 })
      if (entry) await raw().insertOne(entry)
      expect((await verifyChain()).broken, what).to.equal(undefined)
    }
  })

  it('is changed and removed by nothing that goes through the model', async () => {
    await record(ACTOR, 'member.role', TARGET)
    const entry = await AuditEntry.findOne({ seq: 1 })
    const ways = [
      () => AuditEntry.updateOne({ seq: 1 }, { $set: { act: 'x' } }),
      () => AuditEntry.updateMany({}, { $set: { act: 'x' } }),
      () => AuditEntry.findOneAndUpdate({ seq: 1 }, { $set: { act: 'x' } }),
      () => AuditEntry.replaceOne({ seq: 1 }, {}),
      () => AuditEntry.deleteOne({ seq: 1 }),
      () => AuditEntry.deleteMany({}),
      () => AuditEntry.findOneAndDelete({ seq: 1 }),
      () => AuditEntry.bulkWrite([{ deleteOne: { filter: { seq: 1 } } }]),
      () => entry?.deleteOne(),
      () => entry?.set({ act: 'x' }).save(),
    ]
    for (const way of ways) {
      const failure = await Promise.resolve(way()).then(
        () => undefined,
        (error: unknown) => error,
      )
      expect(String(failure), String(way)).to.include('never changed')
    }
    expect(await verifyChain()).to.deep.include({ count: 1, broken: undefined })
  })

  it('holds no secret', async () => {
    await record(ACTOR, 'network.changed', TARGET, {
      name: 'Rezo',
      password: 'x1',
      nested: { apiToken: 'x2', resetHash: 'x3', kept: 'yes' },
    })
    const [entry] = await AuditEntry.find().lean()
    expect(entry?.details).to.equal('{"name":"Rezo","nested":{"kept":"yes"}}')
  })

  it('holds no name and no address of anybody', async () => {
    await record(ACTOR, 'member.role', TARGET)
    await record(ACTOR, 'invitation.made', { kind: 'invitation', id: '1', label: 'odile@a.fr' })
    expect(JSON.stringify(await AuditEntry.find().lean())).not.to.match(/Alan|Odile|odile@/)
  })

  it('has an entry of each act of the administration', async () => {
    const admin = await signedInAs(hub, 'admin')
    const member = await aMember('volunteer', { state: 'pending' })
    const other = await aMember('volunteer', { state: 'pending' })
    await admin.postJson(`/administration/demandes/${member.id}/accord`)
    await admin.postJson(`/administration/demandes/${other.id}/refus`)
    await admin.postJson(`/administration/membres/${member.id}/role`, { role: 'animateur' })
    await admin.postJson('/administration/reseau', { name: 'Rezo' })
    const shelf = await admin.postJson('/administration/categories', { name: 'Entraide' })
    await admin.postJson(shelf.body.url, { name: 'Coup de main' })
    await admin.postJson(`${shelf.body.url}/suppression`)
    const room = await admin.postJson('/administration/salons', { title: 'Le café' })
    const place = `/administration/salons/${room.body.slug}`
    await admin.postJson(`${place}/modifier`, { title: 'Le thé' })
    await admin.postJson(`${place}/fermeture`)
    await admin.postJson(`${place}/reouverture`)
    const space = await admin.postJson('/lieux', {
      name: 'Le Fab',
      kind: 'fablab',
      commune: 'Brest',
    })
    await admin.postJson(`${space.body.url}/modifier`, { ...space.body, labelled: true })
    const entries = await AuditEntry.find({ actor: admin.member.id }).sort({ seq: 1 }).lean()
    expect(entries.map(({ act }) => act)).to.deep.equal([
      ...['member.approved', 'member.refused', 'member.role', 'network.changed'],
      ...['category.added', 'category.changed', 'category.removed'],
      ...['room.opened', 'room.changed', 'room.archived', 'room.reopened'],
      ...['space.added', 'space.granted'],
    ])
    expect((await verifyChain()).broken).to.equal(undefined)
  })

  it('notes nothing of what was refused', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const member = await aMember()
    await coordinator.postJson(`/administration/membres/${member.id}/role`, { role: 'admin' })
    await coordinator.postJson('/administration/reseau', { name: 'Pirate' })
    expect(await AuditEntry.countDocuments()).to.equal(0)
  })

  it('is read by administrators alone, by actor, act and period, and as a table', async () => {
    const admin = await signedInAs(hub, 'admin', { name: 'Alan' })
    const actor = { id: admin.member.id, name: 'Alan' }
    await record(
      actor,
      'member.role',
      { kind: 'room', id: '1', label: '=cmd()' },
      { from: 'a', to: 'b' },
    )
    await record(ACTOR, 'room.opened', TARGET)
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(new Date())
    const totals: [string, number][] = [
      ['', 2],
      [`?qui=${admin.member.id}`, 1],
      ['?acte=room.opened', 1],
      [`?du=${day}&au=${day}`, 2],
      ['?au=2001-01-01', 0],
      ['?qui[$ne]=x&acte[$gt]=&du=hier', 2],
    ]
    for (const [query, total] of totals) {
      const { body } = await admin.getJson(`/administration/journal${query}`)
      expect(body.total, query).to.equal(total)
    }
    expect((await admin.get('/administration/journal')).text).to.include('Rôle changé')
    const csv = await admin.get('/administration/journal.csv?acte=member.role')
    expect(csv.headers.get('content-type')).to.include('text/csv')
    expect(csv.text).to.include('member.role').and.include("'=cmd()").and.not.include('room.opened')
    expect(await AuditEntry.countDocuments({ act: 'journal.exported' })).to.equal(1)
    const outsiders = [
      aVisitor(hub),
      await signedInAs(hub, 'animateur'),
      await signedInAs(hub, 'coordinator'),
    ]
    for (const path of ['/administration/journal', '/administration/journal.csv'])
      for (const agent of outsiders) {
        expect((await agent.get(path)).status, path).to.equal(404)
        expect((await agent.getJson(path)).status, path).to.equal(404)
      }
    for (const path of ['/administration/journal', '/administration/journal/1'])
      expect((await admin.postJson(path, {})).status, path).to.equal(404)
  })
})
