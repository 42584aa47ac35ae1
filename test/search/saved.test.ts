import { expect } from 'chai'
import { Member } from '../../models/member.ts'
import { SavedSearch } from '../../models/saved-search.ts'
import { sendDigests } from '../../server/people/welcome/digest.ts'
import { savedSearchesData } from '../../server/search/saved/personal-data.ts'
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

  it('keep every choice of a list of the library, in words, once however they are written', async () => {
    const [me, other] = [await signedInAs(hub, 'volunteer'), await signedInAs(hub)]
    const list = '/ressources?q=genêt&niveau=beginner&duree=60&pc=4&horsligne=1&tri=courtes'
    expect((await me.get(list)).text).to.include('name="filters"')
    expect((await aVisitor(hub).get(list)).text).not.to.include('name="filters"')
    const filters =
      'tri=courtes&horsligne=1&pc=4&duree=60&niveau=beginner&q=genêt&page=3&etat=archives'
    const made = await me.postJson('/recherche/enregistrees', { filters, name: 'Pour mardi' })
    expect(made.status, made.text).to.equal(201)
    const url = new URL(made.body.url, hub.url)
    expect(Object.fromEntries(url.searchParams)).to.deep.equal({
      ...{ q: 'genêt', niveau: 'beginner', duree: '60', pc: '4', horsligne: '1', tri: 'courtes' },
    })
    expect(made.body.words[0]).to.equal('genêt')
    expect(made.body.words).to.have.length(6)
    const again = { filters: url.searchParams.toString() }
    expect((await me.postJson('/recherche/enregistrees', again)).body.id).to.equal(made.body.id)
    const words = await me.postJson('/recherche/enregistrees', { q: 'genêt', kind: 'resources' })
    expect(words.body.id).not.to.equal(made.body.id)
    const page = (await me.get('/compte/recherches')).text
    expect(page).to.include('Pour mardi').and.to.include('genêt · ')
    const address = `/compte/recherches/${made.body.id}`
    expect((await me.postJson(address, { name: 'Pour jeudi' })).body.name).to.equal('Pour jeudi')
    expect((await me.postJson(address, { name: 'x'.repeat(81) })).status).to.equal(422)
    expect((await other.postJson(address, { name: 'À moi' })).status).to.equal(404)
    expect((await me.post(address, { name: '' })).location).to.equal('/compte/recherches')
    expect((await me.postJson('/recherche/enregistrees', { filters: 'x=y' })).status).to.equal(422)
  })

  it('tell only of what matches all their choices, and every word', async () => {
    const writer = await signedInAs(hub, 'admin')
    const me = await signedInAs(hub, 'volunteer')
    await me.postJson('/compte/courriels', { themes: ['photo'], pace: 'soon' })
    await me.postJson('/recherche/enregistrees', { filters: 'niveau=beginner&minutes=60' })
    await me.postJson('/recherche/enregistrees', { q: 'ajonc fleuri' })
    const sheet = (title: string, more: object) =>
      writer.postJson('/ressources', { kind: 'sheet', title, audience: 'network', ...more })
    await sheet('Courte et facile', { level: 'beginner', durationMinutes: 45 })
    await sheet('Longue et facile', { level: 'beginner', durationMinutes: 120 })
    await sheet('Courte et ardue', { level: 'advanced', durationMinutes: 45 })
    await sheet('Un ajonc fleuri', { level: 'advanced' })
    await sheet('Un ajonc sec', { level: 'advanced' })
    await sendDigests(later(2))
    const [sent] = mails.sent.filter(({ to }) => to === me.member.email)
    expect(sent?.text).to.include('Courte et facile').and.include('Un ajonc fleuri')
    expect(sent?.text).not.to.match(/Longue|ardue|sec/)
  })

  it('are in their owner’s archive, and leave with them', async () => {
    const me = await signedInAs(hub)
    await me.postJson('/recherche/enregistrees', { q: 'lilas' })
    const rows: object[] = []
    for await (const row of savedSearchesData.records?.recherches?.(me.member._id) ?? [])
      rows.push(row)
    expect(rows).to.have.length(1)
    const member = await Member.findById(me.member._id).lean()
    if (member) await savedSearchesData.erase?.(member, true)
    expect(await SavedSearch.countDocuments({ member: me.member._id })).to.equal(0)
  })
})
