import { adminArea } from '../admin/openapi.ts'
import { chatArea } from '../chat/openapi.ts'
import { collectionsArea } from '../collections/openapi.ts'
import { gatheringsArea } from '../gatherings/openapi.ts'
import { homeArea } from '../home/openapi.ts'
import { libraryArea } from '../library/openapi.ts'
import { moderationArea } from '../moderation/openapi.ts'
import { pagesArea } from '../pages/openapi.ts'
import { authArea } from '../people/auth/openapi.ts'
import { groupsArea } from '../people/groups/openapi.ts'
import { membersArea } from '../people/members/openapi.ts'
import type { Area } from '../platform/openapi/operation.ts'
import { searchArea } from '../search/openapi.ts'
import { spacesArea } from '../spaces/openapi.ts'
import { threadsArea } from '../threads/openapi.ts'

/** Everything that programs can ask, in the order of the site's own navigation. */
export const AREAS: readonly Area[] = [
  homeArea,
  libraryArea,
  collectionsArea,
  gatheringsArea,
  threadsArea,
  chatArea,
  groupsArea,
  spacesArea,
  membersArea,
  searchArea,
  moderationArea,
  adminArea,
  authArea,
  pagesArea,
]
