import { Group, type GroupRecord } from '../../../models/group.ts'
import { type Language, translator } from '../../platform/i18n/index.ts'
import { remember } from '../../platform/memory.ts'
import { audienceOf, groupSlugOf } from '../../platform/who/audience.ts'
import type { Viewer, Visitor } from '../../platform/who/viewer.ts'
import { canSee, isIn, isInvited } from './policy.ts'

export type GroupLine = GroupRecord & { memberCount: number }

/** The groups that exist for this member: those they are in or invited to first, then by title. */
export async function groupsFor(viewer: Viewer): Promise<GroupLine[]> {
  const mine = (group: GroupLine) => isIn(viewer, group) || isInvited(viewer, group)
  const seen = (await openGroups()).filter(group => canSee(viewer, group))
  return [...seen.filter(mine), ...seen.filter(group => !mine(group))]
}

/** The name and page of the group that something is for; nothing when it is for all. */
export async function groupOf({ audience }: { audience?: string | null | undefined }) {
  const slug = groupSlugOf(audience)
  const group = slug && (await openGroups()).find(one => one.slug === slug)
  return group ? { title: group.title, url: groupUrl(group) } : undefined
}

/** The names of the groups by audience, for what the reader may see anyway. */
export function groupTitles(): Promise<ReadonlyMap<string, string>> {
  return remember(['groups'], 'titles of groups', async () => {
    return new Map((await openGroups()).map(group => [audienceOf(group), group.title]))
  })
}

type Choice = { value: string; label: string }

/** The choices of a form: those that everybody has, and the groups that the writer is in. */
export async function audienceChoices(viewer: Viewer | Visitor, plain: Choice[]) {
  const groups = (await openGroups()).filter(group => isIn(viewer, group))
  return [...plain, ...groups.map(group => ({ value: audienceOf(group), label: group.title }))]
}

/** Every one, closed and private ones too: for administrators, who close what they do not read. */
export function everyGroup() {
  return Group.find({}, 'slug title kind closedAt keepers members').sort({ sortKey: 1 })
}

/** Of these, the ones that exist for this reader, as the search tells them. */
export async function groupHits(viewer: Viewer | Visitor, ids: string[], language: Language) {
  const fields = 'slug title purpose kind closedAt asked invited'
  const records = await Group.find({ _id: { $in: ids } }, fields).lean<GroupRecord[]>()
  const t = translator(language)
  return records
    .filter(group => canSee(viewer, group))
    .map(group => ({
      ...{ id: String(group._id), url: groupUrl(group), title: group.title },
      ...{ meta: t(`groups.kinds.${group.kind}`), texts: [group.purpose] },
    }))
}

export function groupUrl({ slug }: { slug: string }) {
  return `/groupes/${slug}`
}

function openGroups(): Promise<GroupLine[]> {
  return remember(['groups'], 'groups', async () => {
    const groups = await Group.find({ closedAt: null }, '-purpose -html')
      .sort({ sortKey: 1 })
      .lean()
    return groups.map(group => ({ ...group, memberCount: group.members.length, members: [] }))
  })
}
