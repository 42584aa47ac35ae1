import { before } from 'mocha'
import { useHub } from '../../support/hub.ts'
import { type Attacker, anAttacker, type Request, raw } from './attacker.ts'
import { addressFor, type Call, furnish } from './calls.ts'

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
        await admin.ready()
        for (const { what, request, after = '', instead } of attemptsAt(call)) {
          const address = instead ?? (await addressFor(call, hub, admin))
          const { status } = await raw(admin, `${hub.url}${address}${after}`, request)
          if (status >= 500) failures.push(`${call.name}: ${what.slice(0, 80)} is ${status}`)
          if (status === 401) await admin.ready()
        }
      }
      return failures
    },
  }
}
