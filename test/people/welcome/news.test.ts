import { expect } from 'chai'
import { Gathering } from '../../../models/gathering.ts'
import { Member } from '../../../models/member.ts'
import { Resource } from '../../../models/resource.ts'
import { Space } from '../../../models/space.ts'
import { Thread } from '../../../models/thread.ts'
import { sendDigests } from '../../../server/people/welcome/digest.ts'
import { nextMail } from '../../../server/people/welcome/pace.ts'
import { aDay } from '../../support/gatherings.ts'
import { useHub } from '../../support/hub.ts'
import { useMails } from '../../support/mails.ts'
import { aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'
import { leave } from '../privacy/support.ts'

const HOUR_MS = 3_600_000
const later = (hours: number) => new Date(Date.now() + hours * HOUR_MS)
type Signed = Awaited<ReturnType<typeof signedInAs>>

describe('the pace of news', () => {
  it('is an hour, the next morning, or the next Monday morning', () => {
    const wednesday = new Date('2026-11-25T10:20:00Z')
    expect(nextMail('soon', wednesday)?.toISOString()).to.equal('2026-11-25T11:20:00.000Z')
    expect(nextMail('daily', wednesday)?.toISOString()).to.equal('2026-11-26T05:00:00.000Z')
    expect(nextMail('weekly', wednesday)?.toISOString()).to.equal('2026-11-30T05:00:00.000Z')
    expect(nextMail('never', wednesday)).to.equal(undefined)
    const early = new Date('2026-11-30T04:59:00Z')
    expect(nextMail('weekly', early)?.toISOString()).to.equal('2026-11-30T05:00:00.000Z')
    expect(nextMail('weekly', new Date('2026-11-30T05:00:00Z'))?.toISOString()).to.equal(
      '2026-12-07T05:00:00.000Z',
    )
  })
})

describe('news by mail', function () {
  this.timeout(30_000)
  const hub = useHub()
  const mails = useMails()
  let writer: Signed

  before(async () => {
    writer = await signedInAs(hub, 'admin')
  })
  beforeEach(async () => {
    mails.sent.length = 0
    await Promise.all([Resource.deleteMany({}), Thread.deleteMany({}), Gathering.deleteMany({})])
  })

  const aReader = async (
    themes: string[] = [],
    pace = 'soon',
    role: 'volunteer' | 'animateur' = 'volunteer',
  ) => {
    const reader = await signedInAs(hub, role)
    const chosen = await reader.postJson('/compte/courriels', { themes, pace })
    expect(chosen.status, chosen.text).to.equal(200)
    return reader
  }
  const newsOf = async ({ member }: Signed, when = later(2)) => {
    await sendDigests(when)
    return mails.sent.filter(({ to }) => to === member.email)
  }
  const sheet = (title: string, themes: string[], more: object = {}) =>
    writer.postJson('/ressources', { kind: 'guide', title, themes, ...more })

  it('tell of the themes that were chosen, of gatherings and of discussions, once', async () => {
    const reader = await aReader(['photo'])
    await sheet('Trier ses images', ['photo'])
    await sheet('Réparer un grille-pain', ['reparation'])
    await writer.postJson('/rencontres', aDay({ title: 'La rencontre de Brest' }))
    await writer.postJson('/discussions', { title: 'Un album photo', body: 'Lequel ?' })
    await writer.postJson('/discussions', { title: 'Les horaires', body: 'Quand ?' })
    const [mail] = await newsOf(reader)
    expect(mail?.text).to.include('Trier ses images').and.include('La rencontre de Brest')
    expect(mail?.text).to.include('Un album photo')
    expect(mail?.text).not.to.include('grille-pain').and.not.include('horaires')
    expect(await newsOf(reader, later(4))).to.have.length(1)
  })

  it('tell of answers in one’s discussions, and not of one’s own writing', async () => {
    const reader = await aReader(['emploi'])
    const own = await reader.postJson('/discussions', { title: 'Ma question', body: 'Emploi ?' })
    expect(await newsOf(reader)).to.deep.equal([])
    await reader.postJson('/compte/courriels', { themes: ['emploi'], pace: 'soon' })
    await writer.postJson(`${own.body.url}/reponses`, { body: 'Voici.' })
    await Thread.updateOne(
      { _id: own.body.id },
      { $set: { 'lastReply.at': later(2.5), lastActivityAt: later(2.5) } },
    )
    const [mail] = await newsOf(reader, later(4))
    expect(mail?.text).to.include('Des réponses dans vos discussions').and.include('Ma question')
  })

  it('tell nothing that the reader may not see, nor of another space', async () => {
    const reader = await aReader()
    const draft = await signedInAs(hub, 'volunteer')
    await draft.postJson('/ressources', { kind: 'guide', title: 'Un brouillon à relire' })
    const hidden = await writer.postJson('/discussions', { title: 'Fil masqué', body: 'Non.' })
    await Thread.updateOne({ _id: hidden.body.id }, { $set: { away: 'hidden' } })
    const far = {
      name: 'Loin',
      slug: 'loin',
      kind: 'epn',
      commune: 'Nantes',
      sortKey: 'n',
    } as const
    const { _id: space } = await Space.create(far)
    const elsewhere = await writer.postJson('/rencontres', aDay({ title: 'Atelier ailleurs' }))
    await Gathering.updateOne({ slug: elsewhere.body.slug }, { $set: { space } })
    expect(await newsOf(reader)).to.deep.equal([])
  })

  it('are not sent to who never asked, is kept out or did not confirm their address', async () => {
    const never = await aReader([], 'never')
    const silent = await signedInAs(hub)
    const suspended = await aReader()
    await Member.updateOne({ _id: suspended.member._id }, { $set: { state: 'suspended' } })
    const unconfirmed = await aReader()
    await Member.updateOne({ _id: unconfirmed.member._id }, { $set: { confirmBy: later(99) } })
    await sheet('Pour tout le monde', [])
    for (const reader of [never, silent, suspended, unconfirmed])
      expect(await newsOf(reader)).to.deep.equal([])
  })

  it('rest while somebody is leaving, and tell all of it when they stay', async () => {
    const reader = await aReader(['photo'])
    await sheet('Pendant l’absence', ['photo'])
    await leave(reader, 'keep')
    const isNews = ({ subject }: { subject: string }) => subject.endsWith('du nouveau pour vous')
    expect((await newsOf(reader)).filter(isNews)).to.deep.equal([])
    await reader.signIn(reader.member.email, PASSWORD)
    await reader.getJson('/compte')
    const told = await newsOf(reader, later(4))
    expect(told.find(isNews)?.text).to.include('Pendant l’absence')
  })

  it('leave once, whatever process sends them, and again when the mail server refused', async () => {
    const reader = await aReader()
    await sheet('Une fois', [])
    mails.refuse = () => true
    await sendDigests(later(2))
    mails.refuse = undefined
    expect(mails.sent).to.deep.equal([])
    await Promise.all([sendDigests(later(4)), sendDigests(later(4)), sendDigests(later(4))])
    expect(await newsOf(reader, later(4))).to.have.length(1)
  })

  it('end with one click, from a mail program that has no cookie', async () => {
    const reader = await aReader()
    await sheet('Avant', [])
    const [mail] = await newsOf(reader)
    const stop = new URL(mail?.unsubscribe ?? '').pathname
    expect(mail?.text).to.include(stop)
    expect((await aVisitor(hub).get(stop)).status).to.equal(200)
    expect((await Member.findById(reader.member._id))?.mail?.pace).to.equal('soon')
    const oneClick = { 'List-Unsubscribe': 'One-Click' }
    for (let n = 0; n < 2; n++) {
      const reply = await aVisitor(hub).send('POST', stop, { form: oneClick })
      expect(reply.status).to.equal(200)
    }
    await sheet('Après', [])
    expect(await newsOf(reader, later(9))).to.have.length(1)
    const guess = `/courriels/arret/${'x'.repeat(32)}`
    expect((await aVisitor(hub).post(guess)).status).to.equal(404)
    expect((await aVisitor(hub).get(guess)).status).to.equal(404)
  })
})
