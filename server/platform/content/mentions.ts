import type { MemberRecord } from '../../../models/member.ts'

const FORMER = '@ancien-membre'

/** `@nolwenn-le-goff` says who somebody was: to find and to take out of what others wrote, once they are gone. */
export function mentionsOf({ slug }: Pick<MemberRecord, 'slug'>) {
  const named = new RegExp(`@${slug}(?![\\p{L}\\p{N}_-])`, 'giu')
  return {
    filter: { body: { $regex: `@${slug}`, $options: 'i' } },
    without: (body: string) => body.replace(named, FORMER),
  }
}

/** Once for a member who leaves: everything is read, since nothing lists who is named where. */
export const READ_ALL = { hint: { $natural: 1 as const } }
