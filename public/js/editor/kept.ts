/** What the hub has not got yet stays in this browser, under its member's own name, until it has. */
const PREFIX = 'brouillon '

export type Kept = { fields: [string, string][]; at: number }

export function keepHere(name: string, kept: Kept) {
  quietly(() => localStorage.setItem(PREFIX + name, JSON.stringify(kept)))
}

export function keptHere(name: string): Kept | undefined {
  const kept: unknown = quietly(() => JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null'))
  return isKept(kept) ? kept : undefined
}

export function forgetHere(name: string) {
  quietly(() => localStorage.removeItem(PREFIX + name))
}

/** Others use this computer too: whoever leaves leaves nothing, and what somebody else left goes. */
export function forgetAll(exceptMember?: string) {
  quietly(() => {
    const ours = `${PREFIX}${exceptMember} `
    const names = Object.keys(localStorage).filter(name => name.startsWith(PREFIX))
    for (const name of names)
      if (exceptMember === undefined || !name.startsWith(ours)) localStorage.removeItem(name)
  })
}

function isKept(kept: unknown): kept is Kept {
  if (typeof kept !== 'object' || kept === null) return false
  return 'fields' in kept && Array.isArray(kept.fields) && 'at' in kept
}

/** A browser may refuse to keep anything; writing goes on without. */
function quietly<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
