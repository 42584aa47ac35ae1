import type { MemberRecord } from '../../../models/member.ts'
import type { Viewer } from '../who/viewer.ts'

/** Whose mail it is: what they chose, and where they are. */
export type NewsReader = Pick<MemberRecord, '_id' | 'themes' | 'space'>
export type Span = { since: Date; until: Date }
export type NewsItem = { title: string; url: string }

/** A part of the mail of what is new, among what its reader may see. */
export type NewsPart = {
  /** Its title is `welcome.mail.NAME` in the language files. */
  name: string
  /** Where it stands in the mail. */
  place: number
  find(viewer: Viewer, reader: NewsReader, span: Span): Promise<NewsItem[]>
  /** What it tells is told first, and not again by the parts that say `unlessTold`. */
  toldFirst?: boolean
  unlessTold?: boolean
}

export const MOST_READ = 200

export function within({ since, until }: Span) {
  return { $gt: since, $lte: until }
}
