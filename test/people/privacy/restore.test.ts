import { join } from 'node:path'
import { expect } from 'chai'
import { ObjectId } from 'mongodb'
import { writeBackup } from '../../../server/operator/backup/write.ts'
import { restoreInto } from '../../../server/operator/restore/into.ts'
import { hashPassword } from '../../../server/people/auth/passwords.ts'
import { removedMembers } from '../../../server/people/privacy/removal/list.ts'
import { aTerminal, settingsFor, useFolder, withStore } from '../../operator/open.ts'
import { Agent } from '../../support/agent.ts'
import { PASSWORD } from '../../support/people.ts'
import { HubProcess } from '../../support/process.ts'
import { until } from './support.ts'

describe('a backup of before somebody left', function () {
  this.timeout(120_000)
  const folder = useFolder()
  const data = join(folder, 'data')
  const backup = join(folder, 'before.zip')
  const { terminal } = aTerminal()
  const member = new ObjectId()
  const thread = new ObjectId()

  it('once restored, is made to forget them again at the start', async () => {
    await run(async founder => expect((await founder.getJson('/membres')).body.total).to.equal(1))
    await withStore(data, async db => {
      await db.collection('members').insertOne(await aPerson())
      await db.collection('threads').insertOne(aThread())
    })
    await writeBackup(settingsFor(data), backup, { force: false, terminal })

    await run(async (_, url) => {
      const agent = new Agent(url)
      await agent.signIn('odile@example.org', PASSWORD)
      const { status } = await agent.postJson('/compte/suppression', { words: 'remove' })
      expect(status).to.equal(202)
    })
    await withStore(data, async db => {
      const past = new Date(0)
      await db.collection('departures').updateMany({}, { $set: { dueAt: past } })
      const job = { name: 'privacy.remove' }
      await db.collection('jobs').updateMany(job, { $set: { nextRunAt: past } })
    })
    await run(gone)
    expect((await removedMembers(data)).map(({ id, keep }) => [id, keep])).to.deep.equal([
      [String(member), false],
    ])

    await restoreInto(data, backup, { force: true, terminal })
    await withStore(data, async db => {
      expect(await db.collection('members').countDocuments({ _id: member })).to.equal(1)
    })
    await run(gone)
    await withStore(data, async db => {
      expect(await db.collection('members').countDocuments({ _id: member })).to.equal(0)
      expect(await db.collection('threads').countDocuments({ _id: thread })).to.equal(0)
      expect(await db.collection('departures').countDocuments()).to.equal(0)
    })
  })

  async function gone(founder: Agent) {
    const path = '/membres/odile'
    await until(async () => (await founder.getJson(path)).status === 404, 30_000)
    const words = `/discussions/${thread}`
    await until(async () => (await founder.getJson(words)).status === 404, 30_000)
    // The last entry is written after the account went.
    const journal = '/administration/journal?acte=member.left'
    await until(async () => (await founder.getJson(journal)).body.total > 0, 30_000)
  }

  async function run(use: (founder: Agent, url: string) => Promise<unknown>) {
    const hub = await HubProcess.start({ DATA_DIR: data })
    try {
      await use(await hub.founder(), hub.url)
    } finally {
      await hub.kill('SIGTERM')
    }
  }

  async function aPerson() {
    return {
      ...{ _id: member, name: 'Odile', slug: 'odile', email: 'odile@example.org' },
      ...{ role: 'volunteer', state: 'active', sessionEpoch: 0, consents: [] },
      passwordHash: await hashPassword(PASSWORD),
    }
  }

  function aThread() {
    const now = new Date()
    return {
      ...{ _id: thread, title: 'Un fil', body: 'Mots', html: '<p>Mots</p>', author: member },
      ...{ lastNumber: 0, removedCount: 0, answered: false, lastActivityAt: now, createdAt: now },
    }
  }
})
