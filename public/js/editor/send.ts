/** What the hub says of a draft that was sent; `lost`: it did not get it; `signedOut`: nor whose it is. */
export type Answer =
  | { way: 'saved'; draft: Saved }
  | { way: 'elsewhere' }
  | { way: 'refused'; message: string }
  | { way: 'lost' }
  | { way: 'signedOut' }

export type Saved = {
  id: string
  url: string
  turn: number
  version: number | null
  others: { name: string; since: string }[]
}

export const DRAFTS = '/ressources/brouillons'

export async function sendDraft(data: FormData): Promise<Answer> {
  const answer = await post(DRAFTS, data)
  if (!answer || answer.status >= 500) return { way: 'lost' }
  if (answer.ok) return { way: 'saved', draft: await answer.json() }
  if (answer.status === 401) return { way: 'signedOut' }
  if (answer.status === 409) return { way: 'elsewhere' }
  return { way: 'refused', message: await messageOf(answer) }
}

/** The answer to a form that asks for JSON; undefined when the line is down. */
export function post(url: string, body: FormData) {
  const headers = { accept: 'application/json' }
  return fetch(url, { method: 'POST', headers, body }).catch(() => undefined)
}

export async function messageOf(answer: Response) {
  const said: unknown = await answer.json().catch(() => undefined)
  const { errors, error } = { errors: {}, error: {}, ...(typeof said === 'object' ? said : {}) }
  const [first] = Object.values(errors)
  return String(first ?? ('message' in error ? error.message : ''))
}

export function dataOf(fields: [string, string][]) {
  const data = new FormData()
  for (const [name, value] of fields) data.append(name, value)
  return data
}
