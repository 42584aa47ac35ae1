import type { Types } from 'mongoose'
import type { MemberRecord } from '../../../models/member.ts'

/** What a feature, or a kind of content, holds of a member: what they take away with them, and what goes when they leave. */
export type PersonalData = {
  /** Records that are the member's own, by the name of their file in the archive. Never another's words. */
  records?: Record<string, (member: Types.ObjectId) => AsyncIterable<object>>
  /** The same words to read, one Markdown file a name. */
  texts?: Record<string, (member: Types.ObjectId, base: string) => AsyncIterable<OwnText>>
  /** The stored files of what they wrote, and the place of each in the archive. */
  files?(member: Types.ObjectId): AsyncIterable<OwnFile>
  /** Ends what opens something for them. Comes first: nobody signs in from then on. */
  endAccess?(member: MemberRecord): Promise<void>
  /** What they wrote goes; what others built on stays. Only where they asked for it. */
  eraseWords?(member: MemberRecord): Promise<void>
  /** What is theirs or names them goes, whatever they asked for; `keep`: their words stay for the others. */
  erase?(member: MemberRecord, keep: boolean): Promise<void>
}

export type OwnText = { title: string; at: Date; body: string }
export type OwnFile = { key: string; path: string }

/** Records that are in memory at once: long ones would otherwise come by 16 MB. */
export const FEW = { batchSize: 100 }

/** What the hub holds for itself: what proves a secret, what was rendered. */
export const INNER = '-__v -html -once'

type Holder = { slug: string; attachments: readonly { key: string; name: string }[] }

/** Attached files under a folder of their kind and a name that every system can unpack. */
export function* placedFiles(folder: string, { slug, attachments }: Holder): Iterable<OwnFile> {
  for (const [n, { key, name }] of attachments.entries())
    yield { key, path: `fichiers/${folder}/${slug}/${n + 1}-${plainName(name)}` }
}

function plainName(name: string) {
  return name.replace(/[\p{Cc}\\/:*?"<>|]/gu, '_').slice(-120) || 'fichier'
}
