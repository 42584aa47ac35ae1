/** What was typed in a form and not sent yet: in this browser, a week at most, under its member's own name. */
const PREFIX = 'draft form '
const WEEK_MS = 7 * 24 * 3600 * 1000

type Pairs = [string, string][]

export function keepTyped(form: HTMLFormElement, place: string) {
  const fields = pairsOf(form)
  quietly(() => localStorage.setItem(PREFIX + place, JSON.stringify({ fields, at: Date.now() })))
}

/** Puts back what was begun; false when there is nothing, or nothing else than what the page shows. */
export function typedHere(form: HTMLFormElement, place: string) {
  const fields = quietly(() => read(PREFIX + place))
  if (!fields) return false
  const before = JSON.stringify(writtenIn(form))
  fill(form, fields)
  return JSON.stringify(writtenIn(form)) !== before
}

/** Others use this computer too: what somebody else began and left here goes. */
export function forgetOthers(member: string) {
  quietly(() => {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX) && !key.startsWith(`${PREFIX}${member} `))
        localStorage.removeItem(key)
  })
}

export function forgetTyped(place: string) {
  quietly(() => localStorage.removeItem(PREFIX + place))
}

function read(key: string): Pairs | undefined {
  const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
  if (typeof kept !== 'object' || kept === null) return undefined
  const { fields, at } = { fields: [], at: 0, ...kept }
  if (Array.isArray(fields) && Date.now() - Number(at) < WEEK_MS) return fields
  localStorage.removeItem(key)
  return undefined
}

function pairsOf(form: HTMLFormElement): Pairs {
  return [...new FormData(form)].filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  )
}

/** The form's own id comes back with its words: sent already, they are not taken in again. */
function writtenIn(form: HTMLFormElement) {
  return pairsOf(form).filter(([name]) => name !== 'clientId')
}

function fill(form: HTMLFormElement, fields: Pairs) {
  for (const field of form.elements) {
    if (!isField(field) || !field.name) continue
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value)
    if (isTicked(field)) field.checked = values.includes(field.value)
    else if (field.type !== 'file' && values[0] !== undefined && !isConstant(field))
      field.value = values[0]
  }
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

function isField(element: Element): element is Field {
  return element.matches('input, textarea, select')
}

function isTicked(field: Field): field is HTMLInputElement {
  return field.type === 'checkbox' || field.type === 'radio'
}

/** The empty value behind a list of boxes, and what the page alone knows. */
function isConstant(field: Field) {
  return field.type === 'hidden' && field.name !== 'clientId'
}

/** A browser may refuse to keep anything; the form works without. */
function quietly<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
