import type { Types } from 'mongoose'

/** What can be reported, whatever it is: its place, its author and its words, hidden ones too. */
export type Thing = {
  /** The name of its kind. */
  kind: string
  id: string
  url: string
  /** The id of who wrote it, or of the member it is about. */
  author: string
  title: string
  body: string
  /** By the moderation. */
  hidden: boolean
}

export type Id = Types.ObjectId | string

/** What the audit log says of it: never its words, which the log would keep for ever. */
export function targetOf({ kind, id, title }: Pick<Thing, 'kind' | 'id' | 'title'>) {
  return { kind, id, label: title }
}
