/** What the hub says no to, in words for the reader. */
export class Refused extends Error {}

/** Posts JSON and answers JSON. Throws Refused with the hub's own sentence. */
export async function send(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  })
  const answer: unknown = await response.json()
  if (response.ok) return answer
  throw new Refused(sentenceOf(answer))
}

function sentenceOf(answer: unknown) {
  const { error, errors } = Object(answer)
  return errors ? Object.values(errors).map(String).join(' ') : String(error?.message ?? '')
}
