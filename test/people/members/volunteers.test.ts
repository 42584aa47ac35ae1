import { expect } from 'chai'
import { Member } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import { kilometresBetween } from '../../../server/people/members/finding.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'

type Signed = Awaited<ReturnType<typeof signedInAs>>
type Item = { name: string; distanceKm: number | null; help?: object }
const OFFER = '/compte/benevolat'

const PLACES = {
  brest: { commune: 'Brest', latitude: 48.39, longitude: -4.486 },
  landerneau: { commune: 'Landerneau', latitude: 48.451, longitude: -4.25 },
  rennes: { commune: 'Rennes', latitude: 48.117, longitude: -1.678 },
  nulle: { commune: 'Nulle', latitude: undefined, longitude: undefined },
}

describe('volunteers', function () {
  this.timeout(30_000)
  const hub = useHub()
  let animateur: Signed

  before(async () => {
    for (const [slug, place] of Object.entries(PLACES))
      await Space.create({ slug, name: slug, kind: 'epn', sortKey: slug, ...place })
    const brest = await Space.findOne({ slug: 'brest' })
    animateur = await signedInAs(hub, 'animateur', brest ? { space: brest._id } : {})
  })

  const offering = async (name: string, offer: object) => {
    const volunteer = await signedInAs(hub, 'volunteer', { name })
    const reply = await volunteer.postJson(OFFER, { found: true, radiusKm: 40, ...offer })
    expect(reply.status, reply.text).to.equal(200)
    return volunteer
  }
  const find = async (query: string, by = animateur) => {
    const { status, body, text } = await by.getJson(`/membres?role=volunteer&${query}`)
    expect(status, text).to.equal(200)
    return body.items as Item[]
  }
  const names = async (query: string, by = animateur) =>
    (await find(query, by)).map(({ name }) => name)

  it('are found by skill, however it is written, by day and by distance', async () => {
    await offering('Photographe', {
      themes: ['photo'],
      times: ['mo-am', 'we-ev'],
      near: 'landerneau',
    })
    await offering('Soudeuse', {
      skills: 'Impression 3D, soudure',
      times: ['mo-pm'],
      near: 'brest',
    })
    await offering('Rennaise', {
      themes: ['photo'],
      times: ['mo-am'],
      near: 'rennes',
      radiusKm: 200,
    })
    await offering('Partout', { themes: ['photo'], times: ['sa-am'] })
    expect(await names('competence=photo')).to.deep.equal(['Photographe', 'Rennaise', 'Partout'])
    expect(await names('competence=IMPRESSION+3d')).to.deep.equal(['Soudeuse'])
    expect(await names('competence=photo&jour=lundi')).to.deep.equal(['Photographe', 'Rennaise'])
    expect(await names('jour=mo')).to.deep.equal(['Soudeuse', 'Photographe', 'Rennaise'])
    expect(await names('jour=lundi&rayon=50')).to.deep.equal(['Soudeuse', 'Photographe'])
    expect(await names('jour=lundi&rayon=10')).to.deep.equal(['Soudeuse'])
    const [near] = await find('competence=photo&jour=mercredi&rayon=50')
    expect(near).to.include({ name: 'Photographe', distanceKm: 19 })
    expect(near?.help).to.deep.include({ times: ['mo-am', 'we-ev'] })
    expect(await names('jour=lundi&rayon=50&lieu=rennes')).to.deep.equal(['Rennaise'])
  })

  it('are not sent further than they go', async () => {
    await offering('Casanier', { themes: ['emploi'], near: 'landerneau', radiusKm: 5 })
    expect(await names('competence=emploi')).to.deep.equal(['Casanier'])
    expect(await names('competence=emploi&rayon=50')).to.deep.equal([])
  })

  it('are found only if they wish, while they are active volunteers', async () => {
    const shy = await offering('Discrète', { found: false, themes: ['visio'], times: ['mo-am'] })
    expect(await names('competence=visio')).to.deep.equal([])
    const page = await animateur.getJson(`/membres/${shy.member.slug}`)
    expect(page.body.help).to.equal(undefined)
    const gone = await offering('Partie', { themes: ['visio'] })
    await Member.updateOne({ _id: gone.member._id }, { $set: { state: 'suspended' } })
    expect(await names('competence=visio')).to.deep.equal([])
  })

  it('follow the skills that they change on their page', async () => {
    const volunteer = await offering('Changeante', { skills: ['broderie'] })
    await volunteer.postJson('/compte', { name: 'Changeante', skills: ['couture'] })
    expect(await names('competence=broderie')).to.deep.equal([])
    expect(await names('competence=couture')).to.deep.equal(['Changeante'])
  })

  it('show when they are free to who prepares workshops, and to nobody else', async () => {
    const offered = await offering('Montrée', { themes: ['donnees'], times: ['su-ev'] })
    const volunteer = await signedInAs(hub, 'volunteer')
    for (const query of ['competence=donnees', 'jour=dimanche', 'rayon=5', 'lieu=brest']) {
      const path = `/membres?role=volunteer&${query}`
      expect((await volunteer.getJson(path)).status, query).to.equal(403)
      expect((await volunteer.get(path)).status, query).to.equal(403)
      expect((await aVisitor(hub).getJson(path)).status, query).to.equal(401)
      expect((await aVisitor(hub).get(path)).status, query).to.equal(303)
    }
    const paths = ['/membres', '/membres?role=volunteer', `/membres/${offered.member.slug}`]
    for (const path of paths) {
      const seen = await volunteer.getJson(path)
      expect(seen.status).to.equal(200)
      expect(seen.text, path).not.to.include('su-ev').and.not.include('"help"')
      expect((await volunteer.get(path)).text, path).not.to.include('soir')
    }
    for (const role of ['animateur', 'coordinator', 'admin'] as const) {
      const other = await signedInAs(hub, role)
      expect(await names('competence=donnees', other)).to.deep.equal(['Montrée'])
    }
    const page = await animateur.get('/membres?role=volunteer&jour=dimanche')
    expect(page.text).to.include('Montrée').and.include('Dimanche').and.include('soir')
  })

  it('alone offer their help', async () => {
    for (const agent of [animateur, await signedInAs(hub, 'admin')]) {
      expect((await agent.getJson(OFFER)).status).to.equal(404)
      expect((await agent.postJson(OFFER, { found: true })).status).to.equal(404)
    }
    expect((await aVisitor(hub).postJson(OFFER, { found: true })).status).to.equal(401)
  })

  it('are told what is wrong with their offer', async () => {
    const volunteer = await signedInAs(hub, 'volunteer')
    const wrong = { themes: ['x'], times: ['mo-night'], radiusKm: 9000 }
    const { body } = await volunteer.postJson(OFFER, wrong)
    expect(body.errors).to.have.keys('themes.0', 'times.0', 'radiusKm')
    expect((await volunteer.postJson(OFFER, { near: 'pas-la' })).body.errors).to.have.keys('near')
    const form = {
      found: 'true',
      themes: ['photo'],
      skills: 'vélo',
      times: ['mo-am'],
      radiusKm: '15',
    }
    expect((await volunteer.post(OFFER, form)).status).to.equal(303)
    expect((await volunteer.getJson(OFFER)).body).to.deep.include({
      ...{ found: true, themes: ['photo'], skills: ['vélo'], times: ['mo-am'], radiusKm: 15 },
    })
    const strange = '/membres?role[$ne]=x&competence[$gt]=&jour=x&rayon=-1'
    expect((await animateur.getJson(strange)).status).to.equal(200)
    expect((await animateur.getJson('/membres?role=volunteer&lieu=pas-la')).status).to.equal(404)
  })

  it('live as far as the earth is round', () => {
    const { brest, rennes } = PLACES
    expect(kilometresBetween(brest, rennes)).to.be.closeTo(209, 2)
    const [pole, other] = [
      { latitude: 90, longitude: 0 },
      { latitude: -90, longitude: 100 },
    ]
    expect(kilometresBetween(pole, other)).to.be.closeTo(20_015, 1)
    expect(kilometresBetween(brest, brest)).to.equal(0)
  })
})
