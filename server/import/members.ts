import { randomBytes } from 'node:crypto'
import type { Types } from 'mongoose'
import type { z } from 'zod'
import { Member } from '../../models/member.ts'
import { hashPassword } from '../people/auth/passwords.ts'
import { presentViewer } from '../people/members/presenter.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { ImportError } from '../portable/files.ts'
import { readMoment } from './dates.ts'
import type { memberRow } from './shapes.ts'

/** Who writes, by slug. */
export type Authors = {
  find(slug: string): { id: string; name: string }
  viewer(slug: string): Viewer
}

/**
 * Members with their space. Only the addresses of `passwords` can sign in; the others got a password
 * that nobody knows and would ask for a new one.
 */
export async function importMembers(
  rows: z.output<typeof memberRow>[],
  spaces: Map<string, Types.ObjectId>,
  passwords: Record<string, string>,
  now: Date,
): Promise<Authors> {
  const hashes = await hashesFor(passwords)
  const members = await Member.insertMany(
    rows.map(({ joined, space, ...row }) => ({
      ...row,
      state: 'active',
      space: spaces.get(space),
      passwordHash: hashes(row.email),
      createdAt: readMoment(joined, now),
      // Whoever brings a network vouches for its members.
      approvedAt: readMoment(joined, now),
    })),
  )
  const bySlug = new Map(members.map(member => [member.slug, member]))
  const find = (slug: string) => {
    const member = bySlug.get(slug)
    if (!member) throw new ImportError(`There is no member "${slug}"`)
    return member
  }
  return { find, viewer: slug => presentViewer(find(slug)) }
}

async function hashesFor(passwords: Record<string, string>) {
  const distinct = [...new Set(Object.values(passwords))]
  const known = new Map(
    await Promise.all(
      distinct.map(async password => [password, await hashPassword(password)] as const),
    ),
  )
  const unknown = await hashPassword(randomBytes(32).toString('base64'))
  return (email: string) => known.get(passwords[email] ?? '') ?? unknown
}
