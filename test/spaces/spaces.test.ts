import { expect } from 'chai'
import { parse } from 'csv-parse/sync'
import { Space } from '../../models/space.ts'
import { dayOf } from '../../server/spaces/hours.ts'
import { useHub } from '../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../support/people.ts'

function aSpace(overrides: Record<string, unknown> = {}) {
  return {
    name: 'Cybercommune de Rostrenen',
    kind: 'cybercommune',
    address: '6 rue Joseph Pennec',
    postcode: '22110',
    commune: 'Rostrenen',
    latitude: 48.2366,
    longitude: -3.3189,
    services: ['computers', 'printing', 'prêt de jeux'],
    openingHours: 'Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-12:00',
    territory: 'Centre-Ouest Bretagne',
    ...overrides,
  }
}

const names = (body: { items: { name: string }[] }) => body.items.map(({ name }) => name)

describe('spaces', () => {
  const hub = useHub()

  it('are added by a coordinator and read by everybody', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const posted = await coordinator.postJson('/lieux', aSpace({ labelled: true }))
    expect(posted.status).to.equal(201)
    expect(posted.location).to.equal('/lieux/cybercommune-de-rostrenen')
    const { body } = await aVisitor(hub).getJson('/lieux/cybercommune-de-rostrenen')
    expect(body).to.include({
      kind: 'cybercommune',
      commune: 'Rostrenen',
      latitude: 48.2366,
      longitude: -3.3189,
      openingHours: 'Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-12:00',
      territory: 'centre-ouest-bretagne',
      territoryName: 'Centre-Ouest Bretagne',
      labelled: true,
    })
    expect(body.services).to.deep.equal(['computers', 'printing', 'prêt de jeux'])
    const page = await aVisitor(hub).get(body.url)
    expect(page.text).to.include('Rostrenen').and.include('prêt de jeux').and.include('lundi')
  })

  it('are found by their words alone, whatever these words are to a program', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    await coordinator.postJson('/lieux', aSpace({ name: 'Constructor', commune: 'Ste-Barbe' }))
    const space = await Space.findOne({ name: 'Constructor' }).lean()
    expect(space?.words.filter(word => /function|native/.test(word))).to.deep.equal([])
    expect(space?.words).to.include.members(['constructor', 'ste', 'sainte', 'barbe'])
  })

  it('are not for visitors, volunteers or animateurs to add', async () => {
    expect((await aVisitor(hub).postJson('/lieux', aSpace())).status).to.equal(401)
    for (const role of ['volunteer', 'animateur'] as const) {
      const member = await signedInAs(hub, role)
      expect((await member.postJson('/lieux', aSpace())).status).to.equal(403)
      expect((await member.get('/lieux/nouveau')).status).to.equal(403)
    }
  })

  it('are changed by their own animateurs, except what the coordination grants', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const { body } = await coordinator.postJson('/lieux', aSpace({ name: 'La Fabrique' }))
    const mine = await signedInAs(hub, 'animateur', { space: body.id })
    const asked = { openingHours: 'lun 9h-12h', labelled: true, lead: true, territory: 'Ailleurs' }
    const changed = await mine.postJson(`${body.url}/modifier`, asked)
    expect(changed.body).to.include({
      openingHours: 'Mo 09:00-12:00',
      labelled: false,
      lead: false,
      territory: 'centre-ouest-bretagne',
      name: 'La Fabrique',
    })
    expect(changed.body.services).to.have.length(3)
    const granted = await coordinator.postJson(`${body.url}/modifier`, asked)
    expect(granted.body).to.include({ labelled: true, lead: true, territory: 'ailleurs' })
    const stranger = await signedInAs(hub, 'animateur')
    const volunteer = await signedInAs(hub, 'volunteer', { space: body.id })
    for (const other of [stranger, volunteer]) {
      expect((await other.postJson(`${body.url}/modifier`, { name: 'X' })).status).to.equal(403)
      expect((await other.get(`${body.url}/modifier`)).status).to.equal(403)
    }
    expect((await aVisitor(hub).postJson(`${body.url}/modifier`)).status).to.equal(401)
    expect((await coordinator.postJson('/lieux/nulle-part/modifier')).status).to.equal(404)
  })

  it('lose their position, label and services when the form says so', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const { body } = await coordinator.postJson(
      '/lieux',
      aSpace({ name: 'À vider', labelled: true }),
    )
    const form = {
      name: 'À vider',
      commune: 'Rostrenen',
      kind: 'epn',
      latitude: '',
      longitude: '',
      services: '',
    }
    expect((await coordinator.post(`${body.url}/modifier`, form)).status).to.equal(303)
    const after = await coordinator.getJson(body.url)
    expect(after.body).to.include({ latitude: null, longitude: null, labelled: false })
    expect(after.body.services).to.deep.equal([])
    expect((await coordinator.get(body.url)).status).to.equal(200)
  })

  it('refuse what makes no sense, and keep what was typed', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const errorsOf = async (overrides: Record<string, unknown>) => {
      const { status, body } = await coordinator.postJson('/lieux', aSpace(overrides))
      expect(status, JSON.stringify(overrides)).to.equal(422)
      return Object.keys(body.errors)
    }
    expect(await errorsOf({ name: '' })).to.deep.equal(['name'])
    expect(await errorsOf({ name: { $ne: null } })).to.deep.equal(['name'])
    expect(await errorsOf({ commune: undefined })).to.deep.equal(['commune'])
    expect(await errorsOf({ latitude: 91 })).to.deep.equal(['latitude'])
    expect(await errorsOf({ longitude: -181 })).to.deep.equal(['longitude'])
    expect(await errorsOf({ longitude: undefined })).to.deep.equal(['longitude'])
    expect(await errorsOf({ latitude: 'nord' })).to.deep.equal(['latitude'])
    expect(await errorsOf({ services: [{ $gt: '' }] })).to.deep.equal(['services.0'])
    expect(await errorsOf({ website: 'javascript:alert(1)' })).to.deep.equal(['website'])
    expect(await errorsOf({ openingHours: 'x'.repeat(301) })).to.deep.equal(['openingHours'])
    const page = await coordinator.post('/lieux', {
      name: 'Mon lieu',
      latitude: '95',
      longitude: '2',
    })
    expect(page.status).to.equal(422)
    expect(page.text).to.include('value="Mon lieu"').and.include('id="e-f-latitude"')
  })

  it('take free hours and the words that people use for their kind', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const kinds = { 'Bibliothèque municipale': 'mediatheque', Fablab: 'fablab', Guinguette: 'epn' }
    for (const [kind, expected] of Object.entries(kinds)) {
      const hours = { openingHours: 'Sur rendez-vous' }
      const { body } = await coordinator.postJson('/lieux', aSpace({ kind, name: kind, ...hours }))
      expect(body).to.include({ kind: expected, openingHours: 'Sur rendez-vous' })
      expect((await aVisitor(hub).get(body.url)).text).to.include('Sur rendez-vous')
    }
  })

  it('name their team to members, and count it for visitors', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const { body } = await coordinator.postJson('/lieux', aSpace({ name: 'Avec une équipe' }))
    await aMember('animateur', { name: 'Nolwenn', space: body.id })
    await aMember('volunteer', { name: 'Candidat', space: body.id, state: 'pending' })
    const seen = await aVisitor(hub).getJson(body.url)
    expect(seen.body.teamCount).to.equal(1)
    expect(seen.text).not.to.include('Nolwenn')
    expect((await aVisitor(hub).get(body.url)).text).not.to.include('Nolwenn')
    const volunteer = await signedInAs(hub, 'volunteer')
    const { team } = (await volunteer.getJson(body.url)).body
    expect(team.map((member: { name: string }) => member.name)).to.deep.equal(['Nolwenn'])
  })
})

