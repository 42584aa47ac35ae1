import { Invitation } from '../../../models/invitation.ts'
import { Member } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import type { Role } from '../../../models/words/member.ts'
import { folded } from '../../platform/http/slugs.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import { emailField } from '../auth/forms.ts'
import type { ListLine } from './csv.ts'
import { canInviteAs } from './policy.ts'
import { roleIn } from './roles.ts'
import { openAt } from './state.ts'

/** Why a line invites nobody. */
export type Obstacle =
  | 'email'
  | 'name'
  | 'role'
  | 'notYours'
  | 'space'
  | 'twice'
  | 'member'
  | 'request'
  | 'invited'

type Place = { id: unknown; label: string }

/** A line with what will happen: an invitation, or why not. */
export type Reviewed = ListLine & {
  as: Role | undefined
  at: Place | undefined
  obstacle: Obstacle | undefined
}

/** Each line as things stand now; of the whole list in three queries. */
export async function review(lines: readonly ListLine[], maker: Viewer): Promise<Reviewed[]> {
  const emails = [...new Set(lines.map(({ email }) => email).filter(Boolean))]
  const [members, invited, places] = await Promise.all([
    statesOf(emails),
    invitedAmong(emails),
    spacesByName(),
  ])
  const seen = new Set<string>()
  return lines.map(line => {
    const as = line.role ? roleIn(line.role) : 'volunteer'
    const at = line.space ? places.get(nameKey(line.space)) : undefined
    const obstacle =
      formObstacle(line, as, at, maker) ??
      (seen.has(line.email) ? 'twice' : knownObstacle(line.email, members, invited))
    seen.add(line.email)
    return { ...line, as, at, obstacle }
  })
}

function formObstacle(
  { email, name, space }: ListLine,
  as: Role | undefined,
  at: Place | undefined,
  maker: Viewer,
): Obstacle | undefined {
  if (!emailField.safeParse(email).success) return 'email'
  if (name.length > 60) return 'name'
  if (!as) return 'role'
  if (!canInviteAs(maker, as)) return 'notYours'
  return space && !at ? 'space' : undefined
}

function knownObstacle(
  email: string,
  members: Map<string, string>,
  invited: Set<string>,
): Obstacle | undefined {
  const state = members.get(email)
  if (state) return state === 'pending' ? 'request' : 'member'
  return invited.has(email) ? 'invited' : undefined
}

async function statesOf(emails: string[]) {
  const members = await Member.find({ email: { $in: emails } }, 'email state').lean()
  return new Map(members.map(({ email, state }) => [email, state]))
}

async function invitedAmong(emails: string[]) {
  const open = await Invitation.find({ email: { $in: emails }, ...openAt() }, 'email').lean()
  return new Set(open.flatMap(({ email }) => (email ? [email] : [])))
}

/** By slug, by name, and by commune and name: as people call a space. A name that two have calls none. */
async function spacesByName() {
  const spaces = await Space.find({}, 'slug name commune').sort({ sortKey: 1 }).lean()
  const names = new Map<string, Place | undefined>()
  for (const { _id, slug, name, commune } of spaces) {
    const place = { id: _id, label: `${commune}, ${name}` }
    const keys = new Set([slug, name, `${commune} ${name}`, `${name} ${commune}`].map(nameKey))
    for (const key of keys) names.set(key, names.has(key) ? undefined : place)
    names.set(nameKey(slug), place)
  }
  return names
}

function nameKey(text: string) {
  return folded(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}
