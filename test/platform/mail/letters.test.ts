import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { LANGUAGES } from '../../../server/platform/i18n/index.ts'
import { writeTo } from '../../../server/platform/mail/letter.ts'
import { createMailer } from '../../../server/platform/mail/mailer.ts'
import { attachServices, type Services, services } from '../../../server/platform/services.ts'
import { useHub } from '../../support/hub.ts'
import { type FakeSmtp, startFakeSmtp } from './fake-smtp.ts'

/** Each would be another header, another recipient, another mail, or the end of this one. */
const HOSTILE = [
  'Anna\r\nBcc: victime@evil.example\r\n\r\nAutre texte',
  'Anna\nBcc: victime@evil.example',
  'Anna\rBcc: victime@evil.example',
  'Anna\u2028Bcc: victime@evil.example\u2029\u0085X: y',
  'Anna\r\n.\r\nMAIL FROM:<a@evil.example>\r\nRCPT TO:<victime@evil.example>\r\nDATA\r\n',
  'Anna\n.\nQUIT\n',
  '=?UTF-8?Q?Anna=0D=0ABcc:_victime@evil.example?=',
]
const HEADERS = new Set([
  ...['from', 'to', 'subject', 'message-id', 'date', 'mime-version', 'content-type'],
  ...['content-transfer-encoding', 'auto-submitted', 'list-unsubscribe', 'list-unsubscribe-post'],
])
const FROM = 'hub@reseau.example'

describe('every letter that the hub writes', function () {
  this.timeout(60_000)
  useHub()
  let smtp: FakeSmtp
  let own: Services
  before(async () => {
    smtp = await startFakeSmtp()
    own = services()
    const smtpUrl = `smtp://127.0.0.1:${smtp.port}`
    const mailer = createMailer({ smtpUrl, from: `Rouedad <${FROM}>`, outbox: '' })
    attachServices({ ...own, mailer })
  })
  after(async () => {
    services().mailer.close()
    attachServices(own)
    await smtp.close()
  })

  const letters = lettersOf('fr')

  it('is found in the language files, and leaves by one of two doors', () => {
    expect(letters.length).to.be.above(30)
    expect(lettersOf('en')).to.deep.equal(letters)
    expect(sourcesWith('mailer.send(')).to.deep.equal(DOORS)
  })

  it('is one mail, to one reader, with the headers of the hub, whatever is said in it', async () => {
    let sent = 0
    const named = placeholders()
    expect(named.length).to.be.above(20)
    for (const [n, { subject, text }] of letters.entries())
      for (const language of LANGUAGES) {
        const said = HOSTILE[(n + language.length + sent) % HOSTILE.length] ?? ''
        const values = Object.fromEntries(named.map(name => [name, said]))
        const reader = { name: said, email: 'anna@epn.example', language }
        await writeTo(reader, { subject, text, values, unsubscribe: 'https://hub.example/arret' })
        sent++
      }
    expect(smtp.received).to.have.length(sent)
    for (const { from, to, data } of smtp.received) {
      expect([from, ...to].join()).to.equal(`<${FROM}>,<anna@epn.example>`)
      expect(data.replaceAll('\r\n', '')).not.to.match(/[\r\n]/)
      const names = headersOf(data)
      expect(
        names.filter(name => !HEADERS.has(name)),
        data,
      ).to.deep.equal([])
      expect(new Set(names).size, data).to.equal(names.length)
    }
  })
})

const DOORS = ['server/people/invitations/jobs.ts', 'server/platform/mail/letter.ts']
type Letter = { subject: string; text: string }

/** Each subject of the language files that has a text beside it, or above it when there are several. */
function lettersOf(language: string): Letter[] {
  const folder = join('server/platform/i18n', language)
  return readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort()
    .flatMap(name =>
      lettersIn(JSON.parse(readFileSync(join(folder, name), 'utf8')), name.slice(0, -5)),
    )
}

function lettersIn(words: object, at: string): Letter[] {
  return Object.entries(words).flatMap(([key, value]) => {
    if (key === 'subject' && 'text' in words)
      return subjectsIn(value, `${at}.subject`, `${at}.text`)
    return Object(value) === value ? lettersIn(value, `${at}.${key}`) : []
  })
}

function subjectsIn(value: unknown, subject: string, text: string): Letter[] {
  if (typeof value === 'string') return [{ subject, text }]
  return Object.keys(Object(value)).map(key => ({ subject: `${subject}.${key}`, text }))
}

/** Whatever any of them may tell. */
function placeholders() {
  const files = readdirSync('server/platform/i18n/fr').filter(name => name.endsWith('.json'))
  const words = files
    .map(name => readFileSync(join('server/platform/i18n/fr', name), 'utf8'))
    .join()
  const names = [...words.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name)
  return [...new Set(names)].filter(name => name !== 'count')
}

function sourcesWith(words: string) {
  return readdirSync('server', { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join('server', name))
    .filter(path => readFileSync(path, 'utf8').includes(words))
    .sort()
}

/** Their names, a folded line being one. */
function headersOf(data: string) {
  const [head = ''] = data.split('\r\n\r\n')
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  return lines.map(line => line.slice(0, line.indexOf(':')).toLowerCase())
}
