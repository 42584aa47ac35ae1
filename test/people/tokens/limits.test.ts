import { expect } from 'chai'
import { spend } from '../../../server/platform/who/limits.ts'
import { useHub } from '../../support/hub.ts'
import { aProgram, aToken, Program } from '../../support/tokens.ts'

describe('a token that asks too much', () => {
  const hub = useHub()

  it('waits, while its owner and their other tokens go on', async () => {
    const program = await aProgram(hub, ['read', 'threads'])
    const other = new Program(hub, (await aToken(program.owner, ['read'])).secret)
    await Promise.all(Array.from({ length: 600 }, () => spend('token', program.token.id)))
    const refused = await program.get('/discussions')
    expect(refused.status).to.equal(429)
    expect(refused.body.error.code).to.equal('tooMany')
    expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60)
    expect((await other.get('/discussions')).status).to.equal(200)
    expect((await program.owner.getJson('/discussions')).status).to.equal(200)
    const posted = await program.owner.postJson('/discussions', { title: 'Moi', body: 'Bonjour' })
    expect(posted.status).to.equal(201)
  })
})
