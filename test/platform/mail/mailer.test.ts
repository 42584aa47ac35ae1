import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createMailer, type Mailer } from '../../../server/platform/mail/mailer.ts'
import { type FakeSmtp, startFakeSmtp } from './fake-smtp.ts'

const from = 'Rouedad <hub@reseau.bzh>'
const mail = { to: 'anna@epn.bzh', subject: 'Bienvenue à Brest', text: 'Bonjour,\nà bientôt.' }

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    error => error,
  )

describe('the mailer without a mail server', () => {
  let outbox: string
  let mailer: Mailer
  beforeEach(async () => {
    outbox = join(await mkdtemp(join(tmpdir(), 'rouedad-mail-')), 'outbox')
    mailer = createMailer({ from, outbox })
  })
  afterEach(async () => {
    mailer.close()
    await rm(join(outbox, '..'), { recursive: true })
  })

  async function written() {
    const names = (await readdir(outbox)).sort()
    return Promise.all(names.map(name => readFile(join(outbox, name), 'utf8')))
  }

  it('writes each mail as a file, in order', async () => {
    for (const subject of ['un', 'deux', 'trois']) {
      await mailer.send({ ...mail, subject })
      await new Promise(resolve => setTimeout(resolve, 3))
    }
    const names = await readdir(outbox)
    for (const name of names) expect(name).to.match(/^\d{8}T\d{9}Z-[0-9a-f]{8}\.eml$/)
    const subjects = (await written()).map(text => /^Subject: (.*)\r?$/m.exec(text)?.[1])
    expect(subjects).to.eql(['un', 'deux', 'trois'])
  })

  it('writes headers and both bodies', async () => {
    await mailer.send({ ...mail, html: '<p>Bonjour</p>' })
    const [eml = ''] = await written()
    expect(eml).to.match(/^From: Rouedad <hub@reseau\.bzh>\r?$/m)
    expect(eml).to.match(/^To: anna@epn\.bzh\r?$/m)
    expect(eml).to.match(/^Subject: =\?UTF-8\?/m)
    expect(eml).to.match(/^Auto-Submitted: auto-generated\r?$/m)
    expect(eml).to.include('text/plain').and.include('<p>Bonjour</p>')
  })

  it('says where one click ends such mails', async () => {
    await mailer.send({ ...mail, unsubscribe: 'https://reseau.bzh/courriels/arret/abc' })
    const [eml = ''] = await written()
    expect(eml).to.match(/^List-Unsubscribe: <https:\/\/reseau\.bzh\/courriels\/arret\/abc>\r?$/m)
    expect(eml).to.match(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m)
  })

  it('keeps a subject on its line', async () => {
    await mailer.send({ ...mail, subject: 'a\r\nBcc: evil@x.fr\r\n\r\nb\u0000\u2028c' })
    const [eml = ''] = await written()
    expect(eml).to.match(/^Subject: a Bcc: evil@x\.fr b c\r?$/m)
    expect(eml).not.to.match(/^Bcc:/im)
  })

  const strangers = [
    'a@b.fr, evil@x.fr',
    'a@b.fr\r\nBcc: evil@x.fr',
    'Evil <evil@x.fr>',
    'a@b.fr;c@d.fr',
  ]
  for (const to of [...strangers, 'nobody', '', 'a@b@c.fr', 'a b@c.fr', '"a"@b.fr', 'a@b.fr\u0000'])
    it(`refuses to send to ${JSON.stringify(to)}`, async () => {
      expect(await failureOf(mailer.send({ ...mail, to }))).to.be.instanceOf(RangeError)
      expect(await readdir(outbox).catch(() => [])).to.eql([])
    })
})

describe('the mailer with a mail server', () => {
  let smtp: FakeSmtp
  let mailer: Mailer
  beforeEach(async () => {
    smtp = await startFakeSmtp()
    const smtpUrl = `smtp://hub:se%40cret@127.0.0.1:${smtp.port}`
    mailer = createMailer({ smtpUrl, from, outbox: join(tmpdir(), 'rouedad-never') })
  })
  afterEach(async () => {
    mailer.close()
    await smtp.close()
  })

  it('signs in and hands each mail over', async () => {
    await Promise.all([mailer.send(mail), mailer.send({ ...mail, to: 'yann@epn.bzh' })])
    expect(smtp.received.map(({ to }) => to.join()).sort()).to.eql([
      '<anna@epn.bzh>',
      '<yann@epn.bzh>',
    ])
    const [first] = smtp.received
    expect(first?.from).to.equal('<hub@reseau.bzh>')
    expect(first?.login).to.equal('hub se@cret')
    expect(first?.data).to.match(/^From: Rouedad <hub@reseau\.bzh>\r$/m)
  })

  it('tells why the server refused, without the password', async () => {
    smtp.refuse(true)
    const error = await failureOf(mailer.send(mail))
    expect(String(error)).to.include('550')
    expect(String(error)).not.to.match(/se(%40|@)cret/)
  })
})
