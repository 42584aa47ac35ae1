import { expect } from 'chai'
import type { Agent } from '../support/agent.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor } from '../support/people.ts'
import { type Attacker, anAttacker, raw } from './support/attacker.ts'
import { addressFor, CALLS, furnish, NOBODY } from './support/calls.ts'

/** What is its owner's, or the coordination's, whatever the address. */
const PRIVATE = /^\/(compte|administration|moderation|courriels)\/.*:/

describe('an address that one was not given', function () {
  this.timeout(180_000)
  const hub = useHub()
  let owner: Attacker
  before(async () => {
    owner = await anAttacker(hub)
    await furnish(owner)
  })

  for (const who of ['visitor', 'volunteer', 'animateur', 'coordinator'] as const) {
    it(`tells a ${who} no more than one that was made up`, async () => {
      const outsider = who === 'visitor' ? aVisitor(hub) : await anAttacker(hub, who)
      const told: string[] = []
      for (const call of CALLS.filter(({ path }) => PRIVATE.test(path))) {
        if (who === 'coordinator' && !call.path.startsWith('/compte')) continue
        const real = await addressFor(call, hub, owner)
        const made = call.path.replace(/:page/g, 'accessibilite').replace(/:\w+/g, NOBODY)
        for (const accept of ['text/html', 'application/json']) {
          const [a, b] = [
            await asked(outsider, call.method, real, accept),
            await asked(outsider, call.method, made, accept),
          ]
          if (a !== b || /^[25]/.test(a)) told.push(`${call.name} ${accept}: ${a.slice(0, 3)}`)
        }
      }
      expect(told).to.deep.equal([])
    })
  }

  /** Status and body, without what is different in every answer: its reference and its address. */
  async function asked(agent: Agent, method: string, path: string, accept: string) {
    const reply = await raw(agent, hub.url + path, { method, headers: { accept } })
    const reference = reply.headers.get('x-request-id') ?? ''
    const location = reply.headers.get('location') ?? ''
    const text = `${reply.status} ${location}${reply.text}`
    const [last = ''] = path.split('/').filter(part => part.length > 10)
    return [reference, path, encodeURIComponent(path), last]
      .filter(Boolean)
      .reduce((all, one) => all.replaceAll(one, '…'), text)
  }
})
