import { expect } from 'chai'
import { AuditEntry } from '../../models/audit-entry.ts'
import { Room } from '../../models/room.ts'
import { pdf } from '../platform/files/support/samples.ts'
import { aDay } from '../support/gatherings.ts'
import { useHub } from '../support/hub.ts'
import { reported, WHY } from '../support/moderation.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { listen } from '../support/sockets.ts'
import { aCategory, aReply, aThread } from '../support/threads.ts'

type Signed = Awaited<ReturnType<typeof signedInAs>>

describe('what the moderation hides', () => {
  const hub = useHub()
  let author: Signed
  let reader: Signed
  let coordinator: Signed

  before(async () => {
    author = await signedInAs(hub, 'animateur', { name: 'Nolwenn' })
    reader = await signedInAs(hub, 'volunteer')
    coordinator = await signedInAs(hub, 'coordinator')
    await Room.create({ slug: 'cafe', title: 'Le café' })
    await aCategory({ slug: 'entraide' })
  })

  async function found(agent: Signed, word: string) {
    return (await agent.getJson(`/recherche?q=${word}`)).body.total
  }

  it('is gone as a reply: from page, JSON, counts, search and open pages; and comes back', async () => {
    const thread = await aThread(author.member)
    const url = `/discussions/${thread._id}`
    await aReply(thread, author.member, 'Rien de spécial')
    const reply = await aReply(thread, author.member, 'Propos inqualifiables')
    const place = `${url}/reponses/${reply._id}`
    const socket = await listen(hub, reader)
    await socket.join(url)
    await reader.get(url)
    expect(await found(reader, 'inqualifiables')).to.equal(1)
    const subject = await reported(reader, place)

    expect((await coordinator.postJson(`${subject}/masquage`, WHY)).status).to.equal(200)

    const [changed] = await socket.hear('reply:changed')
    expect(changed).to.include({ id: String(reply._id), hidden: true, body: '' })
    expect(JSON.stringify(changed)).not.to.include('inqualifiables')
    expect(changed?.html).to.include('masquée par la modération')
    for (const agent of [reader, author]) {
      for (const path of [url, place, `${url}/reponses`, '/discussions', '/']) {
        expect((await agent.get(path)).text, path).not.to.include('inqualifiables')
        expect((await agent.getJson(path)).text, path).not.to.include('inqualifiables')
      }
    }
    expect((await reader.get(url)).text).to.include('masquée par la modération')
    const shown = await reader.getJson(url)
    expect(shown.body.replyCount).to.equal(1)
    expect(shown.body.lastReply.number).to.equal(1)
    expect(shown.body.replies.items[1]).to.include({ hidden: true, body: '', html: '' })
    expect(await found(reader, 'inqualifiables')).to.equal(0)
    expect((await coordinator.get(subject)).text).to.include('inqualifiables')
    // Its author cannot write over what was hidden, nor take it back behind the moderators.
    expect((await author.postJson(`${place}/modifier`, { body: 'Autre' })).status).to.equal(403)
    expect((await author.postJson(`${place}/suppression`)).status).to.equal(403)

    expect((await coordinator.postJson(`${subject}/retablissement`)).status).to.equal(200)
    expect((await socket.hear('reply:changed', 2))[1]).to.include({ hidden: false })
    const back = await reader.getJson(url)
    expect(back.body.replies.items[1].body).to.equal('Propos inqualifiables')
    expect(back.body.replyCount).to.equal(2)
    expect(await found(reader, 'inqualifiables')).to.equal(1)
    socket.close()
  })

  it('is gone as a message, from open rooms too; and comes back', async () => {
    const said = await author.postJson('/salons/cafe/messages', { body: 'Grossièretés' })
    const socket = await listen(hub, reader)
    await socket.join('cafe')
    await reader.get('/salons/cafe')
    const subject = await reported(reader, said.body.url)
    await coordinator.postJson(`${subject}/masquage`, WHY)
    const [removed] = await socket.hear('message:removed')
    expect(removed).to.include({ seq: said.body.seq, hidden: true, body: '' })
    for (const path of ['/salons/cafe', '/salons/cafe/messages', said.body.url, '/salons', '/']) {
      expect((await reader.get(path)).text, path).not.to.include('Grossièretés')
      expect((await reader.getJson(path)).text, path).not.to.include('Grossièretés')
    }
    expect(await found(reader, 'grossieretes')).to.equal(0)
    expect((await author.postJson(`${said.body.url}/modifier`, { body: 'x' })).status).to.equal(403)
    await coordinator.postJson(`${subject}/retablissement`)
    const [edited] = await socket.hear('message:edited')
    expect(edited).to.include({ body: 'Grossièretés', hidden: false })
    expect(await found(reader, 'grossieretes')).to.equal(1)
    socket.close()
  })

  it('is gone as a discussion: it says so to who had read it, and is nothing to the others', async () => {
    const thread = await aThread(author.member, { title: 'Annonce trompeuse' })
    const url = `/discussions/${thread._id}`
    const late = await signedInAs(hub, 'volunteer')
    const before = (await reader.getJson('/discussions')).body.total
    await reader.get(url)
    const socket = await listen(hub, reader)
    await socket.join(url)
    const subject = await reported(reader, url)
    await coordinator.postJson(`${subject}/masquage`, WHY)
    await socket.hear('thread:removed')
    const knew = await reader.get(url)
    expect(knew.status).to.equal(410)
    expect(knew.text).to.include('Masqué par la modération').and.not.include('trompeuse')
    expect((await late.get(url)).status).to.equal(404)
    expect((await reader.postJson(`${url}/reponses`, { body: 'Et moi ?' })).status).to.equal(404)
    expect(await socket.join(url)).to.deep.equal({ error: 'notFound' })
    for (const path of ['/discussions', '/discussions?filtre=sans-reponse', '/', url])
      expect((await late.get(path)).text, path).not.to.include('trompeuse')
    expect((await reader.getJson('/discussions')).body.total).to.equal(before - 1)
    expect(await found(reader, 'trompeuse')).to.equal(0)
    await coordinator.postJson(`${subject}/retablissement`)
    expect((await late.get(url)).status).to.equal(200)
    expect(await found(reader, 'trompeuse')).to.equal(1)
    socket.close()
  })

  it('is gone as a resource, from what visitors’ pages remember too; and comes back', async () => {
    const sheet = await author.postJson('/ressources', { kind: 'guide', title: 'Recette douteuse' })
    const { url, slug } = sheet.body
    const visitor = aVisitor(hub)
    const pages = ['/', '/ressources', url, `${url}/versions`, '/recherche?q=douteuse']
    for (const path of pages) await visitor.get(path)
    const subject = await reported(reader, url)
    await coordinator.postJson(`${subject}/masquage`, WHY)
    for (const path of [url, `/ressources/${slug}.md`, `${url}/versions`]) {
      expect((await visitor.get(path)).status, path).to.equal(404)
      expect((await reader.get(path)).status, path).to.equal(404)
    }
    for (const path of pages) {
      expect((await visitor.get(path)).text, path).not.to.include('Recette douteuse')
      expect((await reader.getJson(path)).text, path).not.to.include('Recette douteuse')
    }
    expect((await author.get(url)).text).to.include('Masquée par la modération')
    const changes = { kind: 'guide', title: 'Autre' }
    for (const [path, json] of [
      [`${url}/modifier`, changes],
      [`${url}/archive`, {}],
      [`${url}/archive/annuler`, {}],
      [`${url}/publication`, {}],
    ] as const)
      expect((await author.postJson(path, json)).status, path).to.equal(403)
    await coordinator.postJson(`${subject}/retablissement`)
    expect((await visitor.get(url)).status).to.equal(200)
  })

  it('is decided once when two moderators decide at the same moment', async () => {
    const other = await signedInAs(hub, 'coordinator')
    const thread = await aThread(author.member)
    const reply = await aReply(thread, author.member)
    const subject = await reported(reader, `/discussions/${thread._id}/reponses/${reply._id}`)
    const answers = await Promise.all([
      coordinator.postJson(`${subject}/masquage`, { ...WHY, decisions: 0 }),
      other.postJson(`${subject}/classement`, { decisions: 0 }),
    ])
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409])
    const { body } = await coordinator.getJson(subject)
    expect(body.history).to.have.length(1)
    const late = await other.postJson(`${subject}/avertissement`, { ...WHY, decisions: 0 })
    expect(late.status).to.equal(409)
  })

  it('needs a reason, and something that can be hidden', async () => {
    const subject = await reported(reader, `/membres/${author.member.slug}`)
    expect((await coordinator.postJson(`${subject}/masquage`, WHY)).status).to.equal(404)
    expect((await coordinator.postJson(`${subject}/fusion`, { into: 'x' })).status).to.equal(404)
    const thread = await aThread(author.member)
    const other = await reported(reader, `/discussions/${thread._id}`)
    const blank = await coordinator.postJson(`${other}/masquage`, { reason: { $ne: 1 } })
    expect(blank.status).to.equal(422)
    const page = await coordinator.post(`${other}/suspension`, {
      reason: 'wrong',
      until: '2020-01-01',
    })
    expect(page.status).to.equal(422)
    expect(page.text).to.include('date à venir')
  })

  it('is refused to everybody else, in every way', async () => {
    const thread = await aThread(author.member)
    const subject = await reported(reader, `/discussions/${thread._id}`)
    const acts = ['masquage', 'retablissement', 'deplacement', 'fusion', 'verrou', 'classement']
    for (const act of [...acts, 'avertissement', 'suspension', 'exclusion', 'retour']) {
      for (const agent of [reader, author, aVisitor(hub)]) {
        expect((await agent.postJson(`${subject}/${act}`, WHY)).status, act).to.equal(404)
        expect((await agent.post(`${subject}/${act}`, WHY)).status, act).to.equal(404)
      }
    }
    const entries = await AuditEntry.countDocuments({ targetId: String(thread._id) })
    expect(entries).to.equal(0)
  })

  it('moves a discussion to another category, and closes it', async () => {
    const thread = await aThread(author.member)
    const shelf = await aCategory({ slug: 'ailleurs', name: 'Ailleurs' })
    const url = `/discussions/${thread._id}`
    const subject = await reported(reader, url)
    const unknown = await coordinator.postJson(`${subject}/deplacement`, { category: 'nulle-part' })
    expect(unknown.status).to.equal(422)
    await coordinator.postJson(`${subject}/deplacement`, { category: shelf.slug })
    expect((await reader.getJson(url)).body.category.name).to.equal('Ailleurs')
    await coordinator.postJson(`${subject}/verrou`, { locked: true })
    expect((await reader.postJson(`${url}/reponses`, { body: 'x' })).status).to.equal(403)
    const acts = await AuditEntry.find({ targetId: String(thread._id) })
      .sort({ seq: 1 })
      .lean()
    expect(acts.map(({ act }) => act)).to.deep.equal(['thread.moved', 'thread.locked'])
  })

  it('is gone as a gathering: from its page, lists, calendar and search; and comes back', async () => {
    const day = aDay({ title: 'La journée Zythologie', audience: 'public' })
    const { url } = (await coordinator.postJson('/rencontres', day)).body
    const form = new FormData()
    form.set('files', new Blob([new Uint8Array(pdf)]), 'ordre.pdf')
    const headers = { accept: 'application/json' }
    const sent = await coordinator.send('POST', `${url}/pieces-jointes`, { form, headers })
    const file: string = JSON.parse(sent.text).url
    const ofIt = [url, `${url}.ics`, `${url}.pdf`, `${url}/programme`, file]
    for (const path of ofIt) expect((await reader.get(path)).status, path).to.equal(200)
    const other = await signedInAs(hub, 'admin')
    const subject = await reported(reader, url)
    expect((await other.postJson(`${subject}/masquage`, WHY)).status).to.equal(200)
    for (const agent of [reader, coordinator, aVisitor(hub)]) {
      for (const path of ofIt) expect((await agent.get(path)).status, path).to.equal(404)
      for (const path of ['/rencontres', '/rencontres.ics', '/'])
        expect((await agent.get(path)).text, path).not.to.include('Zythologie')
    }
    expect(await found(reader, 'zythologie')).to.equal(0)
    expect((await other.postJson(`${subject}/retablissement`, {})).status).to.equal(200)
    expect((await reader.get(url)).text).to.include('Zythologie')
    expect(await found(reader, 'zythologie')).to.equal(1)
  })
})
