import { expect } from 'chai'
import { AuditEntry } from '../../../models/audit-entry.ts'
import { DataExport } from '../../../models/data-export.ts'
import { removeExpired } from '../../../models/expiring.ts'
import { Member } from '../../../models/member.ts'
import { askForExport, buildExport } from '../../../server/people/privacy/export/actions.ts'
import { archiveOf } from '../../../server/people/privacy/export/archive.ts'
import { daysLater } from '../../../server/people/privacy/terms.ts'
import { MissingFile } from '../../../server/platform/files/store.ts'
import { services } from '../../../server/platform/services.ts'
import { aRoom } from '../../chat/rooms.ts'
import { useHub } from '../../support/hub.ts'
import { useMails } from '../../support/mails.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'
import { aReply, aThread } from '../../support/threads.ts'
import { aProgram } from '../../support/tokens.ts'
import { bytesOf, unzipped } from './support.ts'

const ADDRESS = '/compte/donnees'

describe('my data', function () {
  this.timeout(40_000)
  const hub = useHub()
  const mails = useMails()

  it('come as an archive of everything that is mine, and of nothing of others', async () => {
    const me = await signedInAs(hub, 'animateur', { name: 'Nolwenn', bio: 'Je suis du Faou.' })
    const other = await signedInAs(hub, 'animateur', { name: 'Odile Secret' })
    const thread = await aThread(me.member, { title: 'Mon fil', body: 'Mes **mots** à moi' })
    await aReply(thread, other.member, 'Les mots d’Odile')
    const foreign = await aThread(other.member, { title: 'Le fil d’Odile' })
    await aReply(foreign, me.member, 'Ma réponse')
    const room = await aRoom()
    await me.postJson(`/salons/${room.slug}/messages`, { body: 'Mon message' })
    await other.postJson(`/salons/${room.slug}/messages`, { body: 'Le message d’Odile' })
    const sheet = await me.postJson('/ressources', { kind: 'guide', title: 'Guide', body: 'Un' })
    await me.postJson(`${sheet.body.url}/modifier`, { body: 'Deux' })
    await other.postJson(`${sheet.body.url}/modifier`, { body: 'Trois par Odile' })
    await addFile(me, sheet.body.url)
    await me.postJson(`/discussions/${foreign._id}/signalement`, { reason: 'wrong', word: 'Faux' })
    const secret = (await aProgram(hub, ['read'])).token.secret

    expect((await me.postJson(ADDRESS)).status).to.equal(202)
    expect(await mails.linkTo(me.member.email)).to.equal(ADDRESS)
    const { body } = await me.getJson(ADDRESS)
    expect(body.export).to.include({ state: 'ready', url: `${ADDRESS}/archive.zip` })
    const head = await me.get(body.export.url)
    expect(head.headers.get('cache-control')).to.equal('no-store')
    const files = await unzipped((await bytesOf(me, `${hub.url}${body.export.url}`)).bytes)

    const all = [...files.values()].join('\n')
    for (const word of ['Je suis du Faou.', 'Mes **mots** à moi', 'Ma réponse', 'Mon message'])
      expect(all).to.include(word)
    expect(all).not.to.match(/Odile|Trois par|passwordHash|argon2/)
    expect(all).not.to.include(secret)
    expect(files.get('textes/discussions.md'))
      .to.include('# Mes discussions')
      .and.include('Mon fil')
    const versions = JSON.parse(files.get('donnees/versions.json') ?? '')
    expect(versions.map((one: { body: string }) => one.body)).to.have.members(['Un', 'Deux'])
    expect(JSON.parse(files.get('donnees/signalements.json') ?? '')[0].word).to.equal('Faux')
    expect(JSON.parse(files.get('donnees/connexions.json') ?? '')).to.have.length(1)
    const stored = [...files.keys()].filter(name => name.startsWith('fichiers/'))
    expect(stored.map(name => name.replace(/.*\//, ''))).to.deep.equal(['1-note.txt'])
    expect(await AuditEntry.countDocuments({ act: 'member.dataAsked' })).to.equal(1)
  })

  it('are asked for once a day: two clicks at once, or a second one, make one archive and one mail', async () => {
    const me = await signedInAs(hub)
    const now = new Date()
    const asked = await Promise.all([1, 2, 3].map(() => me.postJson(ADDRESS)))
    expect(asked.map(({ status }) => status)).to.deep.equal([202, 202, 202])
    await mails.to(me.member.email)
    const [first] = await DataExport.find({ member: me.member._id }).lean()
    await me.post(ADDRESS)
    expect(await DataExport.find({ member: me.member._id }).lean()).to.deep.equal([first])
    const next = await askForExport(me.member.id, 'fr', daysLater(now, 1.1))
    expect(next.key).not.to.equal(first?.key)
    await mails.to(me.member.email, 2)
    expect(await isStored(first?.key)).to.equal(false)
  })

  it('are removed with their file after seven days', async () => {
    const me = await signedInAs(hub)
    await me.postJson(ADDRESS)
    await mails.to(me.member.email)
    const ready = await DataExport.findOne({ member: me.member._id }).lean()
    await removeExpired(daysLater(ready?.readyAt ?? new Date(), 6.9))
    expect(await isStored(ready?.key)).to.equal(true)
    await removeExpired(daysLater(ready?.readyAt ?? new Date(), 7.1))
    expect(await isStored(ready?.key)).to.equal(false)
    expect((await me.getJson(ADDRESS)).body.export).to.equal(null)
    expect((await me.getJson(`${ADDRESS}/archive.zip`)).status).to.equal(404)
  })

  it('leave no file behind when their owner goes in the middle', async () => {
    const me = await signedInAs(hub)
    const { _id, key } = await DataExport.create({
      ...{ member: me.member._id, state: 'asked', key: 'a'.repeat(32) },
      ...{ askedAt: new Date(), endsAt: daysLater(new Date(), 7) },
    })
    const { files } = services()
    const put = files.put
    files.put = async (...written) => {
      await put.apply(files, written)
      await DataExport.deleteOne({ _id })
    }
    try {
      await buildExport(String(_id))
    } finally {
      files.put = put
    }
    expect(await isStored(key)).to.equal(false)
  })

  it('are whole without a file whose bytes are lost', async () => {
    const me = await signedInAs(hub)
    await Member.updateOne({ _id: me.member._id }, { $set: { photo: 'b'.repeat(32) } })
    const owner = { _id: me.member._id, photo: 'b'.repeat(32) }
    const chunks: Buffer[] = []
    for await (const chunk of await archiveOf(owner, 'en')) chunks.push(chunk)
    const files = await unzipped(Buffer.concat(chunks))
    expect(files.has('photo.webp')).to.equal(false)
    expect(files.get('textes/reponses.md')).to.include('# My replies')
  })

  it('are their owner’s alone, and no program’s', async () => {
    const me = await signedInAs(hub)
    await me.postJson(ADDRESS)
    await mails.to(me.member.email)
    const other = await signedInAs(hub, 'admin')
    expect((await other.getJson(`${ADDRESS}/archive.zip`)).status).to.equal(404)
    for (const path of [ADDRESS, `${ADDRESS}/archive.zip`]) {
      expect((await aVisitor(hub).getJson(path)).status).to.equal(401)
      expect((await aVisitor(hub).get(path)).location).to.match(/^\/connexion/)
      const program = await aProgram(hub, ['read', 'account'])
      expect((await program.get(path)).status).to.equal(403)
    }
    expect((await aVisitor(hub).postJson(ADDRESS)).status).to.equal(401)
  })

  async function isStored(key = '') {
    return services()
      .files.size(key)
      .then(
        () => true,
        failure => {
          if (failure instanceof MissingFile) return false
          throw failure
        },
      )
  }

  async function addFile(agent: Awaited<ReturnType<typeof signedInAs>>, url: string) {
    const form = new FormData()
    form.set('files', new Blob(['bonjour'], { type: 'text/plain' }), 'note.txt')
    const { status } = await agent.post(`${url}/pieces-jointes`, form)
    expect(status).to.be.oneOf([201, 303])
  }
})
