import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { Types } from 'mongoose'
import { Departure } from '../../../models/departure.ts'
import { Group } from '../../../models/group.ts'
import { Identity } from '../../../models/identity.ts'
import { Member } from '../../../models/member.ts'
import { Message } from '../../../models/message.ts'
import { Reply } from '../../../models/reply.ts'
import { Report } from '../../../models/report.ts'
import { Resource } from '../../../models/resource.ts'
import { Revision } from '../../../models/revision.ts'
import { Room } from '../../../models/room.ts'
import { SignIn } from '../../../models/sign-in.ts'
import { Submission } from '../../../models/submission.ts'
import { Thread } from '../../../models/thread.ts'
import { Token } from '../../../models/token.ts'
import { daily } from '../../../server/people/privacy/jobs.ts'
import { removeMember } from '../../../server/people/privacy/removal/run.ts'
import { daysLater } from '../../../server/people/privacy/terms.ts'
import { services } from '../../../server/platform/services.ts'
import { aRoom } from '../../chat/rooms.ts'
import { useHub } from '../../support/hub.ts'
import { useMails } from '../../support/mails.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'
import { listen } from '../../support/sockets.ts'
import { aReply, aThread } from '../../support/threads.ts'
import { aProgram, aToken, Program } from '../../support/tokens.ts'
import { leave, until } from './support.ts'

const ADDRESS = '/compte/suppression'
const LATER = () => daysLater(new Date(), 7.01)

