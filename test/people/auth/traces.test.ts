import { expect } from 'chai'
import { symbols } from 'pino'
import { log } from '../../../server/platform/log.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, aVisitor, PASSWORD } from '../../support/people.ts'
import { lettersTo, tokenIn } from './support/letters.ts'

describe('what signing in leaves in the log', function () {
  this.timeout(30_000)
  const hub = useHub()

  it('is no password, no code, no token and no address', async () => {
    const lines: string[] = []
    const [stream, level] = [Reflect.get(log, symbols.streamSym), log.level]
    Reflect.set(log, symbols.streamSym, { write: (line: string) => lines.push(line) })
    log.level = 'trace'
    try {
      const { email } = await aMember()
      const form = { email, password: 'un essai qui rate', code: '918273' }
      await Promise.all(
        Array.from({ length: 10 }, () => aVisitor(hub).postJson('/connexion', form)),
      )
      const token = tokenIn((await lettersTo(hub, email, /connexion\/lien/))[0])
      const visitor = aVisitor(hub)
      await visitor.get(`/connexion/lien?token=${token}`)
      await visitor.post('/connexion/lien', { token })
      await visitor.get('/connexion/oidc/retour?code=un-code-du-fournisseur&state=x')
      await visitor.postJson('/compte/securite/code', { currentPassword: PASSWORD, code: '564738' })
      const { secret } = (await visitor.getJson('/compte/securite/code')).body
      const said = lines.join('')
      expect(said).to.include('"path":"/connexion/lien"')
      for (const hidden of [form.password, form.code, PASSWORD, '564738', token, secret, email])
        expect(said).not.to.include(hidden)
      expect(said).not.to.include('un-code-du-fournisseur')
    } finally {
      Reflect.set(log, symbols.streamSym, stream)
      log.level = level
    }
  })
})
