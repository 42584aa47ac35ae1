import { expect } from 'chai'
import { Collection } from '../../models/collection.ts'
import { Group } from '../../models/group.ts'
import { Member } from '../../models/member.ts'
import { Message } from '../../models/message.ts'
import { Reply } from '../../models/reply.ts'
import { Resource } from '../../models/resource.ts'
import { Thread } from '../../models/thread.ts'
import { importDemo } from '../../server/import/demo.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor } from '../support/people.ts'

describe('the demonstration network', () => {
  const hub = useHub()
  before(async function () {
    this.timeout(60_000)
    await importDemo()
  })

  it('has what a visitor judges the hub by', async () => {
    const visitor = aVisitor(hub)
    const sheets = await visitor.getJson('/ressources?type=fiche')
    const spaces = await visitor.getJson('/lieux')
    expect(await Resource.countDocuments({ kind: 'sheet' })).to.be.at.least(24)
    expect(await Resource.countDocuments({ kind: 'guide' })).to.be.at.least(8)
    expect(sheets.body.total).to.be.at.least(20)
    expect(spaces.body.total).to.equal(60)
    expect(await Member.countDocuments({ state: 'active' })).to.be.at.least(30)
    expect(await Thread.countDocuments()).to.equal(20)
    expect(await Reply.countDocuments()).to.be.above(150)
    expect(await Message.countDocuments()).to.be.above(100)
  })

  it('tells of the rencontre of 2009 and of the coming one, whose day is in three rooms', async () => {
    const past = await aVisitor(hub).getJson('/rencontres/rencontres-2009')
    expect(past.body).to.include({ startsAt: '2009-12-08T09:30:00+01:00', past: true })
    const { body } = await aVisitor(hub).getJson('/rencontres/rencontres-de-brest')
    const rooms = new Set(body.slots.map((slot: { room: string }) => slot.room))
    expect(rooms.size).to.be.at.least(3)
    expect(body.past).to.equal(false)
  })

  it('has one account a role, and no way in for anybody else', async () => {
    for (const name of ['admin', 'coordination', 'animateur', 'benevole']) {
      await aVisitor(hub).signIn(`${name}@demo.test`, 'demonstration')
    }
    const reply = await aVisitor(hub).postJson('/connexion', {
      email: 'soizic@example.org',
      password: 'demonstration',
    })
    expect(reply.status).to.equal(422)
  })

  it('has a collection of each kind: of one member, of a group and of the network', async () => {
    const all = await Collection.find({}, '', { hint: { $natural: 1 } }).lean()
    expect(all.filter(({ personal }) => personal)).to.have.length(1)
    expect(all.filter(({ official }) => official)).to.have.length(1)
    const [ofGroup] = all.filter(({ audience }) => audience.startsWith('group:'))
    expect(await Group.exists({ slug: ofGroup?.audience.slice('group:'.length) })).to.not.equal(
      null,
    )
    for (const { slug, items } of all) {
      expect(items, slug).to.have.length.above(2)
      expect(
        items.some(({ note }) => note),
        slug,
      ).to.equal(true)
    }
  })

  it('is complete in every field of every sheet', async () => {
    const sheets = await Resource.find({ kind: 'sheet' }).lean()
    for (const sheet of sheets) {
      const minutes = sheet.steps.reduce((sum, step) => sum + step.minutes, 0)
      expect(minutes, sheet.slug).to.equal(sheet.durationMinutes)
      expect(sheet.materials, sheet.slug).not.to.deep.equal([])
      expect(sheet.summary && sheet.level && sheet.groupSize, sheet.slug).to.be.ok
    }
  })

  it('never fills a store that holds somebody already', async () => {
    expect(await importDemo()).to.equal(undefined)
  })
})
