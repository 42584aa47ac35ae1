import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { symbols } from 'pino'
import { Network } from '../../../models/network.ts'
import { Token } from '../../../models/token.ts'
import { log } from '../../../server/platform/log.ts'
import { Agent } from '../../support/agent.ts'
import { useHub } from '../../support/hub.ts'
import { signedInAs } from '../../support/people.ts'
import { type Listener, listen } from '../../support/sockets.ts'
import { aProgram, Program } from '../../support/tokens.ts'

describe("a token's secret", () => {
  const hub = useHub()

  it('is in no log line, whatever happens to the request', async () => {
    const lines: string[] = []
    const [stream, level] = [Reflect.get(log, symbols.streamSym), log.level]
    Reflect.set(log, symbols.streamSym, { write: (line: string) => lines.push(line) })
    log.level = 'trace'
    const find = Token.findOne
    let listener: Listener | undefined
    try {
      const program = await aProgram(hub, ['read'])
      await program.get('/compte')
      await program.post('/discussions', { title: 'x', body: 'y' })
      await program.post('/compte/jetons', { secret: program.token.secret })
      listener = await listen(hub, new Agent(hub.url), {}, { token: program.token.secret })
      Reflect.set(Token, 'findOne', () => {
        throw new Error('the store is away')
      })
      expect((await program.get('/compte')).status).to.equal(500)
      log.info({ headers: { authorization: `Bearer ${program.token.secret}` } }, 'by mistake')
      log.info({ made: { secret: program.token.secret } }, 'by mistake')
      const all = lines.join('')
      expect(all).to.include('the store is away').and.include('"path":"/compte/jetons"')
      expect(all).not.to.include(program.token.secret.slice(8))
    } finally {
      Reflect.set(Token, 'findOne', find)
      Reflect.set(log, symbols.streamSym, stream)
      log.level = level
      listener?.close()
    }
  })

  it('is not in the mail that tells its owner', async () => {
    await Network.updateOne({ _id: 'network' }, { name: 'Réseau' }, { upsert: true })
    const owner = await signedInAs(hub, 'volunteer', { name: 'Odile' })
    const { body } = await owner.postJson('/compte/jetons', {
      name: 'Mon tableur',
      scopes: ['read'],
      days: 30,
    })
    const mail = await mailTo(owner.member.email)
    expect(mail).to.include('Mon tableur').and.include('/compte/jetons')
    expect(mail).not.to.include(body.secret.slice(8))
    expect((await new Program(hub, body.secret).get('/compte')).status).to.equal(200)
  })

  async function mailTo(address: string) {
    const outbox = join(hub.dataDirectory, 'outbox')
    for (let tries = 0; tries < 200; tries++) {
      const found = mails(outbox).find(text => text.includes(address))
      if (found) return decoded(found)
      await new Promise(resolve => setTimeout(resolve, 25))
    }
    throw new Error(`No mail to ${address}`)
  }
})

function mails(outbox: string) {
  try {
    return readdirSync(outbox)
      .map(name => join(outbox, name))
      .filter(path => path.endsWith('.eml') && statSync(path).isFile())
      .map(path => readFileSync(path, 'utf8'))
  } catch {
    return []
  }
}

/** Enough of quoted-printable for words without accents. */
function decoded(mail: string) {
  return mail.replace(/=\r?\n/g, '').replace(/=3D/g, '=')
}
