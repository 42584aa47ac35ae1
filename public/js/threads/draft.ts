/** A text not yet sent stays in this browser, a week at most, under its member's own name. */
const WEEK_MS = 7 * 24 * 3600 * 1000
const PREFIX = 'draft '

export function keepDraft(name: string, body: string) {
  quietly(() => {
    if (body.trim()) localStorage.setItem(PREFIX + name, JSON.stringify({ body, at: Date.now() }))
    else localStorage.removeItem(PREFIX + name)
  })
}

export function draftOf(name: string): string {
  return quietly(() => read(PREFIX + name)) ?? ''
}

export function forgetDraft(name: string) {
  quietly(() => localStorage.removeItem(PREFIX + name))
}

function read(key: string) {
  const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
  if (typeof kept !== 'object' || kept === null) return ''
  const { body, at } = { body: '', at: 0, ...kept }
  if (typeof body === 'string' && Date.now() - Number(at) < WEEK_MS) return body
  localStorage.removeItem(key)
  return ''
}

/** A browser may refuse to keep anything; writing goes on without. */
function quietly<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
