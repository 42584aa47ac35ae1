import { expect } from 'chai'
import { Invitation } from '../../../models/invitation.ts'
import { InvitationList } from '../../../models/invitation-list.ts'
import { Space } from '../../../models/space.ts'
import { decoded, linesOf } from '../../../server/people/invitations/csv.ts'
import { roleIn } from '../../../server/people/invitations/roles.ts'
import { services } from '../../../server/platform/services.ts'
import { useHub } from '../../support/hub.ts'
import { useMails } from '../../support/mails.ts'
import { aMember, aVisitor, signedInAs } from '../../support/people.ts'

type Signed = Awaited<ReturnType<typeof signedInAs>>
const PATH = '/administration/invitations'

describe('a list of people, as a spreadsheet saves it', () => {
  const row = { number: 2, name: 'Zoé Le Goff', email: 'zoe@example.org', role: 'Bénévole' }
  const expected = [{ ...row, space: 'Médiathèque' }]

  it('is read with semicolons, commas or tabs', () => {
    for (const sign of [';', ',', '\t']) {
      const text = [
        ['Nom', 'Courriel', 'Rôle', 'Lieu'].join(sign),
        ['Zoé Le Goff', 'Zoe@example.org', 'Bénévole', 'Médiathèque'].join(sign),
      ].join('\r\n')
      expect(linesOf(text), JSON.stringify(sign)).to.deep.equal(expected)
    }
  })

  it('is read as UTF-8 with its mark, as UTF-16 and as Latin-1', () => {
    const text = 'Prénom;NOM;E-mail;rôle;Lieu\nZoé;Le Goff;zoe@example.org;Bénévole;Médiathèque\n'
    const latin = Buffer.from(text, 'latin1')
    const marked = Buffer.from(`\ufeff${text}`, 'utf8')
    const wide = Buffer.from(`\ufeff${text}`, 'utf16le')
    for (const bytes of [latin, marked, wide, Buffer.from(text)])
      expect(linesOf(decoded(bytes))).to.deep.equal(expected)
  })

  it('counts its lines as a person does, whatever is empty or quoted', () => {
    const text =
      'courriel;nom\n\n"a@example.org";"Le ""Goff""\nNolwenn"\n;;\nb@example.org;Yann;trop;de;cases\n'
    const lines = linesOf(text)
    expect(lines.map(({ name }) => name)).to.deep.equal(['Le "Goff" Nolwenn', 'Yann'])
    expect(lines.at(-1)?.number).to.equal(6)
  })

  it('is refused without addresses, without people, too long or torn', () => {
    const many = `courriel\n${'a@example.org\n'.repeat(2_001)}`
    for (const text of ['', 'nom;rôle\nZoé;bénévole', 'courriel\n', many, 'courriel;nom\n"a;b'])
      expect(() => linesOf(text), text.slice(0, 30)).to.throw()
    expect(linesOf(`courriel\n${'a@example.org\n'.repeat(2_000)}`)).to.have.length(2_000)
  })

  it('says roles in many ways', () => {
    const said = [
      'Animatrice',
      'animateur·rice',
      'Bénévole(s)',
      'médiateur numérique',
      'Coordination',
      'admin',
      'maire',
    ]
    expect(said.map(roleIn)).to.deep.equal([
      ...['animateur', 'animateur', 'volunteer', 'animateur', 'coordinator', 'admin', undefined],
    ])
  })
})

