import { expect } from 'chai'
import { Member } from '../../models/member.ts'
import { useHub } from '../support/hub.ts'
import { type Attacker, anAttacker } from './support/attacker.ts'
import { addressFor, exampleOf, fieldsOf, furnish, WRITES } from './support/calls.ts'
import { differences, everything } from './support/store.ts'

const MARK = 'mass-assigned'
const MARKED_ID = 'aaaaaaaaaaaaaaaaaaaaaaaa'
const MARKED_NUMBER = 987654321
const MARKED_DAY = '1999-09-09T09:09:09.999Z'

/** What records hold and no form asks for; whatever a form does ask for is left out there. */
const EXTRAS: Record<string, unknown> = {
  ...{ _id: MARKED_ID, id: MARKED_ID, author: MARKED_ID, member: MARKED_ID, by: MARKED_ID },
  ...{ slug: MARK, passwordHash: MARK, html: MARK, state: MARK, status: MARK, seq: MARKED_NUMBER },
  ...{
    sessionEpoch: MARKED_NUMBER,
    epoch: MARKED_NUMBER,
    replyCount: MARKED_NUMBER,
    version: MARKED_NUMBER,
  },
  ...{
    approvedAt: MARKED_DAY,
    suspendedUntil: MARKED_DAY,
    createdAt: MARKED_DAY,
    hiddenAt: MARKED_DAY,
  },
  ...{ publishedAt: MARKED_DAY, lastActivityAt: MARKED_DAY, updatedAt: MARKED_DAY, pinned: MARK },
  ...{ __v: MARKED_NUMBER, reset: { hash: MARK }, mail: { key: MARK }, members: [MARKED_ID] },
  ...{
    keepers: [MARKED_ID],
    scopes: [MARK],
    $set: { role: MARK, slug: MARK },
    role: MARK,
    hash: MARK,
  },
}
const MARKS = new RegExp(`${MARK}|${MARKED_ID}|${MARKED_NUMBER}|1999-09-09`)

describe('fields that no form asks for', function () {
  this.timeout(180_000)
  const hub = useHub()
  let admin: Attacker
  before(async () => {
    admin = await anAttacker(hub)
    await furnish(admin)
  })

  it('reach no record, whatever the form', async () => {
    const before = await everything()
    const names = new Map<string, string>()
    let accepted = 0
    for (const call of WRITES) {
      await admin.ready()
      const address = await addressFor(call, hub, admin)
      const { status } = await admin.postJson(address, {
        ...extrasFor(fieldsOf(call)),
        ...exampleOf(call),
      })
      if (status < 300) accepted++
      names.set(call.name, String(status))
    }
    const marked = differences(before, await everything()).filter(([, text]) => MARKS.test(text))
    expect(marked).to.deep.equal([])
    expect(accepted).to.be.above(WRITES.length / 2)
  })

  it('make nobody more than they are', async () => {
    for (const role of ['volunteer', 'coordinator'] as const) {
      const somebody = await anAttacker(hub, role)
      const before = await ranks()
      for (const call of WRITES.filter(({ path }) =>
        /^\/(compte|bienvenue|inscription)/.test(path),
      )) {
        await somebody.ready()
        const fields = { role: 'admin', state: 'active', approvedAt: MARKED_DAY, sessionEpoch: 0 }
        const address = await addressFor(call, hub, somebody)
        await somebody.postJson(address, { ...fields, ...exampleOf(call) })
      }
      expect(await ranks()).to.include(before)
      expect(
        (await Member.find({ approvedAt: new Date(MARKED_DAY) }).hint({ $natural: 1 })).length,
      ).to.equal(0)
    }
  })

  async function ranks() {
    const all = await Member.find().hint({ $natural: 1 }).lean()
    return Object.fromEntries(all.map(({ _id, role, state }) => [String(_id), `${role} ${state}`]))
  }
})

function extrasFor(asked: string[]) {
  return Object.fromEntries(Object.entries(EXTRAS).filter(([name]) => !asked.includes(name)))
}
