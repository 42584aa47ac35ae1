import { expect } from 'chai'
import { Types } from 'mongoose'
import { Gathering } from '../../models/gathering.ts'
import { Space } from '../../models/space.ts'
import { aDay } from '../support/gatherings.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'

describe('gatherings', () => {
  const hub = useHub()

  async function aSpace(name: string) {
    const slug = `lieu-${new Types.ObjectId()}`
    return Space.create({ name, slug, kind: 'epn', commune: 'Callac', sortKey: `callac ${slug}` })
  }

  it('are published by a coordinator and read by everybody', async () => {
    const coordinator = await signedInAs(hub, 'coordinator', { name: 'Gwenaëlle' })
    const posted = await coordinator.postJson('/rencontres', aDay())
    expect(posted.status).to.equal(201)
    expect(posted.location).to.equal('/rencontres/rencontres-regionales')

    const visitor = aVisitor(hub)
    const { body } = await visitor.getJson('/rencontres/rencontres-regionales')
    expect(body).to.include({ slug: 'rencontres-regionales', kind: 'annual', past: false })
    expect(body).to.include({ startsAt: '2031-12-08T09:30:00+01:00', timeZone: 'Europe/Paris' })
    expect(body.slots.map((slot: { startsAt: string }) => slot.startsAt)).to.deep.equal([
      '2031-12-08T09:30:00+01:00',
      '2031-12-08T10:00:00+01:00',
    ])
    expect(body.slots[1].speakers).to.deep.equal(['Samira', 'Denis'])
    expect(body.author.name).to.equal('Gwenaëlle')

    const page = await visitor.get('/rencontres/rencontres-regionales')
    expect(page.text).to.include('Centre Keraudren').and.include('<strong>ensemble</strong>')
    expect(page.text).to.include('Samira').and.include('9\u00A0h\u00A030')
    const programme = await visitor.get('/rencontres/rencontres-regionales/programme')
    expect(programme.text).to.include('Ouverture').and.not.include('Documents')
  })

  it('of an animateur belong to their own space, whatever they ask', async () => {
    const mine = await aSpace('Cybercommune de Callac')
    const other = await aSpace('Un autre lieu')
    const animateur = await signedInAs(hub, 'animateur', { space: mine._id })
    const { status, body } = await animateur.postJson(
      '/rencontres',
      aDay({ kind: 'atelier', title: 'Mille photos', space: other.slug }),
    )
    expect(status).to.equal(201)
    expect(body).to.include({ kind: 'workshop' })
    expect(body.space.slug).to.equal(mine.slug)
    const edited = await animateur.postJson(`${body.url}/modifier`, { space: other.slug })
    expect(edited.body.space.slug).to.equal(mine.slug)
    const page = await aVisitor(hub).get(`/lieux/${mine.slug}`)
    expect(page.text).to.include('Mille photos')
  })

  it('are not for visitors, volunteers or an animateur without space to publish', async () => {
    const visitor = await aVisitor(hub).postJson('/rencontres', aDay())
    expect(visitor.status).to.equal(401)
    for (const role of ['volunteer', 'animateur'] as const) {
      const member = await signedInAs(hub, role)
      expect((await member.postJson('/rencontres', aDay())).status).to.equal(403)
      expect((await member.get('/rencontres/nouvelle')).status).to.equal(403)
    }
  })

  it('are changed and removed by their author or a coordinator only', async () => {
    const space = await aSpace('Un lieu')
    const author = await signedInAs(hub, 'animateur', { space: space._id })
    const { body } = await author.postJson('/rencontres', aDay({ title: 'Chez nous' }))
    const colleague = await signedInAs(hub, 'animateur', { space: space._id })
    for (const path of ['modifier', 'suppression', 'pieces-jointes']) {
      const reply = await colleague.postJson(`${body.url}/${path}`, { title: 'Chez moi' })
      expect(reply.status, path).to.equal(403)
      expect((await aVisitor(hub).postJson(`${body.url}/${path}`)).status, path).to.equal(401)
    }
    const coordinator = await signedInAs(hub, 'coordinator')
    const changed = await coordinator.postJson(`${body.url}/modifier`, { title: 'Chez vous' })
    expect(changed.body).to.include({ title: 'Chez vous', venue: 'Centre Keraudren', version: 2 })
    expect(changed.body.slots).to.have.length(2)
    expect(changed.body.space.slug).to.equal(space.slug)
    expect((await author.postJson(`${body.url}/suppression`)).status).to.equal(204)
    expect((await author.getJson(body.url)).status).to.equal(404)
  })

  it('of the network do not exist for visitors', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const day = aDay({ title: 'Entre nous', audience: 'network' })
    const { body } = await coordinator.postJson('/rencontres', day)
    const visitor = aVisitor(hub)
    for (const ending of ['', '.ics', '.pdf', '/programme', '/pieces-jointes/0', '/modifier']) {
      const reply = await visitor.getJson(`${body.url}${ending}`)
      expect(reply.status, ending).to.equal(404)
    }
    const list = await visitor.getJson('/rencontres')
    expect(list.body.items.map((item: { title: string }) => item.title)).not.to.include(
      'Entre nous',
    )
    expect((await visitor.get('/rencontres.ics')).text).not.to.include('Entre nous')
    const volunteer = await signedInAs(hub, 'volunteer')
    expect((await volunteer.getJson(body.url)).status).to.equal(200)
    expect((await volunteer.get('/rencontres.ics')).text).to.include('Entre nous')
  })

  it('are listed by page: those to come first, those past apart', async () => {
    await Gathering.deleteMany({})
    const coordinator = await signedInAs(hub, 'coordinator')
    await coordinator.postJson('/rencontres', aDay({ title: 'Plus tard' }))
    const sooner = { startsAt: '2030-01-10 09:00', endsAt: '2030-01-10 10:00', slots: [] }
    await coordinator.postJson('/rencontres', aDay({ title: 'Bientôt', ...sooner }))
    const past = { startsAt: '2009-12-08T09:30', endsAt: '2009-12-08T18:00', slots: [] }
    await coordinator.postJson('/rencontres', aDay({ title: 'À Brest', ...past }))
    const titles = async (path: string) =>
      (await aVisitor(hub).getJson(path)).body.items.map((item: { title: string }) => item.title)
    expect(await titles('/rencontres')).to.deep.equal(['Bientôt', 'Plus tard'])
    expect(await titles('/rencontres?quand=passees')).to.deep.equal(['À Brest'])
    const page = await aVisitor(hub).get('/rencontres?quand=passees')
    expect(page.text).to.include('À Brest').and.not.include('Bientôt')
  })

  it('refuse what does not hold together, each message at its field', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const errorsOf = async (overrides: Record<string, unknown>) => {
      const { status, body } = await coordinator.postJson('/rencontres', aDay(overrides))
      expect(status, JSON.stringify(overrides)).to.equal(422)
      return Object.keys(body.errors)
    }
    expect(await errorsOf({ title: '' })).to.deep.equal(['title'])
    expect(await errorsOf({ title: { $ne: null } })).to.deep.equal(['title'])
    expect(await errorsOf({ kind: { $ne: null } })).to.deep.equal(['kind'])
    expect(await errorsOf({ startsAt: 'demain' })).to.deep.equal(['startsAt'])
    expect(await errorsOf({ startsAt: undefined })).to.deep.equal(['startsAt'])
    expect(await errorsOf({ slots: [], endsAt: '2031-12-08T09:00:00+01:00' })).to.deep.equal([
      'endsAt',
    ])
    expect(await errorsOf({ timeZone: 'Europe/Rennes' })).to.deep.equal(['timeZone'])
    expect(await errorsOf({ space: 'nulle-part' })).to.deep.equal(['space'])
    expect(await errorsOf({ slots: 'demain' })).to.deep.equal(['slots'])
    const slot = { startsAt: '10:00', endsAt: '11:00', title: 'Atelier' }
    expect(await errorsOf({ slots: [slot, { ...slot, endsAt: '09:45' }] })).to.deep.equal([
      'slots.1.endsAt',
    ])
    expect(await errorsOf({ slots: [{ ...slot, startsAt: '08:00' }] })).to.deep.equal([
      'slots.0.startsAt',
    ])
    expect(await errorsOf({ slots: [{ ...slot, endsAt: '19:00' }] })).to.deep.equal([
      'slots.0.endsAt',
    ])
    expect(await errorsOf({ slots: Array(201).fill(slot) })).to.deep.equal(['slots'])
    expect(
      (await coordinator.postJson('/rencontres', aDay({ slots: Array(200).fill(slot) }))).status,
    ).to.equal(201)
  })

  it('take the words that people use for their kind', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const kinds = {
      Formation: 'training',
      séminaire: 'training',
      Réunion: 'meeting',
      'rencontre annuelle': 'annual',
      pique: 'meeting',
    }
    for (const [kind, expected] of Object.entries(kinds)) {
      const { body } = await coordinator.postJson('/rencontres', aDay({ kind, slots: [] }))
      expect(body.kind, kind).to.equal(expected)
    }
  })

  it('speak the time of their zone, on both sides of a change to summer time', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const night = {
      startsAt: '2030-03-30T20:00',
      endsAt: '2030-03-31T12:00',
      slots: [{ startsAt: '2030-03-31T09:00', endsAt: '2030-03-31T10:00', title: 'Au matin' }],
    }
    const { body } = await coordinator.postJson('/rencontres', aDay({ title: 'Nuit', ...night }))
    expect(body).to.include({
      startsAt: '2030-03-30T20:00:00+01:00',
      endsAt: '2030-03-31T12:00:00+02:00',
    })
    expect(body.slots[0].startsAt).to.equal('2030-03-31T09:00:00+02:00')
    const reunion = {
      timeZone: 'Indian/Reunion',
      startsAt: '2030-07-01T09:00',
      endsAt: '2030-07-01T10:00',
      slots: [{ startsAt: '09:15', endsAt: '09:30', title: 'Là-bas' }],
    }
    const far = await coordinator.postJson(
      '/rencontres',
      aDay({ title: 'Saint-Denis', ...reunion }),
    )
    expect(far.body.slots[0].startsAt).to.equal('2030-07-01T09:15:00+04:00')
  })

  it('tell two saves at once apart, and keep what the second one typed', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const { body } = await coordinator.postJson('/rencontres', aDay({ title: 'À deux' }))
    const first = await coordinator.postJson(`${body.url}/modifier`, { title: 'Un', version: 1 })
    expect(first.status).to.equal(200)
    const second = await coordinator.postJson(`${body.url}/modifier`, { title: 'Deux', version: 1 })
    expect(second.status).to.equal(409)
    const page = await coordinator.post(`${body.url}/modifier`, { title: 'Trois', version: '1' })
    expect(page.status).to.equal(409)
    expect(page.text).to.include('value="Trois"').and.include('name="version" value="2"')
    expect((await coordinator.getJson(body.url)).body.title).to.equal('Un')
  })
})

