import { expect } from 'chai'
import { Reply } from '../../models/reply.ts'
import { Thread } from '../../models/thread.ts'
import { finishMerge } from '../../server/threads/merging.ts'
import { useHub } from '../support/hub.ts'
import { reported } from '../support/moderation.ts'
import { signedInAs } from '../support/people.ts'
import { listen } from '../support/sockets.ts'
import { aReply, aThread } from '../support/threads.ts'

type Signed = Awaited<ReturnType<typeof signedInAs>>

describe('two discussions put together', () => {
  const hub = useHub()
  let one: Signed
  let two: Signed
  let coordinator: Signed

  before(async () => {
    one = await signedInAs(hub)
    two = await signedInAs(hub, 'volunteer')
    coordinator = await signedInAs(hub, 'coordinator')
  })

  let count = 0

  async function twoThreads() {
    const n = ++count
    const into = await aThread(one.member, { title: 'La première', body: `Ouverture A ${n}` })
    await aReply(into, one.member, 'A1')
    const from = await aThread(two.member, { title: 'La même question', body: `Ouverture B ${n}` })
    const kept = await aReply(from, one.member, 'B1')
    await aReply(from, two.member, 'B2')
    const subject = await reported(one, `/discussions/${from._id}`, 'duplicate')
    return {
      into,
      from,
      kept,
      subject,
      old: `/discussions/${from._id}`,
      now: `/discussions/${into._id}`,
    }
  }

  it('keep the order, the authors, the dates and the addresses of their replies', async () => {
    const { into, from, kept, subject, old, now } = await twoThreads()
    const merged = await coordinator.postJson(`${subject}/fusion`, {
      into: `http://x${now}?page=1`,
    })
    expect(merged.status, merged.text).to.equal(200)
    const { body } = await one.getJson(now)
    const said = body.replies.items.map((reply: { body: string }) => reply.body)
    expect(said).to.deep.equal(['A1', '**La même question**\n\nOuverture B 1', 'B1', 'B2'])
    const numbers = body.replies.items.map((reply: { number: number }) => reply.number)
    expect(numbers).to.deep.equal([1, 2, 3, 4])
    expect(body.replies.items[2].author.id).to.equal(one.member.id)
    expect(body.replies.items[2].createdAt).to.equal(kept.createdAt.toISOString())
    expect(body.replyCount).to.equal(4)
    const thread = await one.get(old)
    expect([thread.status, thread.location]).to.deep.equal([301, now])
    const reply = await two.get(`${old}/reponses/${kept._id}`)
    expect([reply.status, reply.location]).to.deep.equal([301, `${now}/reponses/${kept._id}`])
    expect((await two.get(`${now}/reponses/${kept._id}`)).location).to.equal(`${now}#r3`)
    const list = await one.getJson('/discussions')
    const ids = list.body.items.map(({ id }: { id: string }) => id)
    expect(ids).to.include(String(into._id)).and.not.include(String(from._id))
    expect((await one.getJson('/recherche?q=question')).text).not.to.include(String(from._id))
    expect((await two.postJson(`${old}/reponses`, { body: 'Trop tard' })).status).to.equal(404)
  })

  it('tell who is reading the one that goes', async () => {
    const { subject, old, now } = await twoThreads()
    const socket = await listen(hub, two)
    await socket.join(old)
    await coordinator.postJson(`${subject}/fusion`, { into: now })
    await socket.hear('thread:removed')
    socket.close()
  })

  it('lose nothing that is written at the same moment', async () => {
    const { into, subject, old, now } = await twoThreads()
    const writing = Array.from({ length: 8 }, (_, n) =>
      two.postJson(`${n % 2 ? old : now}/reponses`, { body: `Pendant ${n}` }),
    )
    const [merged, ...answers] = await Promise.all([
      coordinator.postJson(`${subject}/fusion`, { into: now }),
      ...writing,
    ])
    expect(merged.status).to.equal(200)
    const accepted = answers.filter(({ status }) => status === 201)
    const replies = await Reply.find({ thread: into._id }).sort({ number: 1 }).lean()
    expect(replies.map(({ number }) => number)).to.deep.equal(replies.map((_, n) => n + 1))
    const kept = replies.filter(({ body }) => body.startsWith('Pendant'))
    expect(kept).to.have.length(accepted.length)
  })

  it('are finished by whoever comes after a process that died, once', async () => {
    const { into, from } = await twoThreads()
    const away = { away: 'merged' as const, mergedInto: into._id }
    await Thread.updateOne({ _id: from._id }, { $set: away })
    const ids = { from: String(from._id), into: String(into._id) }
    await Promise.all([finishMerge(ids), finishMerge(ids)])
    await finishMerge(ids)
    expect(await Reply.countDocuments({ thread: into._id })).to.equal(4)
    expect(await Reply.countDocuments({ thread: from._id })).to.equal(0)
  })

  it('are never one and the same, nor one that is not there', async () => {
    const { from, subject } = await twoThreads()
    for (const into of [String(from._id), 'f'.repeat(24), 'rien', { $ne: '' }])
      expect((await coordinator.postJson(`${subject}/fusion`, { into })).status).to.equal(422)
  })
})
