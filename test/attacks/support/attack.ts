import { before } from 'mocha'
import { useHub } from '../../support/hub.ts'
import { type Attacker, anAttacker, type Request, raw } from './attacker.ts'
import { addressFor, type Call, discard, furnish, sharedAddressFor } from './calls.ts'

/** One request to a route: to what its address names, with this after it, or to another address altogether. */
export type Attempt = { what: string; request: Request; after?: string; instead?: string }

/** A hub furnished with what the examples name, and an administrator who tries things on its routes. */
export function useAttack() {
  const hub = useHub()
  let admin: Attacker
  before(async () => {
    admin = await anAttacker(hub)
    await furnish(admin)
  })
  return {
    get url() {
      return hub.url
    },
    get admin() {
      return admin
    },
    addressOf: (call: Call) => addressFor(call, hub, admin),
    /** Those of these attempts, at each of these routes, that made the hub fail. */
    async failuresOf(calls: Call[], attemptsAt: (call: Call) => Attempt[]) {
      const failures: string[] = []
      for (const call of calls) {
        await admin.unlimited()
        const shared = await sharedAddressFor(call, hub, admin)
        for (const { what, request, after = '', instead } of attemptsAt(call)) {
          const { status } = await raw(admin, `${hub.url}${instead ?? shared}${after}`, request)
          if (status >= 500) failures.push(`${call.name}: ${what.slice(0, 80)} is ${status}`)
          if (call.method === 'GET' || (status >= 400 && status !== 401)) continue
          // Only what was accepted changes something, and may have ended the session.
          discard(call, hub)
          await admin.ready()
        }
      }
      return failures
    },
  }
}
