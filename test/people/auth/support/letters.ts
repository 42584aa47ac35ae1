import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The text of the mails to this address that match, once there are so many. */
export async function lettersTo(
  hub: { dataDirectory: string },
  address: string,
  pattern: RegExp,
  count = 1,
) {
  const until = Date.now() + 10_000
  for (;;) {
    const found = letters(join(hub.dataDirectory, 'outbox')).filter(
      text => text.includes(`To: ${address}`) && pattern.test(text),
    )
    if (found.length >= count) return found
    if (Date.now() > until) throw new Error(`${found.length} of ${count} mails to ${address}`)
    await new Promise(resolve => setTimeout(resolve, 25))
  }
}

export function tokenIn(letter: string | undefined) {
  const token = /token=([\w-]+)/.exec(letter ?? '')?.[1]
  if (!token) throw new Error(`No token in ${letter}`)
  return token
}

function letters(outbox: string) {
  try {
    const names = readdirSync(outbox).filter(name => name.endsWith('.eml'))
    return names.map(name => decoded(readFileSync(join(outbox, name), 'utf8')))
  } catch {
    return []
  }
}

/** Quoted-printable in UTF-8, and base64 when a mail is all accents. */
function decoded(mail: string) {
  const [head = '', ...rest] = mail.split('\r\n\r\n')
  const body = rest.join('\n\n')
  if (/content-transfer-encoding: base64/i.test(head))
    return `${head}\n\n${Buffer.from(body, 'base64').toString()}`
  const joined = body.replace(/=\r?\n/g, '')
  const bytes = joined.replace(/=([0-9A-F]{2})/g, (_, hex) =>
    String.fromCharCode(Number(`0x${hex}`)),
  )
  return `${head}\n\n${/=[0-9A-F]{2}/.test(joined) ? Buffer.from(bytes, 'latin1') : bytes}`
}