describe('the space of an animateur', () => {
  const hub = useHub()
  const account = (space: string) => ({ name: 'Erwan', space, skills: [], bio: '' })

  it('is not theirs to write because they say so: the coordination agrees first', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const { body: mine } = await coordinator.postJson('/lieux', aSpace({ name: 'Le mien' }))
    const { body: other } = await coordinator.postJson('/lieux', aSpace({ name: 'Un autre' }))
    const erwan = await signedInAs(hub, 'animateur', { space: mine.id })
    expect((await erwan.postJson('/compte', account(mine.slug))).body.spaceClaimed).to.equal(false)
    expect((await erwan.postJson(`${mine.url}/modifier`, { phone: '02' })).status).to.equal(200)

    const claimed = await erwan.postJson('/compte', account(other.slug))
    expect(claimed.body).to.deep.include({ spaceClaimed: true })
    expect((await erwan.get('/compte')).text).to.include('La coordination doit encore confirmer')
    expect((await erwan.postJson(`${other.url}/modifier`, { phone: '02' })).status).to.equal(403)
    expect((await erwan.get('/rencontres/nouvelle')).status).to.equal(403)
    expect((await erwan.postJson(`${mine.url}/modifier`, { phone: '02' })).status).to.equal(403)
    expect((await erwan.postJson('/compte', account(other.slug))).body.spaceClaimed).to.equal(true)

    const answer = `/administration/demandes/${erwan.member.id}/lieu`
    expect((await erwan.postJson(answer, { space: other.slug })).status).to.equal(404)
    expect((await coordinator.get('/administration/demandes')).text).to.include(`${answer}"`)
    expect((await coordinator.postJson(answer, { space: mine.slug })).status).to.equal(404)
    expect((await coordinator.postJson(answer, { space: { $ne: '' } })).status).to.equal(422)
    expect((await coordinator.postJson(answer, { space: other.slug })).status).to.equal(200)
    expect((await erwan.postJson(`${other.url}/modifier`, { phone: '02' })).status).to.equal(200)
  })

  it('is none when the coordination refuses', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const { body } = await coordinator.postJson('/lieux', aSpace({ name: 'Encore un' }))
    const erwan = await signedInAs(hub, 'animateur')
    await erwan.postJson('/compte', account(body.slug))
    const refusal = `/administration/demandes/${erwan.member.id}/lieu/refus`
    const page = await coordinator.post(refusal, { space: body.slug })
    expect(page.location).to.equal('/administration/demandes')
    const { space, spaceClaimed } = (await erwan.getJson('/compte')).body
    expect({ space, spaceClaimed }).to.deep.equal({ space: null, spaceClaimed: false })
  })
})

