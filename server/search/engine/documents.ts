import type { Fact, Facts } from '../../platform/content/searchable.ts'

/** A document's own facts, and those of its parent where it has none of that name. */
export type Told = { facts: Facts; above: { facts: Facts | undefined } | undefined }

export function factOf({ facts, above }: Told, name: string): Fact {
  return name in facts ? facts[name] : above?.facts?.[name]
}