describe('leaving the network', function () {
  this.timeout(60_000)
  const hub = useHub()
  const mails = useMails()
  let boss: Awaited<ReturnType<typeof signedInAs>>

  before(async () => {
    boss = await signedInAs(hub, 'admin')
  })

  it('asks for the password, unless one has just signed in', async () => {
    const me = await signedInAs(hub)
    await backdate(me.member._id, 11)
    expect((await me.getJson(ADDRESS)).body.asksPassword).to.equal(true)
    const wrong = await me.postJson(ADDRESS, { words: 'keep', currentPassword: 'autre chose' })
    expect(wrong.status).to.equal(422)
    expect(wrong.body.errors).to.have.all.keys('currentPassword')
    expect((await me.postJson(ADDRESS, { words: 'keep' })).status).to.equal(422)
    expect((await me.postJson(ADDRESS, { words: { $ne: 1 } })).status).to.equal(422)
    expect(await Departure.countDocuments({ member: me.member._id })).to.equal(0)
    expect((await leave(me, 'keep')).status).to.equal(202)
    const fresh = await signedInAs(hub)
    expect((await fresh.post(ADDRESS, { words: 'keep' })).location).to.equal('/')
  })

  it('is nobody else’s business: visitors and programs are refused, the last administrator stays', async () => {
    expect((await aVisitor(hub).getJson(ADDRESS)).status).to.equal(401)
    expect((await aVisitor(hub).postJson(ADDRESS, { words: 'keep' })).status).to.equal(401)
    const program = await aProgram(hub, ['read', 'account'], 'volunteer')
    expect((await program.post(ADDRESS, { words: 'keep' })).status).to.equal(403)
    expect((await boss.getJson(ADDRESS)).body.lastAdmin).to.equal(true)
    expect((await leave(boss, 'keep')).status).to.equal(409)
    const second = await signedInAs(hub, 'admin')
    expect((await leave(second, 'keep')).status).to.equal(202)
    // While they waited, everybody else lost the role.
    await Member.updateMany(
      { role: 'admin', state: 'active', _id: { $ne: second.member._id } },
      { $set: { role: 'coordinator' } },
    )
    await carryOut(second.member._id)
    expect((await Member.findById(second.member._id).lean())?.state).to.equal('active')
    expect(await Departure.countDocuments({ member: second.member._id })).to.equal(0)
    await Member.updateOne({ _id: boss.member._id }, { $set: { role: 'admin' } })
    await Member.deleteOne({ _id: second.member._id })
  })

  it('of two administrators at once keeps one', async () => {
    const pair = [await signedInAs(hub, 'admin'), await signedInAs(hub, 'admin')]
    for (const one of pair) await leave(one, 'keep')
    await Member.updateOne({ _id: boss.member._id }, { $set: { role: 'coordinator' } })
    await Promise.all(pair.map(({ member }) => carryOut(member._id)))
    const left = await Member.find({ role: 'admin', state: 'active' }).lean()
    expect(left.length).to.be.at.least(1)
    await Member.updateOne({ _id: boss.member._id }, { $set: { role: 'admin' } })
  })

  it('signs out everywhere at once, and signing in within the week cancels it', async () => {
    const me = await signedInAs(hub)
    const elsewhere = aVisitor(hub)
    await elsewhere.signIn(me.member.email, PASSWORD)
    const listener = await listen(hub, elsewhere)
    await leave(me, 'remove')
    await listener.disconnected()
    for (const agent of [me, elsewhere])
      expect((await agent.getJson('/compte')).status).to.equal(401)
    expect((await mails.to(me.member.email)).at(-1)?.text).to.include('tout est annulé')
    const again = aVisitor(hub)
    await again.signIn(me.member.email, PASSWORD)
    expect((await again.getJson('/compte')).status).to.equal(200)
    expect(await Departure.countDocuments({ member: me.member._id })).to.equal(0)
    await mails.to(me.member.email, 2)
    // Somebody who only signs in, and looks at nothing, has come back too.
    await leave(again, 'remove')
    await aVisitor(hub).signIn(me.member.email, PASSWORD)
    await carryOut(me.member._id)
    expect((await Member.findById(me.member._id).lean())?.state).to.equal('active')
  })

  it('silences every program at once, on pages, feeds and sockets, until one signs in again', async () => {
    const program = await aProgram(hub, ['read', 'threads'], 'volunteer')
    const { owner, token } = program
    const auth = { token: token.secret }
    const listener = await listen(hub, aVisitor(hub), {}, auth)
    expect((await program.get('/discussions')).status).to.equal(200)
    await leave(owner, 'keep')
    await listener.disconnected()
    const refusal = await listen(hub, aVisitor(hub), {}, auth).catch((failure: Error) => failure)
    expect(refusal).to.be.an('error')
    for (const path of [
      '/discussions',
      '/',
      '/ressources.atom',
      '/ressources.json',
      '/rencontres.ics',
    ])
      for (const accept of ['text/html', 'application/json'])
        expect((await program.get(path, { accept })).status, `${path} ${accept}`).to.equal(401)
    expect((await program.post('/discussions', { title: 'Fil', body: 'Alors ?' })).status).to.equal(
      401,
    )
    const again = aVisitor(hub)
    await again.signIn(owner.member.email, PASSWORD)
    await again.getJson('/compte')
    expect((await program.get('/discussions')).status).to.equal(200)
  })

  it('does nothing before its day', async () => {
    const me = await signedInAs(hub)
    await leave(me, 'remove')
    const [{ _id } = { _id: new Types.ObjectId() }] = await Departure.find({
      member: me.member._id,
    })
    await removeMember(String(_id), daysLater(new Date(), 6.9))
    expect((await Member.findById(me.member._id).lean())?.name).to.equal(me.member.name)
  })

  it('with my words kept takes my name away everywhere, and every key', async () => {
    const { me, thread, foreign, room, sheet, token } = await aLifeHere()
    await leave(me, 'keep')
    await carryOut(me.member._id)
    for (const path of [`/discussions/${thread._id}`, `/discussions/${foreign._id}`, sheet.url]) {
      const { text, status } = await boss.get(path)
      expect(status, path).to.equal(200)
      expect(text, path).not.to.match(/Nolwenn|nolwenn-le-goff(?!-dupont)/)
    }
    expect((await boss.get(`/discussions/${thread._id}`)).text).to.include('Mes mots à moi')
    expect((await boss.get(sheet.url)).text).to.include('Ancien membre')
    const { text } = await boss.get(`/salons/${room.slug}`)
    expect(text).to.include('Mon message').and.include('Ancien membre').and.not.include('Nolwenn')
    for (const path of ['/', '/salons', '/discussions', '/membres', '/recherche?q=nolwenn'])
      expect((await boss.get(path)).text, path).not.to.match(/Nolwenn|nolwenn-le-goff/)
    expect((await Room.findById(room._id).lean())?.last?.author).to.equal('')
    const mention = await Reply.findOne({ thread: foreign._id, number: 1 }).lean()
    expect(mention?.body).to.equal('Merci @ancien-membre, et @nolwenn-le-goff-dupont aussi')
    expect(mention?.html).not.to.match(/nolwenn-le-goff,/)
    expect((await new Program(hub, token.secret).get('/compte')).status).to.equal(401)
    expect((await aVisitor(hub).postJson('/connexion', credentials(me))).status).to.equal(422)
    expect((await boss.get(`/membres/${me.member.slug}`)).status).to.equal(404)
    await everythingGone(me.member)
  })

  it('with my words removed empties them in their place, and leaves what others built on', async () => {
    const { me, thread, foreign, room, sheet, shared, reply, message } = await aLifeHere()
    const alone = await aThread(me.member, { title: 'Personne ne répond' })
    await boss.postJson(`/ressources/${slugOf(shared)}/modifier`, { body: 'Réécrit par un autre' })
    const key = (await Resource.findOne({ slug: slugOf(sheet) }).lean())?.attachments[0]?.key ?? ''
    const reader = await listen(hub, boss)
    await reader.join(`/discussions/${foreign._id}`)
    await reader.join(room.slug)
    await leave(me, 'remove')
    await carryOut(me.member._id)

    const emptied = await Reply.findById(reply._id).lean()
    expect(emptied).to.include({ number: 2, body: '', html: '', removed: true })
    expect((await Thread.findById(foreign._id).lean())?.removedCount).to.equal(1)
    expect(reader.heard.map(({ event }) => event)).to.include.members(['reply:changed'])
    const said = await Message.findOne({ room: room._id, seq: 1 }).lean()
    expect(said).to.include({ body: '', seq: 1 })
    expect(said?.removedAt).to.be.instanceOf(Date)
    const hidden = await Message.findById(message).select('+withheld').lean()
    expect(hidden?.withheld).to.equal(undefined)
    expect(await Thread.exists({ _id: alone._id })).to.equal(null)
    const kept = await boss.get(`/discussions/${thread._id}`)
    expect(kept.text).to.include('Réponse d’un autre').and.not.include('Mes mots à moi')
    expect((await boss.get(sheet.url)).status).to.equal(404)
    expect(await Revision.countDocuments({ resource: sheet.id })).to.equal(0)
    expect(await sizeOf(key)).to.equal(undefined)
    const still = await boss.get(shared.url)
    expect(still.text).to.include('Réécrit par un autre').and.not.include('Nolwenn')
    const { body: search } = await boss.getJson('/recherche?q=tartiflette')
    for (const gone of [thread._id, foreign._id, slugOf(sheet)])
      expect(JSON.stringify(search.items)).not.to.include(String(gone))
    expect(await Report.findOne({ reporter: me.member._id }).lean()).to.include({ word: '' })
    await everythingGone(me.member)
  })

  it('goes on where it was killed, wherever that was', async () => {
    const places = ['files.remove', 'mail', 'Message', 'Reply', 'Token', 'Room']
    for (const place of places) {
      const { me, reply, sheet } = await aLifeHere()
      await leave(me, 'remove')
      const { _id } = (await Departure.findOne({ member: me.member._id }).lean()) ?? {}
      const restore = breakAt(place)
      const failure = await removeMember(String(_id), LATER()).catch(
        (error: Error) => error.message,
      )
      restore()
      if (place !== 'mail') expect(failure, place).to.equal('killed')
      // Whatever happened, they cannot come back, and the daily job finishes.
      if (place !== 'mail') {
        expect((await aVisitor(hub).postJson('/connexion', credentials(me))).status).not.to.equal(
          200,
        )
        await removeMember(String(_id), LATER())
      }
      expect((await Reply.findById(reply._id).lean())?.body, place).to.equal('')
      expect((await boss.get(sheet.url)).status, place).to.equal(404)
      await everythingGone(me.member)
    }
  })

  it('leaves every group, which is then looked after by somebody else, or closed', async () => {
    const me = await signedInAs(hub)
    const other = await aMember()
    const group = (slug: string, members: Types.ObjectId[]) =>
      Group.create({
        ...{ slug, title: slug, sortKey: slug, kind: 'open', createdAt: new Date() },
        ...{ members, keepers: [me.member._id], asked: [], invited: [] },
      })
    const shared = await group('partage', [me.member._id, other._id])
    const alone = await group('seul', [me.member._id])
    await Identity.create({
      ...{ issuer: 'https://id.example', subject: '7', member: me.member._id },
      linkedAt: new Date(),
    })
    await leave(me, 'keep')
    await carryOut(me.member._id)
    const left = await Group.findById(shared._id).lean()
    expect([left?.members, left?.keepers].map(String)).to.deep.equal(Array(2).fill(other.id))
    expect((await Group.findById(alone._id).lean())?.closedAt).to.be.instanceOf(Date)
    expect(await Identity.countDocuments({ member: me.member._id })).to.equal(0)
  })

  it('is done by the daily job when its own was lost', async () => {
    const me = await signedInAs(hub)
    await leave(me, 'keep')
    await Departure.updateOne({ member: me.member._id }, { $set: { dueAt: new Date(0) } })
    await daily()
    await until(async () => !(await Departure.exists({ member: me.member._id })))
    expect(await Member.exists({ _id: me.member._id })).to.equal(null)
  })

  it('leaves the id alone in the journal, and in the list beside the store', async () => {
    const { me } = await aLifeHere('coordinator')
    const pending = await aMember('volunteer', { state: 'pending' })
    await me.postJson(`/administration/demandes/${pending.id}/accord`)
    await leave(me, 'keep')
    await carryOut(me.member._id)
    const { body } = await boss.getJson(`/administration/journal?qui=${me.member.id}`)
    const approved = body.items.find(({ act }: { act: string }) => act === 'member.approved')
    expect(approved.actor).to.deep.equal({ id: me.member.id, name: 'Ancien membre' })
    const page = await boss.get('/administration/journal')
    const csv = await boss.get('/administration/journal.csv')
    for (const { text } of [page, csv]) expect(text).not.to.include('Nolwenn')
    const lines = readFileSync(join(hub.dataDirectory, 'removed-members.jsonl'), 'utf8')
    const line = lines.split('\n').find(each => each.includes(me.member.id)) ?? ''
    expect(JSON.parse(line)).to.have.all.keys('id', 'at', 'keep')
    expect(lines).not.to.match(/Nolwenn|@/)
  })

  type Me = Awaited<ReturnType<typeof signedInAs>>

  async function aLifeHere(role: 'animateur' | 'coordinator' = 'animateur') {
    const me = await signedInAs(hub, role, { name: 'Nolwenn Le Goff' })
    const slug = `nolwenn-le-goff`
    await Member.updateOne({ slug }, { $set: { slug: `${slug}-${new Types.ObjectId()}` } })
    await Member.updateOne({ _id: me.member._id }, { $set: { slug } })
    me.member.slug = slug
    const other = await aMember()
    const thread = await aThread(me.member, {
      title: 'Mon fil',
      body: 'Mes mots à moi, tartiflette',
    })
    await aReply(thread, other, 'Réponse d’un autre')
    const foreign = await aThread(other, { title: 'Un autre fil' })
    await aReply(foreign, other, `Merci @${slug}, et @${slug}-dupont aussi`)
    const reply = await aReply(foreign, me.member, 'Ma réponse, tartiflette')
    const room = await aRoom()
    const messages = `/salons/${room.slug}/messages`
    const sent = await me.postJson(messages, { body: 'Un mot de trop, tartiflette' })
    await Message.updateOne(
      { _id: sent.body.id },
      { $set: { hiddenAt: new Date(), body: '', withheld: { body: 'Un mot de trop' } } },
    )
    const message = sent.body.id
    await me.postJson(messages, { body: 'Mon message' })
    const sheet = (await me.postJson('/ressources', { kind: 'guide', title: 'Guide', body: 'Un' }))
      .body
    await me.postJson(`${sheet.url}/modifier`, { body: 'Deux' })
    const form = new FormData()
    form.set('files', new Blob(['bonjour'], { type: 'text/plain' }), 'note.txt')
    await me.post(`${sheet.url}/pieces-jointes`, form)
    const shared = (await me.postJson('/ressources', { kind: 'guide', title: 'Commun' })).body
    await me.postJson(`/discussions/${foreign._id}/signalement`, { reason: 'wrong', word: 'Faux' })
    await Submission.create({
      ...{ kind: 'thread', author: me.member._id, title: 'En attente', body: 'Attend' },
      ...{ once: String(new Types.ObjectId()), createdAt: new Date() },
    })
    const token = await aToken(me, ['read', 'account'])
    return { me, thread, foreign, room, sheet, shared, reply, message, token }
  }

  async function everythingGone({ _id, email, slug }: Me['member']) {
    expect(await Member.exists({ _id }), 'account').to.equal(null)
    expect(await SignIn.countDocuments({ member: _id }), 'sign-ins').to.equal(0)
    expect(await Token.countDocuments({ member: _id }), 'tokens').to.equal(0)
    expect(await Submission.countDocuments({ author: _id }), 'submissions').to.equal(0)
    expect(await Departure.countDocuments({ member: _id }), 'departure').to.equal(0)
    expect(await Member.exists({ $or: [{ email }, { slug }] })).to.equal(null)
  }

  async function carryOut(member: Types.ObjectId) {
    const departure = await Departure.findOne({ member }).lean()
    await removeMember(String(departure?._id), LATER())
  }

  async function backdate(member: Types.ObjectId, minutes: number) {
    const startedAt = new Date(Date.now() - minutes * 60_000)
    await SignIn.updateMany({ member }, { $set: { startedAt } })
  }

  function credentials({ member }: Me) {
    return { email: member.email, password: PASSWORD }
  }

  function slugOf({ url }: { url: string }) {
    return url.replace('/ressources/', '')
  }

  function sizeOf(key: string) {
    return services()
      .files.size(key)
      .catch(() => undefined)
  }

  /** The next call of that kind kills the job. */
  function breakAt(place: string) {
    const killed = () => {
      throw new Error('killed')
    }
    const { files, mailer } = services()
    const targets: Record<string, [object, string]> = {
      'files.remove': [files, 'remove'],
      mail: [mailer, 'send'],
      Message: [Message, 'findOneAndUpdate'],
      Reply: [Reply, 'findOneAndUpdate'],
      Token: [Token, 'deleteMany'],
      Room: [Room, 'updateOne'],
    }
    const [target, name] = targets[place] ?? [{}, '']
    const real = Reflect.get(target, name)
    Reflect.set(target, name, killed)
    return () => Reflect.set(target, name, real)
  }
})
