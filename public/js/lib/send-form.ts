/** What the server says of a form that was sent, whatever way it says it. `lost`: it said nothing. */
export type Outcome =
  | { way: 'done'; url: string }
  | { way: 'invalid'; errors: Record<string, string> }
  | { way: 'failed'; message: string | undefined }
  | { way: 'signedOut' }
  | { way: 'conflict' }
  | { way: 'lost' }
  | { way: 'stopped' }

export type Sending = { finished: Promise<Outcome>; stop(): void }

/**
 * Sends a form with its files as a browser would, telling how far it is, from 0 to 1. The answer is
 * asked as JSON: a page would be read once here and its message lost.
 */
export function sendForm(
  form: HTMLFormElement,
  data: FormData,
  progress: (part: number) => void,
): Sending {
  const request = new XMLHttpRequest()
  const finished = new Promise<Outcome>(resolve => {
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(loaded / total))
    request.addEventListener('load', () => resolve(outcomeOf(request, form)))
    request.addEventListener('error', () => resolve({ way: 'lost' }))
    request.addEventListener('abort', () => resolve({ way: 'stopped' }))
  })
  request.open('POST', form.action)
  request.setRequestHeader('Accept', 'application/json')
  // The page that comes next says what was done.
  request.setRequestHeader('X-Next', 'page')
  request.send(form.enctype === 'multipart/form-data' ? data : withoutFiles(data))
  return { finished, stop: () => request.abort() }
}

function withoutFiles(data: FormData) {
  return new URLSearchParams(
    [...data].filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}

/** The hub is being started again, or what stands before it cannot reach it. */
const AWAY = [502, 503, 504]

function outcomeOf(request: XMLHttpRequest, form: HTMLFormElement): Outcome {
  const answer = readJson(request.responseText)
  if (request.status >= 200 && request.status < 300)
    return { way: 'done', url: whereNext(answer, form) }
  if (request.status === 401) return { way: 'signedOut' }
  if (request.status === 409) return { way: 'conflict' }
  if (AWAY.includes(request.status)) return { way: 'lost' }
  const errors = recordAt(answer, 'errors')
  if (errors) return { way: 'invalid', errors: textsOf(errors) }
  const message = recordAt(answer, 'error')?.message
  return { way: 'failed', message: typeof message === 'string' ? message : undefined }
}
/** The record's page; a file that was added is seen on the page that holds the form. */
function whereNext(answer: unknown, form: HTMLFormElement) {
  const url = isRecord(answer) ? answer.url : undefined
  return typeof url === 'string' && !form.dataset.stay ? url : location.href
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function recordAt(value: unknown, name: string) {
  const inner = isRecord(value) ? value[name] : undefined
  return isRecord(inner) ? inner : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function textsOf(errors: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(errors).map(([name, text]) => [name, String(text)]))
}
