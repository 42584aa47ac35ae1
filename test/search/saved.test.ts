import { expect } from 'chai'
import { Member } from '../../models/member.ts'
import { SavedSearch } from '../../models/saved-search.ts'
import { RECORDS } from '../../server/privacy/export/records.ts'
import { forgetTraces } from '../../server/privacy/removal/traces.ts'
import { sendDigests } from '../../server/welcome/digest.ts'
import { useHub } from '../support/hub.ts'
import { useMails } from '../support/mails.ts'
import { aVisitor, signedInAs } from '../support/people.ts'

const later = (hours: number) => new Date(Date.now() + hours * 3_600_000)

describe('saved searches', function () {
  this.timeout(30_000)
  const hub = useHub()
  const mails = useMails()

  it('are saved from the results, listed once, and removed by their owner alone', async () => {
    const [me, other] = [await signedInAs(hub, 'volunteer'), await signedInAs(hub)]
    expect((await me.get('/recherche?q=tamaris')).text).to.include('/recherche/enregistrees')
    expect((await aVisitor(hub).get('/recherche?q=tamaris')).text).not.to.include('enregistrees')
    const search = { q: 'tamaris', kind: 'resources' }
    const made = await me.postJson('/recherche/enregistrees', search)
    expect(made.status, made.text).to.equal(201)
    expect((await me.post('/recherche/enregistrees', search)).location).to.equal(
      '/compte/recherches',
    )
    const { body } = await me.getJson('/compte/recherches')
    expect(body.items).to.have.length(1)
    expect(body.items[0]).to.include({ ...search, url: '/recherche?q=tamaris&type=ressources' })
    expect((await me.get('/compte/recherches')).text).to.include('tamaris')
    const gone = `/compte/recherches/${made.body.id}/suppression`
    expect((await other.getJson('/compte/recherches')).body.items).to.deep.equal([])
    expect((await other.postJson(gone, {})).status).to.equal(404)
    expect((await aVisitor(hub).postJson(gone, {})).status).to.equal(401)
    expect((await me.postJson(gone, {})).status).to.equal(204)
    expect((await me.getJson('/compte/recherches')).body.total).to.equal(0)
  })

  it('need words, and are thirty at most', async () => {
    const me = await signedInAs(hub)
    expect((await me.postJson('/recherche/enregistrees', { q: ' ' })).status).to.equal(422)
    expect((await me.postJson('/recherche/enregistrees', { q: { $ne: 1 } })).status).to.equal(422)
    for (let n = 0; n < 30; n++) await me.postJson('/recherche/enregistrees', { q: `mot ${n}` })
    expect((await me.postJson('/recherche/enregistrees', { q: 'un de trop' })).status).to.equal(422)
    expect((await me.post('/recherche/enregistrees', { q: 'un de trop' })).text).to.include(
      'retirez-en une',
    )
  })

  it('tell by mail what is new and matches, of what their owner may see when it leaves', async () => {
    const writer = await signedInAs(hub, 'admin')
    const me = await signedInAs(hub, 'volunteer')
    await me.postJson('/compte/courriels', { themes: ['photo'], pace: 'soon' })
    const sheet = (title: string, more = {}) =>
      writer.postJson('/ressources', { kind: 'guide', title, audience: 'network', ...more })
    await sheet('Vieux mimosa')
    await me.postJson('/recherche/enregistrees', { q: 'mimosas' })
    await sheet('Tailler un mimosa')
    const away = await sheet('Mimosa retiré')
    await sheet('Tailler un rosier')
    expect((await writer.postJson(`${away.body.url}/archive`, {})).status).to.equal(200)
    await sendDigests(later(2))
    const sent = mails.sent.filter(({ to }) => to === me.member.email)
    expect(sent).to.have.length(1)
    expect(sent[0]?.text).to.include('Vos recherches').and.include('Tailler un mimosa')
    expect(sent[0]?.text).not.to.match(/Vieux|retiré|rosier/)
    await sendDigests(later(4))
    expect(mails.sent.filter(({ to }) => to === me.member.email)).to.have.length(1)
  })

  it('are in their owner’s archive, and leave with them', async () => {
    const me = await signedInAs(hub)
    await me.postJson('/recherche/enregistrees', { q: 'lilas' })
    const rows: object[] = []
    for await (const row of RECORDS.recherches?.(me.member._id) ?? []) rows.push(row)
    expect(rows).to.have.length(1)
    const member = await Member.findById(me.member._id).lean()
    if (member) await forgetTraces(member, true)
    expect(await SavedSearch.countDocuments({ member: me.member._id })).to.equal(0)
  })
})
