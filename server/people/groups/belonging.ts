import type { QueryFilter, Types } from 'mongoose'
import { Group, type GroupRecord } from '../../../models/group.ts'
import { Space } from '../../../models/space.ts'
import { remember } from '../../platform/memory.ts'
import { isCoordinator, isMember, type Viewer } from '../../platform/who/viewer.ts'

/** The member with the groups that they are in: every policy and query reads them there. */
export async function withGroups(viewer: Viewer): Promise<Viewer> {
  return isMember(viewer) ? { ...viewer, ...(await belongingOf(viewer)) } : viewer
}

/** Slugs. Asked by every request, so it costs no query until a group or a space changes. */
function belongingOf(viewer: Viewer) {
  const key = `groups of ${viewer.id} ${viewer.role} ${viewer.attached} ${viewer.runs}`
  return remember(['groups', 'spaces'], key, async () => {
    const [joined, ofTerritories] = await Promise.all([joinedBy(viewer), territorial(viewer)])
    const all = [...joined, ...ofTerritories]
    return {
      groups: [...new Set(all.map(({ slug }) => slug))].sort(),
      keeps: all.filter(({ keeper }) => keeper).map(({ slug }) => slug),
    }
  })
}

type Belonging = { slug: string; keeper: boolean }

async function joinedBy({ id }: Viewer): Promise<Belonging[]> {
  const groups = await Group.find({ members: id, closedAt: null }, 'slug keepers').lean()
  return groups.map(({ slug, keepers }) => ({
    slug,
    keeper: keepers.some(keeper => String(keeper) === id),
  }))
}

/** Coordinators keep the group of every territory; the animateurs of a lead space, that of theirs. */
async function territorial(viewer: Viewer): Promise<Belonging[]> {
  const { attached, runs } = viewer
  if (isCoordinator(viewer)) return territoryGroups({}, true)
  const space = attached ? await Space.findById(attached, 'territory lead').lean() : null
  if (!space?.territory) return []
  return territoryGroups({ territory: space.territory }, space.lead && runs !== undefined)
}

async function territoryGroups(
  filter: QueryFilter<GroupRecord> & { territory?: Types.ObjectId },
  keeper: boolean,
) {
  const groups = await Group.find({ ...filter, kind: 'territory', closedAt: null }, 'slug').lean()
  return groups.map(({ slug }) => ({ slug, keeper }))
}
