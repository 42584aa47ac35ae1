import { randomBytes } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import { withTemporary } from '../files/temporary.ts'

export type Mail = {
  to: string
  subject: string
  text: string
  html?: string
  /** Where one POST ends such mails (RFC 8058): mail programs show a button for it. */
  unsubscribe?: string
}

export type Mailer = {
  /** Throws RangeError unless `to` is one plain address, and what the mail server said if it refuses. */
  send(mail: Mail): Promise<void>
  close(): void
}

/** Sends by SMTP; without an `smtpUrl`, writes each mail as an `.eml` file in the `outbox` folder. */
export function createMailer(options: { smtpUrl?: string; from: string; outbox: string }): Mailer {
  return options.smtpUrl
    ? smtpMailer(options.smtpUrl, options.from)
    : outboxMailer(options.outbox, options.from)
}

function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    ...{ url, pool: true, maxConnections: 2, ...sealed },
    ...{ connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 },
  })
  return {
    async send(mail) {
      await transport.sendMail(letter(mail, from))
    },
    close: () => transport.close(),
  }
}

function outboxMailer(outbox: string, from: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, ...sealed })
  return {
    async send(mail) {
      const { message } = await transport.sendMail(letter(mail, from))
      const bytes = Buffer.isBuffer(message) ? Readable.from([message]) : message
      await withTemporary(outbox, bytes, path => rename(path, join(outbox, emlName())))
    },
    close: () => transport.close(),
  }
}

// No part of a mail may be fetched from a path or a URL that its text would name.
const sealed = { disableFileAccess: true, disableUrlAccess: true }

function letter({ to, subject, text, html, unsubscribe }: Mail, from: string) {
  if (!oneAddress.test(to)) throw new RangeError('Not one e-mail address')
  // Asks absence robots not to answer.
  const headers = { 'Auto-Submitted': 'auto-generated', ...leaving(unsubscribe) }
  return { from, to: { name: '', address: to }, subject: oneLine(subject), text, html, headers }
}

function leaving(unsubscribe: string | undefined) {
  if (!unsubscribe) return {}
  return {
    'List-Unsubscribe': `<${new URL(unsubscribe).href}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
}

// A comma or a bracket would add recipients, a line break would add headers.
const oneAddress = /^[^\s@<>(),;:"[\]\\\p{Cc}]{1,64}@[^\s@<>(),;:"[\]\\\p{Cc}]{1,255}$/u

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

/** Sorts by time: `20261208T083000123Z-1f2e3d4c.eml`. */
function emlName(): string {
  const time = new Date().toISOString().replace(/[-:.]/g, '')
  return `${time}-${randomBytes(4).toString('hex')}.eml`
}
