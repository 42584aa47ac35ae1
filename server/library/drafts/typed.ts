import { THEMES, themeKey } from '../../platform/content/themes.ts'
import { Invalid } from '../../platform/errors.ts'
import { WRITTEN_FIELDS } from '../forms.ts'
import { PUBLICS, publicKey } from '../vocabulary.ts'

/** The form's fields as somebody typed them: text, lists of text, rows of steps. Nothing is checked but their shape. */
export type TypedStep = { title: string; minutes: string; mode: string; body: string }
export type Typed = Record<string, string | string[] | TypedStep[]>

const LONGEST_IN_ALL = 1_300_000
const MOST_ITEMS = 250
/** Lists that the form shows as one text. */
const JOINED: Record<string, string> = {
  materials: '\n',
  prerequisites: '\n',
  tools: '\n',
  systems: ', ',
}

/** Throws Invalid when it is more than a resource may hold. */
export function typedValues(body: unknown): Typed {
  const sent: Record<string, unknown> = { ...(typeof body === 'object' ? body : {}) }
  const fields = WRITTEN_FIELDS.flatMap(name => {
    const value = name === 'steps' ? typedSteps(sent.steps) : typedField(name, sent[name])
    return value === undefined ? [] : [[name, value] as const]
  })
  const typed: Typed = withKnownWords(Object.fromEntries(fields))
  if (JSON.stringify(typed).length > LONGEST_IN_ALL)
    throw new Invalid({ body: 'invalid.resourceTooLong' })
  return typed
}

function typedField(name: string, value: unknown): string | string[] | undefined {
  if (!Array.isArray(value)) {
    if (typeof value === 'object' && value !== null) throw new Invalid({ [name]: 'invalid.type' })
    return typedText(value)
  }
  const items = value.slice(0, MOST_ITEMS).flatMap(one => typedText(one) ?? toolText(one) ?? [])
  const separator = JOINED[name]
  return separator === undefined ? items.filter(Boolean) : items.join(separator)
}

function typedText(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no field takes them
  return typeof value === 'string' ? value.replace(/\u0000/g, '') : undefined
}

/** « LibreOffice, 24.2 », as the form writes a tool. */
function toolText(value: unknown) {
  if (typeof value !== 'object' || value === null || !('name' in value)) return undefined
  const { name, version } = { version: '', ...value }
  return [typedText(name), typedText(version)].filter(Boolean).join(', ')
}

function typedSteps(value: unknown): TypedStep[] | undefined {
  if (!Array.isArray(value)) return undefined
  const rows = value.slice(0, MOST_ITEMS).map(row => {
    const { title, minutes, mode, body } = { ...(typeof row === 'object' ? row : {}) }
    const [words = '', time = '', way = '', text = ''] = [title, minutes, mode, body].map(typedText)
    return { title: words, minutes: time, mode: way, body: text }
  })
  return rows.filter(({ title, minutes, body }) => `${title}${minutes}${body}`.trim())
}

/** The form has a box for each word that it knows, and one field for the others. */
function withKnownWords(typed: Typed): Typed {
  return {
    ...typed,
    ...split(typed, 'publics', 'otherPublics', PUBLICS, publicKey),
    ...split(typed, 'themes', 'otherThemes', THEMES, themeKey),
  }
}

function split(
  typed: Typed,
  name: string,
  others: string,
  known: readonly string[],
  keyOf: (text: string) => string,
): Typed {
  const words = [typed[name] ?? []].flat().filter(one => typeof one === 'string' && one !== '')
  const texts = words.map(String)
  const unknown = texts.filter(text => !known.includes(keyOf(text)))
  const other = [typed[others], ...unknown].filter(Boolean).join(', ')
  return {
    ...(name in typed ? { [name]: texts.map(keyOf).filter(key => known.includes(key)) } : {}),
    ...(other ? { [others]: other } : {}),
  }
}