describe('the directory of spaces', () => {
  const hub = useHub()
  const today = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'][dayOf(new Date())]
  const tomorrow = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'][(dayOf(new Date()) + 1) % 7]

  before(async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const spaces = [
      {
        name: 'Médiathèque',
        commune: 'Saint-Malo',
        postcode: '35400',
        kind: 'mediatheque',
        openingHours: `${today} 00:00-24:00`,
        labelled: true,
      },
      {
        name: 'Fablab des remparts',
        commune: 'Fougères',
        postcode: '35300',
        kind: 'fablab',
        services: ['3d-printer', 'wifi'],
        openingHours: `${tomorrow} 09:00-12:00`,
        territory: 'Pays de Fougères',
      },
      {
        name: '=HYPERLINK("http://x")',
        commune: 'Épiniac',
        postcode: '35120',
        latitude: '',
        longitude: '',
        services: ['wifi'],
        openingHours: '',
        phone: '+33 2 99 00 00 00',
      },
    ]
    for (const space of spaces) await coordinator.postJson('/lieux', aSpace(space))
  })

  it('is in the order of communes, whatever their accents', async () => {
    const { body } = await aVisitor(hub).getJson('/lieux')
    expect(body.items.map((space: { commune: string }) => space.commune)).to.deep.equal([
      'Épiniac',
      'Fougères',
      'Saint-Malo',
    ])
    expect(body).to.include({ total: 3, next: null })
  })

  it('finds a commune, a postcode or a name, without accents', async () => {
    const found = async (q: string) =>
      names((await aVisitor(hub).getJson(`/lieux?q=${encodeURIComponent(q)}`)).body)
    expect(await found('fougeres')).to.deep.equal(['Fablab des remparts'])
    expect(await found('FOUGÈ')).to.deep.equal(['Fablab des remparts'])
    expect(await found('354')).to.deep.equal(['Médiathèque'])
    expect(await found('St-Malo')).to.deep.equal(['Médiathèque'])
    expect(await found('remparts fougères')).to.deep.equal(['Fablab des remparts'])
    expect(await found('.*')).to.have.length(3)
    expect(await found('quimper')).to.deep.equal([])
  })

  it('filters by what is asked, and ignores what it does not know', async () => {
    const found = async (query: string) =>
      names((await aVisitor(hub).getJson(`/lieux?${query}`)).body)
    expect(await found('type=fablab')).to.deep.equal(['Fablab des remparts'])
    expect(await found('service=wifi&service=3d-printer')).to.deep.equal(['Fablab des remparts'])
    expect(await found('territoire=pays-de-fougeres')).to.deep.equal(['Fablab des remparts'])
    expect(await found('territoire=nulle-part')).to.deep.equal([])
    expect(await found('ouvert=1')).to.deep.equal(['Médiathèque'])
    expect(await found('label=1')).to.deep.equal(['Médiathèque'])
    expect(await found('type=chateau&page=zero')).to.have.length(3)
  })

  it('numbers the pins of its map as its list', async () => {
    const { text } = await aVisitor(hub).get('/lieux')
    expect(text.match(/class="pin"/g)).to.have.length(2)
    expect(text).to.include('href="#lieu-2" aria-label="2, Fablab des remparts, Fougères"')
    expect(text).to.include('id="lieu-3"').and.not.include('style=')
  })

  it('is an empty page that says what will be here', async () => {
    const { text } = await aVisitor(hub).get('/lieux?q=quimper')
    expect(text).to.include('Aucun lieu ne correspond')
  })

  it('goes out as GeoJSON, longitude first', async () => {
    const reply = await aVisitor(hub).getJson('/lieux.geojson')
    expect(reply.headers.get('content-type')).to.include('application/geo+json')
    expect(reply.body.type).to.equal('FeatureCollection')
    expect(reply.body.features).to.have.length(2)
    const [first] = reply.body.features
    expect(first.geometry).to.deep.equal({ type: 'Point', coordinates: [-3.3189, 48.2366] })
    expect(first.properties).to.include({ name: 'Fablab des remparts', commune: 'Fougères' })
    expect(first.properties.url).to.match(/^http.*\/lieux\/fablab-des-remparts$/)
  })

  it('goes out as CSV that a spreadsheet can open safely', async () => {
    const { text, headers } = await aVisitor(hub).get('/lieux.csv')
    expect(headers.get('content-type')).to.include('text/csv')
    expect(headers.get('content-disposition')).to.equal('attachment; filename=lieux.csv')
    const rows: Record<string, string>[] = parse(text, { columns: true, bom: true })
    expect(rows).to.have.length(3)
    expect(rows[0]).to.include({ name: `'=HYPERLINK("http://x")`, phone: "'+33 2 99 00 00 00" })
    expect(rows[1]).to.include({ longitude: '-3.3189', services: '3d-printer|wifi', lead: 'no' })
    expect(parse((await aVisitor(hub).get('/lieux.csv?type=fablab')).text)).to.have.length(2)
  })

  it('is a drawing, the same until a space changes', async () => {
    const visitor = aVisitor(hub)
    const reply = await visitor.get('/lieux/carte.svg')
    expect(reply.headers.get('content-type')).to.include('image/svg+xml')
    expect(reply.headers.get('cache-control')).to.include('public')
    const etag = { 'if-none-match': reply.headers.get('etag') ?? '' }
    expect((await visitor.get('/lieux/carte.svg', etag)).status).to.equal(304)
    await Space.updateOne(
      { slug: 'mediatheque' },
      { $set: { latitude: 48.65, longitude: -2.01, lead: true } },
    )
    const changed = await visitor.get('/lieux/carte.svg', etag)
    expect(changed.status).to.equal(200)
    expect(changed.text).to.include('#ffc53d')
  })
})
