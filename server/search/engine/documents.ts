/** The parts of a text, from what says most of it to what says least. */
export const FIELDS = ['title', 'tags', 'summary', 'steps', 'body', 'files'] as const
export type Field = (typeof FIELDS)[number]

export type Fact = string | number | boolean | null | undefined | readonly string[]
export type Facts = { readonly [name: string]: Fact }

/**
 * What the index keeps of a record: its words by field, and facts that filters, sorts and counts ask about. A document
 * with a `parent` has the facts of that one too (a reply its discussion's audience), as they are at each search; without it, it is not
 * found. `holds`: it may be the parent of others.
 */
export type IndexedDocument = {
  key: string
  parent?: string
  holds?: true
  /** Less than 1 for what says less than others do in the same words: a word in passing. */
  worth?: number
  texts: Partial<Record<Field, string>>
  facts: Facts
}

/** A document's own facts, and those of its parent where it has none of that name. */
export type Told = { facts: Facts; above: { facts: Facts | undefined } | undefined }

export function factOf({ facts, above }: Told, name: string): Fact {
  return name in facts ? facts[name] : above?.facts?.[name]
}
