import { expect } from 'chai'
import type { Types } from 'mongoose'
import sharp from 'sharp'
import { Member } from '../../../models/member.ts'
import { Resource } from '../../../models/resource.ts'
import { RunReport } from '../../../models/run-report.ts'
import { Space } from '../../../models/space.ts'
import { forgetAll } from '../../../server/platform/memory.ts'
import { services } from '../../../server/platform/services.ts'
import { aResource, aTitle } from '../../library/support/resources.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'
import { aRun, daysAgo, tellWithPhoto } from '../../support/runs.ts'

describe('« J’ai animé cette fiche »', () => {
  const hub = useHub()
  let space: { _id: Types.ObjectId; slug: string }

  before(async () => {
    const slug = `espace-de-callac-${process.pid}`
    const facts = { name: 'Médiathèque de Callac', kind: 'epn', commune: 'Callac' } as const
    space = (await new Space({ ...facts, slug, sortKey: 'callac' }).save()).toObject()
  })

  it('tells a workshop, which the sheet counts and shows', async () => {
    const agent = await signedInAs(hub, 'volunteer', { space: space._id })
    const { slug } = await aResource({ title: aTitle() })
    const form = await agent.get(`/ressources/${slug}/seances/nouvelle`)
    expect(form.text).to.contain(`value="${space.slug}" selected`)
    const input = {
      ...aRun({ space: space.slug }),
      headcount: '7',
      minutes: '',
      publics: 'seniors',
    }
    const told = await agent.post(`/ressources/${slug}/seances/nouvelle`, input)
    expect(told.status, told.text).to.equal(303)
    const run = (await agent.getJson(told.location ?? '')).body
    expect(run).to.deep.include({ headcount: 7, minutes: null, outcome: 'well' })
    expect(run.html).to.contain('<strong>tout</strong>')
    expect(run.space.name).to.equal('Médiathèque de Callac')
    const page = await agent.get(`/ressources/${slug}`)
    expect(page.text).to.contain('Animée une fois, dans un lieu').and.to.contain('Médiathèque de')
    expect((await agent.get(`/ressources/${slug}/seances`)).text).to.contain('Une pause au milieu.')
    expect((await agent.get(told.location ?? '')).status).to.equal(200)
  })

  it('is for members: others read figures, and never words or names', async () => {
    const agent = await signedInAs(hub)
    const { slug } = await aResource({ title: aTitle() })
    const { url } = (await agent.postJson(`/ressources/${slug}/seances`, aRun())).body
    const visitor = aVisitor(hub)
    const page = await visitor.get(`/ressources/${slug}`)
    expect(page.text).to.contain('Animée une fois').and.not.to.contain(agent.member.name)
    expect(page.text).not.to.contain('débloqué')
    for (const path of [`/ressources/${slug}/seances`, url])
      expect((await visitor.getJson(path)).status).to.equal(401)
    expect((await visitor.postJson(`/ressources/${slug}/seances`, aRun())).status).to.equal(401)
  })

  it('makes one of the same workshop sent twice, and asks to edit it rather than tell it anew', async () => {
    const agent = await signedInAs(hub)
    const { _id, slug } = await aResource({ title: aTitle() })
    const path = `/ressources/${slug}/seances`
    const sent = await Promise.all([agent.postJson(path, aRun()), agent.postJson(path, aRun())])
    expect(sent.map(({ status }) => status)).to.deep.equal([201, 201])
    expect(sent[0]?.body.id).to.equal(sent[1]?.body.id)
    const other = await agent.postJson(path, aRun({ headcount: 9 }))
    expect(other.status).to.equal(422)
    expect(other.body.errors.day).to.contain('modifiez')
    const before = await agent.postJson(path, aRun({ day: daysAgo(3) }))
    expect(before.status).to.equal(201)
    expect((await Resource.findById(_id).lean())?.tally).to.deep.include({ runs: 2, people: 14 })
  })

  it('counts right when many tell at once', async () => {
    const { _id, slug } = await aResource({ title: aTitle() })
    const agents = await Promise.all([1, 2, 3, 4].map(() => signedInAs(hub)))
    await Promise.all(agents.map(one => one.postJson(`/ressources/${slug}/seances`, aRun())))
    expect((await Resource.findById(_id).lean())?.tally?.runs).to.equal(4)
  })

  it('refuses days that are not yet, or years ago, and groups of nobody', async () => {
    const agent = await signedInAs(hub)
    const { slug } = await aResource({ title: aTitle() })
    const path = `/ressources/${slug}/seances`
    for (const day of [daysAgo(-3), daysAgo(1200), '2026-02-30', 'hier'])
      expect((await agent.postJson(path, aRun({ day }))).body.errors).to.have.keys('day')
    expect((await agent.postJson(path, aRun({ headcount: 0 }))).status).to.equal(422)
    expect((await agent.postJson(path, aRun({ space: 'nulle-part' }))).status).to.equal(422)
    const again = await agent.post(path, { day: daysAgo(-3), headcount: '5', body: 'Mes mots' })
    expect(again.status).to.equal(422)
    expect(again.text).to.contain('Mes mots').and.to.contain('pas encore eu lieu')
  })

  it('keeps a photo small, upright and without what it knew, with its words and consent', async () => {
    const agent = await signedInAs(hub)
    const { slug } = await aResource({ title: aTitle() })
    const run = await tellWithPhoto(agent, slug)
    expect(run.photo).to.deep.include({ width: 1600, height: 800 })
    const page = await agent.get(`/ressources/${slug}/seances`)
    expect(page.text).to.contain('alt="Six personnes autour d’une table"')
    const response = await fetch(new URL(run.photo.url, hub.url), {
      headers: { cookie: agent.cookie },
    })
    expect(response.headers.get('content-type')).to.equal('image/webp')
    const bytes = Buffer.from(await response.arrayBuffer())
    expect((await sharp(bytes).metadata()).exif).to.equal(undefined)
    expect(bytes.includes('secret-owner')).to.equal(false)
    for (const missing of ['photoAlt', 'photoConsent']) {
      const refused = tellWithPhoto(agent, slug, { [missing]: '', day: daysAgo(2) })
      expect(String(await refused.catch(String)))
        .to.contain('422')
        .and.to.contain(missing)
    }
    expect((await aVisitor(hub).get(run.photo.url)).status).not.to.equal(200)
  })

  it('is edited and removed by its author, its photo with it, and by nobody else', async () => {
    const agent = await signedInAs(hub)
    const { _id, slug } = await aResource({ title: aTitle() })
    const run = await tellWithPhoto(agent, slug)
    const other = await signedInAs(hub)
    for (const act of ['modifier', 'suppression'])
      expect((await other.postJson(`${run.url}/${act}`, {})).status).to.equal(403)
    const edited = await agent.postJson(`${run.url}/modifier`, { headcount: 9 })
    expect(edited.body).to.deep.include({ headcount: 9, changes: run.changes, outcome: 'well' })
    expect(edited.body.photo).to.not.equal(null)
    const key = (await RunReport.findById(run.id).lean())?.photo?.key ?? ''
    const without = await agent.postJson(`${run.url}/modifier`, { removePhoto: true, minutes: '' })
    expect(without.body).to.deep.include({ photo: null, minutes: null })
    expect(await services().files.size(key).catch(String)).to.contain('No stored file')
    expect((await agent.get(`${run.url}/modifier`)).text).to.contain('value="9"')
    expect((await agent.post(`${run.url}/suppression`)).status).to.equal(303)
    expect((await agent.get(run.url)).status).to.equal(404)
    expect((await Resource.findById(_id).lean())?.tally?.runs).to.equal(0)
  })

  it('stays in the group of its sheet', async () => {
    const [keeper, insider, outsider] = await Promise.all([
      signedInAs(hub),
      signedInAs(hub),
      signedInAs(hub),
    ])
    const { audience } = await aGroup(keeper, 'private', [insider.member])
    forgetAll()
    const { slug } = await aResource({ title: aTitle(), audience }, keeper.member)
    const run = (await insider.postJson(`/ressources/${slug}/seances`, aRun())).body
    expect((await keeper.getJson(run.url)).status).to.equal(200)
    for (const path of [`/ressources/${slug}/seances`, run.url])
      expect((await outsider.getJson(path)).status).to.equal(404)
    expect((await outsider.postJson(`/ressources/${slug}/seances`, aRun())).status).to.equal(404)
    const elsewhere = await aResource({ title: aTitle() })
    const borrowed = `/ressources/${elsewhere.slug}/seances/${run.id}`
    expect((await outsider.getJson(borrowed)).status).to.equal(404)
  })

  it('is nothing that a suspended member tells, nor of a sheet that waits for review', async () => {
    const agent = await signedInAs(hub)
    const { slug } = await aResource({ title: aTitle() })
    await Member.updateOne({ _id: agent.member._id }, { $set: { state: 'suspended' } })
    expect((await agent.postJson(`/ressources/${slug}/seances`, aRun())).status).to.equal(401)
    const volunteer = await signedInAs(hub, 'volunteer')
    const draft = await aResource({ title: aTitle() }, volunteer.member)
    const told = await volunteer.postJson(`/ressources/${draft.slug}/seances`, aRun())
    expect(told.status).to.equal(403)
  })

  it('brings no link to elsewhere from somebody new', async () => {
    const newcomer = await signedInAs(hub, 'volunteer', { approvedAt: new Date() })
    const { slug } = await aResource({ title: aTitle() })
    const body = 'Voir https://ailleurs.example/achat'
    const told = await newcomer.postJson(`/ressources/${slug}/seances`, aRun({ body }))
    expect(told.status).to.equal(422)
    expect(await RunReport.countDocuments({ member: newcomer.member._id })).to.equal(0)
  })

  it('tells how long it usually lasts, once three said so', async () => {
    const { slug } = await aResource({ title: aTitle() })
    for (const minutes of [120, 125, 130]) {
      const agent = await signedInAs(hub)
      await agent.postJson(`/ressources/${slug}/seances`, aRun({ minutes }))
    }
    const page = await aVisitor(hub).get(`/ressources/${slug}`)
    expect(page.text).to.match(/Comptez plutôt 2\u00A0h\u00A005/)
  })

  it('is hidden by the moderation, then given back', async () => {
    const [agent, reader, coordinator] = [
      await signedInAs(hub),
      await signedInAs(hub, 'volunteer'),
      await signedInAs(hub, 'coordinator'),
    ]
    const { _id, slug } = await aResource({ title: aTitle() })
    const run = (await agent.postJson(`/ressources/${slug}/seances`, aRun())).body
    const why = { reason: 'personal', word: 'Un nom de participant.' }
    expect((await reader.get(`${run.url}/signalement`)).text).to.contain('débloqué')
    expect((await reader.postJson(`${run.url}/signalement`, why)).status).to.equal(201)
    const [subject] = (await coordinator.getJson('/moderation')).body.items
    expect(subject.kind).to.equal('run')
    expect((await coordinator.get(subject.url)).text).to.contain('débloqué')
    expect((await coordinator.postJson(`${subject.url}/masquage`, why)).status).to.equal(200)
    expect((await agent.get(run.url)).status).to.equal(404)
    expect((await agent.getJson(`/ressources/${slug}/seances`)).body.total).to.equal(0)
    expect((await Resource.findById(_id).lean())?.tally?.runs).to.equal(0)
    expect((await agent.postJson(`/ressources/${slug}/seances`, aRun())).status).to.equal(422)
    const back = await coordinator.postJson(`${subject.url}/retablissement`, { decisions: 1 })
    expect(back.status, back.text).to.equal(200)
    expect((await agent.get(run.url)).status).to.equal(200)
  })
})
