const MOST_ROWS = 8
const TYPING_MS = 2_500

type Says = {
  say(body: string, clientId: string): void
  type(): void
}

/** The line one writes on: Enter sends, Shift and Enter goes on; on a phone only the button sends. */
export function openComposer(form: HTMLFormElement, text: HTMLTextAreaElement, says: Says) {
  let told = 0
  form.addEventListener('submit', event => {
    event.preventDefault()
    const body = text.value.trim()
    if (!body) return
    says.say(body, newId())
    text.value = ''
    told = 0
    grow(text)
    text.focus()
  })
  text.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || onTouchOnly()) return
    event.preventDefault()
    form.requestSubmit()
  })
  text.addEventListener('input', () => {
    grow(text)
    if (!text.value.trim() || Date.now() - told < TYPING_MS) return
    told = Date.now()
    says.type()
  })
  grow(text)
}

function grow(text: HTMLTextAreaElement) {
  text.rows = 1
  while (text.scrollHeight > text.clientHeight && text.rows < MOST_ROWS) text.rows += 1
}

function onTouchOnly() {
  return matchMedia('(hover: none) and (pointer: coarse)').matches
}

/** Not `randomUUID`, which browsers refuse on a plain http network. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