describe('the form of a gathering, without JavaScript', () => {
  const hub = useHub()
  const typed = {
    title: 'Journée des bénévoles',
    startsAt: '2031-05-10T09:00',
    endsAt: '2031-05-10T17:00',
    'slots[0][title]': 'Accueil',
    'slots[0][startsAt]': '09:00',
    'slots[0][endsAt]': '09:30',
    'slots[1][title]': '',
    'slots[1][startsAt]': '',
    'slots[2][title]': 'Ateliers',
    'slots[2][startsAt]': '10:00',
    'slots[2][endsAt]': '12:00',
    'slots[2][speakers]': 'Denis, Odile',
  }

  it('publishes the rows that are filled', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const posted = await coordinator.post('/rencontres', typed)
    expect(posted.status).to.equal(303)
    const { body } = await coordinator.getJson(posted.location ?? '')
    expect(body.slots.map((slot: { title: string }) => slot.title)).to.deep.equal([
      'Accueil',
      'Ateliers',
    ])
    expect(body.slots[1].speakers).to.deep.equal(['Denis', 'Odile'])
    const form = await coordinator.get(`${posted.location}/modifier`)
    expect(form.text).to.include('name="slots[1][startsAt]" type="time" value="10:00"')
    expect(form.text).to.include('name="slots[4][title]"').and.not.include('name="slots[5][title]"')
  })

  it('shows more rows when asked, and publishes nothing', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const before = await Gathering.countDocuments()
    const page = await coordinator.post('/rencontres', { ...typed, addSlots: '1' })
    expect(page.status).to.equal(200)
    expect(page.text).to.include('name="slots[5][title]"').and.include('value="Ateliers"')
    expect(await Gathering.countDocuments()).to.equal(before)
  })

  it('keeps what was typed, each message at its row', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const page = await coordinator.post('/rencontres', { ...typed, 'slots[2][endsAt]': '18:00' })
    expect(page.status).to.equal(422)
    expect(page.text).to.include('id="e-f-slots-2-endsAt"').and.include('href="#f-slots-2-endsAt"')
    expect(page.text).to.include('value="Denis, Odile"')
  })
})
