import { expect } from 'chai'
import { OneTimeLink } from '../../../models/one-time-link.ts'
import { forgive } from '../../../server/platform/who/limits.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'
import { lettersTo, tokenIn } from './support/letters.ts'

const WRONG = 'pas le bon mot de passe'

describe('many failed tries', function () {
  this.timeout(40_000)
  const hub = useHub()
  // Everybody in these tests comes from one address.
  beforeEach(forgiveAddress)

  it('wait longer and longer, then nothing is tried any more and a link goes by mail', async () => {
    const member = await aMember()
    const waits: number[] = []
    for (let n = 0; n < 8; n++) {
      const start = performance.now()
      expect((await attempt(member.email)).status).to.equal(422)
      waits.push(performance.now() - start)
    }
    for (const [n, least] of [190, 390, 790, 1590, 3190].entries())
      expect(waits[n + 3], `try ${n + 4}`).to.be.above(least)
    const start = performance.now()
    const refused = await attempt(member.email, PASSWORD)
    expect(refused.status).to.equal(401)
    expect(refused.body.error.code).to.equal('linkSent')
    expect(performance.now() - start).to.be.below(1_500)
    const page = await aVisitor(hub).post('/connexion', { email: member.email, password: WRONG })
    expect(page.status).to.equal(401)
    expect(page.text).to.include('quart d’heure')
    expect(await lettersTo(hub, member.email, /connexion\/lien/)).to.have.length(1)
  })

  it('at the same moment are counted one by one', async () => {
    const member = await aMember()
    const all = await Promise.all(Array.from({ length: 40 }, () => attempt(member.email)))
    const tried = all.filter(({ status }) => status === 422)
    expect(tried).to.have.length(8)
    expect(all.filter(({ status }) => status === 401)).to.have.length(32)
  })

  it('answer alike for an address without account, which gets no mail', async () => {
    const member = await aMember()
    const known = await locked(member.email)
    const unknown = await locked('personne-du-tout@example.org')
    expect(unknown.status).to.equal(known.status)
    const { requestId: _one, ...one } = known.body.error
    const { requestId: _other, ...other } = unknown.body.error
    expect(other).to.deep.equal(one)
    await lettersTo(hub, member.email, /connexion\/lien/)
    expect(await OneTimeLink.countDocuments({ member: member._id })).to.equal(1)
  })

  it('never keep the owner out of a browser they know, nor out of their mailbox', async () => {
    const owner = await signedInAs(hub)
    await owner.postJson('/deconnexion')
    await locked(owner.member.email)
    await owner.signIn(owner.member.email, PASSWORD)
    expect((await attempt(owner.member.email, PASSWORD)).status).to.equal(401)

    const token = tokenIn((await lettersTo(hub, owner.member.email, /connexion\/lien/))[0])
    const elsewhere = aVisitor(hub)
    const page = await elsewhere.get(`/connexion/lien?token=${token}`)
    expect(page.headers.get('referrer-policy')).to.equal('no-referrer')
    expect(page.text).to.include(token)
    const entered = await elsewhere.post('/connexion/lien', { token })
    expect(entered.status).to.equal(303)
    expect((await elsewhere.getJson('/compte')).body.id).to.equal(owner.member.id)
    const again = await aVisitor(hub).postJson('/connexion/lien', { token })
    expect(again.status).to.equal(422)
    await elsewhere.postJson('/deconnexion')
    await elsewhere.signIn(owner.member.email, PASSWORD)
  })

  it('from a known browser have a count of their own', async () => {
    const owner = await signedInAs(hub)
    await owner.postJson('/deconnexion')
    const form = { email: owner.member.email, password: WRONG }
    const all = await Promise.all(
      Array.from({ length: 10 }, () => owner.postJson('/connexion', form)),
    )
    expect(all.filter(({ status }) => status === 401)).to.have.length(2)
    expect((await attempt(owner.member.email, PASSWORD)).status).to.equal(200)
  })

  it('are not forgiven to who forges or borrows the mark of a browser', async () => {
    const [owner, thief] = [await signedInAs(hub), await signedInAs(hub)]
    await locked(owner.member.email)
    const mark = thief.cookies.find(({ name }) => name === 'appareil')?.value ?? ''
    const [id = ''] = mark.split('.')
    for (const cookie of [mark, `${id}.${'A'.repeat(43)}`, id, `${id}.`, '.', '%']) {
      const reply = await aVisitor(hub).send('POST', '/connexion', {
        json: { email: owner.member.email, password: PASSWORD },
        headers: { cookie: `appareil=${cookie}`, accept: 'application/json' },
      })
      expect(reply.status, cookie).to.equal(401)
    }
  })

  it('a link works within its quarter of an hour, for what it was made for', async () => {
    const member = await aMember()
    await locked(member.email)
    const token = tokenIn((await lettersTo(hub, member.email, /connexion\/lien/))[0])
    await OneTimeLink.updateMany({ member: member._id }, { $set: { expiresAt: new Date(0) } })
    const late = await aVisitor(hub).postJson('/connexion/lien', { token })
    expect(late.status).to.equal(422)
    for (const wrong of [{ $ne: null }, '', 'x', 'A'.repeat(43)])
      expect((await aVisitor(hub).postJson('/connexion/lien', { token: wrong })).status).to.equal(
        422,
      )
  })

  it('take as long with an account as without', async () => {
    const times: Record<string, number[]> = { known: [], unknown: [] }
    for (let n = 0; n < 24; n++) {
      const member = await aMember()
      await timed('known', member.email)
      await timed('unknown', `nobody-${n}@example.org`)
      if (n % 6 === 5) await forgiveAddress()
    }
    const [known, unknown] = [median(times.known), median(times.unknown)]
    expect(Math.abs(known - unknown), `${known} ms, ${unknown} ms`).to.be.below(
      Math.max(15, 0.5 * Math.max(known, unknown)),
    )

    async function timed(kind: string, email: string) {
      const visitor = aVisitor(hub)
      const start = performance.now()
      await visitor.postJson('/connexion', { email, password: WRONG })
      times[kind]?.push(performance.now() - start)
    }
  })

  function attempt(email: string, password = WRONG) {
    return aVisitor(hub).postJson('/connexion', { email, password })
  }

  /** All tries at once: the last to be answered are not made. */
  async function locked(email: string) {
    await Promise.all(Array.from({ length: 9 }, () => attempt(email)))
    return attempt(email)
  }
})

function median(times: number[] = []) {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}

async function forgiveAddress() {
  for (const address of ['127.0.0.1', '0:0:0:0::/64'])
    for (const limit of ['signInAddress', 'signInLinkAddress'] as const)
      await forgive(limit, address)
}
