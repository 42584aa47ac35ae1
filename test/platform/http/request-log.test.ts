import { expect } from 'chai'
import { log } from '../../../server/platform/log.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor } from '../../support/people.ts'

describe('the log of requests', () => {
  const hub = useHub()
  const lines: string[] = []
  const { debug, error } = log
  let heardAll = () => {}

  before(() => {
    const keep = (line: unknown) => {
      if (lines.push(JSON.stringify(line)) === 3) heardAll()
    }
    Object.assign(log, { debug: keep, error: keep })
  })
  after(() => {
    Object.assign(log, { debug, error })
  })

  it('keeps neither what an address asks for nor the key that stops a mail', async () => {
    const visitor = aVisitor(hub)
    const heard = new Promise<void>(resolve => {
      heardAll = resolve
    })
    await visitor.get('/courriels/arret/une-cle-bien-secrete')
    await visitor.get('/mot-de-passe?token=un-jeton-bien-secret')
    await visitor.get('/ressources')
    await heard
    const logged = lines.join('\n')
    expect(logged).to.include('"path":"/ressources"').and.include('"path":"/courriels/arret/…"')
    expect(logged).to.not.include('secret')
  })
})
