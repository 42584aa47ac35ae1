import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { AuditEntry } from '../../models/audit-entry.ts'
import { Decision } from '../../models/decision.ts'
import { Room } from '../../models/room.ts'
import { aGroup } from '../support/groups.ts'
import { useHub } from '../support/hub.ts'
import { reported, WHY } from '../support/moderation.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { aReply, aThread } from '../support/threads.ts'

type Signed = Awaited<ReturnType<typeof signedInAs>>

describe('the right of reply', () => {
  const hub = useHub()
  let author: Signed
  let reader: Signed
  let coordinator: Signed

  before(async () => {
    author = await signedInAs(hub, 'animateur')
    reader = await signedInAs(hub, 'volunteer')
    coordinator = await signedInAs(hub, 'coordinator')
  })

  async function decided(act = 'avertissement') {
    const thread = await aThread(author.member)
    const reply = await aReply(thread, author.member, 'Des mots vifs')
    const subject = await reported(reader, `/discussions/${thread._id}/reponses/${reply._id}`)
    const { status, text } = await coordinator.postJson(`${subject}/${act}`, WHY)
    expect(status, text).to.equal(200)
    const [latest] = (await author.getJson('/compte/moderation')).body.items
    return { subject, decision: latest }
  }

  it('tells the author what was decided and why, on their page and by mail', async () => {
    const { decision } = await decided('masquage')
    expect(decision).to.include({ act: 'hidden', word: WHY.word, canAnswer: true })
    const page = await author.get('/compte/moderation')
    expect(page.text).to.include(WHY.word).and.include('Masqué par la modération')
    expect((await reader.getJson('/compte/moderation')).body.items).to.deep.equal([])
    expect((await aVisitor(hub).getJson('/compte/moderation')).status).to.equal(401)
    expect(page.text).not.to.include(reader.member.name)
    const mail = await mailTo(author.member.email)
    expect(mail).to.include('/compte/moderation')
  })

  it('is used once; the answer opens the case again and shows in the queue', async () => {
    const { subject, decision } = await decided()
    expect((await coordinator.getJson(subject)).body.state).to.equal('closed')
    const path = `/compte/moderation/${decision.id}/reponse`
    const sent = await Promise.all([
      author.postJson(path, { body: 'Je m’explique.' }),
      author.postJson(path, { body: 'Je m’explique encore.' }),
    ])
    expect(sent.map(({ status }) => status).sort()).to.deep.equal([200, 409])
    const { body } = await coordinator.getJson(subject)
    expect(body).to.include({ state: 'open', answered: true })
    expect(body.history.at(-1).answer).to.match(/^Je m’explique/)
    expect((await coordinator.get('/moderation')).text).to.include('L’auteur a répondu')
    expect((await coordinator.get(subject)).text).to.include('Je m’explique')
  })

  it('is the author’s alone, and asks for words', async () => {
    const { decision } = await decided()
    const path = `/compte/moderation/${decision.id}/reponse`
    expect((await reader.postJson(path, { body: 'Moi aussi' })).status).to.equal(404)
    expect((await aVisitor(hub).postJson(path, { body: 'x' })).status).to.equal(401)
    const empty = await author.post(path, { body: '' })
    expect(empty.status).to.equal(422)
    expect((await author.postJson(path, { body: { $ne: null } })).status).to.equal(422)
  })

  it('says nothing of a report that was dismissed', async () => {
    const thread = await aThread(author.member)
    const subject = await reported(reader, `/discussions/${thread._id}`)
    const before = (await author.getJson('/compte/moderation')).body.total
    await coordinator.postJson(`${subject}/classement`)
    expect((await author.getJson('/compte/moderation')).body.total).to.equal(before)
    expect((await coordinator.postJson(`${subject}/classement`, { decisions: 0 })).status).to.equal(
      409,
    )
  })

  it('shows a moderator’s edit, before and after, to its author and to moderators', async () => {
    const thread = await aThread(author.member)
    const reply = await aReply(thread, author.member, 'Mon 06 12 34 56 78')
    const place = `/discussions/${thread._id}/reponses/${reply._id}`
    const subject = await reported(reader, place, 'personal')
    await coordinator.postJson(`${place}/modifier`, { body: 'Mon numéro (retiré)' })
    const [told] = (await author.getJson('/compte/moderation')).body.items
    expect(told).to.include({ act: 'edited' })
    expect(told.edit).to.deep.equal({
      before: { title: '', body: 'Mon 06 12 34 56 78' },
      after: { title: '', body: 'Mon numéro (retiré)' },
    })
    const { body } = await coordinator.getJson(subject)
    expect(body.edits[0].before.body).to.equal('Mon 06 12 34 56 78')
    expect((await reader.get(place)).text).not.to.include('06 12')
    // The log is for ever: what was taken away must not live on there.
    const entries = await AuditEntry.find({ targetId: String(reply._id) }).lean()
    expect(entries.map(({ act }) => act)).to.deep.equal(['content.edited'])
    expect(JSON.stringify(entries)).not.to.include('06 12')
  })

  it('lets coordinators alone edit a chat message, with the same trace', async () => {
    await Room.create({ slug: 'comptoir', title: 'Le comptoir' })
    const posted = await author.postJson('/salons/comptoir/messages', {
      body: 'Mon 06 98 76 54 32',
    })
    const place = posted.body.url
    const change = { body: 'Mon numéro (retiré)' }
    expect((await reader.get(`${place}/modifier`)).status).to.equal(403)
    expect((await reader.postJson(`${place}/modifier`, change)).status).to.equal(403)
    expect((await coordinator.get(`${place}/modifier`)).text).to.include('pas de vous')
    const edited = await coordinator.postJson(`${place}/modifier`, change)
    expect(edited.body).to.include({ body: 'Mon numéro (retiré)', seq: 1 })
    expect(edited.body.author.name).to.equal(author.member.name)
    const [told] = (await author.getJson('/compte/moderation')).body.items
    expect(told).to.include({ act: 'edited', kind: 'message' })
    expect(told.edit.before.body).to.equal('Mon 06 98 76 54 32')
    expect((await reader.get('/salons/comptoir')).text).not.to.include('06 98')
    const entries = await AuditEntry.find({ targetId: posted.body.id }).lean()
    expect(entries.map(({ act }) => act)).to.deep.equal(['content.edited'])
    expect(JSON.stringify(entries)).not.to.include('06 98')
  })

  it('lets no coordinator edit what is said in a group that they are not in', async () => {
    const keeper = await signedInAs(hub)
    const group = await aGroup(keeper, 'private', [author.member])
    const room = await keeper.postJson(`${group.url}/salons`, { title: 'Entre nous' })
    const said = await author.postJson(`${room.body.url}/messages`, { body: 'Lundi' })
    const place = `${said.body.url}/modifier`
    expect((await coordinator.postJson(place, { body: 'Mardi' })).status).to.equal(404)
    expect((await keeper.postJson(place, { body: 'Mardi' })).status).to.equal(403)
  })

  it('keeps the author’s own edits as a trace for moderators, and tells nobody', async () => {
    const thread = await aThread(author.member)
    const reply = await aReply(thread, author.member, 'Insultes')
    const place = `/discussions/${thread._id}/reponses/${reply._id}`
    const subject = await reported(reader, place)
    await author.postJson(`${place}/modifier`, { body: 'Politesses' })
    const page = await coordinator.get(subject)
    expect(page.text).to.include('Insultes').and.include('Politesses')
    expect(await Decision.countDocuments({ target: reply._id })).to.equal(0)
  })

  /** The mails that the hub would have sent, as files. */
  async function mailTo(address: string) {
    const outbox = join(hub.dataDirectory, 'outbox')
    for (const until = Date.now() + 10_000; Date.now() < until; ) {
      const mails = readMails(outbox).filter(mail => mail.includes(address))
      if (mails[0]) return mails[0]
      await new Promise(resolve => setImmediate(resolve))
    }
    throw new Error(`No mail to ${address}`)
  }
})

function readMails(outbox: string) {
  try {
    return readdirSync(outbox)
      .filter(name => name.endsWith('.eml'))
      .map(name => readFileSync(join(outbox, name), 'utf8'))
  } catch {
    return []
  }
}
