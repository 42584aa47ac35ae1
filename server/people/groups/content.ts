import type { Response } from 'express'
import type { GroupRecord } from '../../../models/group.ts'
import { roomsOfGroup } from '../../chat/queries.ts'
import { gatheringsOfGroup } from '../../gatherings/queries.ts'
import { resourcesOfGroup } from '../../library/queries.ts'
import { language } from '../../platform/http/preferences.ts'
import { audienceOf } from '../../platform/who/audience.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import { threadsOfGroup } from '../../threads/queries.ts'

const MOST = 5

/** The latest of what is written for this group. */
export async function contentOf(group: GroupRecord, viewer: Viewer, res: Response) {
  const audience = audienceOf(group)
  const spoken = language(res)
  const [threads, resources, gatherings, rooms] = await Promise.all([
    threadsOfGroup(viewer, audience, MOST, spoken),
    resourcesOfGroup(audience, MOST, spoken),
    gatheringsOfGroup(audience, MOST, spoken),
    roomsOfGroup(viewer, audience),
  ])
  return { threads, resources, gatherings, rooms }
}
