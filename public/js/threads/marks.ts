/** What each button of the toolbar does to a Markdown text. */
type Mark = (text: HTMLTextAreaElement) => void

export const MARKS: Record<string, Mark> = {
  bold: text => wrap(text, '**', '**'),
  italic: text => wrap(text, '_', '_'),
  link: makeLink,
  list: text => prefix(text, '- '),
  quote: text => prefix(text, '> '),
}

const ADDRESS = /^(https?:\/\/|\/)\S+$/

/** A selected address becomes the link's target, selected words its text. */
function makeLink(text: HTMLTextAreaElement) {
  const selected = text.value.slice(text.selectionStart, text.selectionEnd)
  if (ADDRESS.test(selected)) wrap(text, '[', `](${selected})`, '')
  else wrap(text, '[', '](https://)')
}

function wrap(text: HTMLTextAreaElement, before: string, after: string, inside?: string) {
  const { selectionStart: start, selectionEnd: end } = text
  const words = inside ?? text.value.slice(start, end)
  replace(text, start, end, `${before}${words}${after}`)
  const at = start + before.length
  text.setSelectionRange(at, at + words.length)
}

/** Each selected line, whole, gets the sign; lines that all have it lose it. */
function prefix(text: HTMLTextAreaElement, sign: string) {
  const start = text.value.lastIndexOf('\n', text.selectionStart - 1) + 1
  const after = text.value.indexOf('\n', text.selectionEnd)
  const end = after < 0 ? text.value.length : after
  const lines = text.value.slice(start, end).split('\n')
  const marked = lines.every(line => line.startsWith(sign))
  const changed = lines.map(line => (marked ? line.slice(sign.length) : sign + line)).join('\n')
  replace(text, start, end, changed)
  text.setSelectionRange(start + changed.length, start + changed.length)
}

function replace(text: HTMLTextAreaElement, start: number, end: number, words: string) {
  text.focus()
  text.setSelectionRange(start, end)
  // The old way keeps the browser's own undo; where it is gone, the text still changes.
  if (!document.execCommand('insertText', false, words)) text.setRangeText(words)
  text.dispatchEvent(new Event('input', { bubbles: true }))
}
