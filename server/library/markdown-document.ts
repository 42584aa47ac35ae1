import { parse, stringify } from 'yaml'

/** What a text file of the library holds: facts as YAML in front, then Markdown. */
export type Document = { facts: Record<string, unknown>; body: string }

/** The same facts and body always give the same bytes. Facts without a value are left out. */
export function writeDocument({ facts, body }: Document): string {
  const front = stringify(withoutEmpty(facts), { lineWidth: 0, aliasDuplicateObjects: false })
  return `---\n${front}---\n\n${body}\n`
}

/** What `writeDocument` wrote, or a person in its manner. Undefined when there are no facts in front. */
export function readDocument(text: string): Document | undefined {
  const found = /^---\r?\n([\s\S]*?\r?\n)---\r?\n(?:\r?\n)?([\s\S]*)$/.exec(text)
  if (!found) return undefined
  const facts: unknown = parse(found[1] ?? '', { maxAliasCount: 0 })
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return undefined
  return { facts: { ...facts }, body: (found[2] ?? '').replace(/\r?\n$/, '') }
}

function withoutEmpty(facts: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => !isEmpty(value)))
}

function isEmpty(value: unknown) {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  )
}