describe('inviting a list', function () {
  this.timeout(60_000)
  const hub = useHub()
  const mails = useMails()
  let coordinator: Signed

  before(async () => {
    coordinator = await signedInAs(hub, 'coordinator', { name: 'Rozenn' })
    const epn = {
      name: 'Médiathèque du Port',
      slug: 'port',
      kind: 'epn',
      commune: 'Brest',
    } as const
    await Space.create({ ...epn, sortKey: 'brest' })
  })

  const brought = async (list: string, by = coordinator) => {
    const { status, text, body } = await by.postJson(`${PATH}/liste`, { list, days: 30 })
    expect(status, text).to.equal(201)
    return body
  }
  const sent = async (url: string) => {
    const reply = await coordinator.postJson(`${url}/envoi`)
    await mails.settled('invitations.list')
    return reply
  }

  it('shows of each line what will happen, or why not, and sends nothing yet', async () => {
    const member = await aMember()
    const pending = await aMember('volunteer', { state: 'pending' })
    const list = [
      'Nom;Courriel;Rôle;Lieu',
      'Zoé;zoe@example.org;animatrice;brest, médiathèque du port',
      'Yann;yann@example.org;;',
      'Yann;YANN@example.org;;',
      'Faux;pas-une-adresse;;',
      `Là;${member.email};;`,
      `Attend;${pending.email};;`,
      'Où;ou@example.org;;Nulle part',
      'Quoi;quoi@example.org;maire;',
      'Chef;chef@example.org;administratrice;',
    ].join('\n')
    const { url, total, wanted } = await brought(list)
    expect({ total, wanted }).to.deep.equal({ total: 9, wanted: 2 })
    const { body } = await coordinator.getJson(url)
    expect(body.items.map(({ obstacle }: { obstacle: string }) => obstacle)).to.deep.equal([
      ...[null, null, 'twice', 'email', 'member', 'request', 'space', 'role', 'notYours'],
    ])
    expect(body.items[0]).to.include({ as: 'animateur', at: 'Brest, Médiathèque du Port' })
    const page = await coordinator.get(url)
    expect(page.text).to.include('Deux fois dans la liste').and.include('Envoyer 2 invitations')
    expect(await Invitation.countDocuments({ email: 'zoe@example.org' })).to.equal(0)
  })

  it('sends each person one mail, however often the form is sent', async () => {
    const people = Array.from({ length: 30 }, (_, n) => `p${n}@example.org;P${n}`)
    const { url } = await brought(`courriel;nom\n${people.join('\n')}`)
    await Promise.all([sent(url), sent(url), sent(url)])
    await sent(url)
    await mails.to('p29@example.org')
    await mails.settled('invitations.list')
    const got = mails.sent.filter(({ to }) => /^p\d+@/.test(to)).map(({ to }) => to)
    expect(got).to.have.length(30)
    expect(new Set(got).size).to.equal(30)
    const [mail] = await mails.to('p7@example.org')
    expect(mail?.text)
      .to.include('Bonjour P7')
      .and.match(/inscription\?invitation=[\w-]{43}/)
    expect((await coordinator.get(url)).text).to.include('Cette liste est partie')
  })

  it('does not invite again, from another list, who has an open invitation', async () => {
    const list = 'courriel\ndeux-fois@example.org'
    await sent((await brought(list)).url)
    await mails.to('deux-fois@example.org')
    const again = await brought(list)
    expect(again.wanted).to.equal(0)
    await sent(again.url)
    expect(mails.sent.filter(({ to }) => to === 'deux-fois@example.org')).to.have.length(1)
  })

  it('goes on after an address that the mail server refuses, and after being cut', async () => {
    mails.refuse = ({ to }) => to === 'refuse@example.org'
    const { url } = await brought('courriel\nrefuse@example.org\napres@example.org')
    await coordinator.postJson(`${url}/envoi`)
    await mails.to('apres@example.org')
    mails.refuse = undefined
    const refused = () => Invitation.findOne({ email: 'refuse@example.org' }).lean()
    for (let n = 0; n < 500 && (await refused())?.sendingAt; n++) await new Promise(setImmediate)
    await services().jobs.soon('invitations.list', { id: url.split('/').at(-1) })
    await mails.to('refuse@example.org')
    expect(mails.sent.filter(({ to }) => to === 'apres@example.org')).to.have.length(1)
  })

  it('lets each of them in by their own link', async () => {
    const list = 'courriel;rôle;lieu\nentre@example.org;animateur;port'
    await sent((await brought(list)).url)
    const link = await mails.linkTo('entre@example.org')
    const page = await aVisitor(hub).get(link)
    expect(page.text).to.include('Médiathèque du Port').and.include('value="entre@example.org"')
  })

  it('takes a file, and says what it does not understand of it', async () => {
    const form = new FormData()
    form.set('days', '7')
    form.set(
      'files',
      new Blob([Buffer.from('Courriel;Nom\nleo@example.org;Léo\n', 'latin1')]),
      'a.csv',
    )
    const reply = await coordinator.post(`${PATH}/liste`, form)
    expect(reply.status).to.equal(303)
    expect((await coordinator.get(String(reply.location))).text).to.include('Léo')
    const bare = new FormData()
    bare.set('days', '7')
    const nothing = await coordinator.post(`${PATH}/liste`, bare)
    expect(nothing.status).to.equal(422)
    expect(nothing.text).to.include('id="e-f-files"')
    const wrong = await coordinator.postJson(`${PATH}/liste`, { list: { $ne: 1 } })
    expect(wrong.body.errors).to.have.keys('list')
  })

  it('is shown to who brought it, and to nobody else', async () => {
    const { url } = await brought('courriel\nsecret@example.org')
    const others = [
      ...[await signedInAs(hub, 'admin'), await signedInAs(hub, 'animateur'), aVisitor(hub)],
    ]
    for (const agent of others) {
      expect((await agent.getJson(url)).status).to.equal(404)
      expect((await agent.get(url)).status).to.equal(404)
      expect((await agent.postJson(`${url}/envoi`)).status).to.equal(404)
    }
    expect((await InvitationList.findById(url.split('/').at(-1)))?.sentAt).to.equal(undefined)
  })
})
