import { adaptingFeature } from './adapting/feature.ts'
import { adminFeature } from './admin/feature.ts'
import { auditFeature } from './audit/feature.ts'
import { base } from './base.ts'
import { chatFeature } from './chat/feature.ts'
import { collectionsFeature } from './collections/feature.ts'
import { gatheringsFeature } from './gatherings/feature.ts'
import { homeFeature } from './home/feature.ts'
import { importingFeature } from './importing/feature.ts'
import { libraryFeature } from './library/feature.ts'
import { moderationFeature } from './moderation/feature.ts'
import { pagesFeature } from './pages/feature.ts'
import { accountFeature } from './people/account/feature.ts'
import { authFeature } from './people/auth/feature.ts'
import { groupsFeature } from './people/groups/feature.ts'
import { invitationsFeature } from './people/invitations/feature.ts'
import { joiningFeature } from './people/joining/feature.ts'
import { membersFeature } from './people/members/feature.ts'
import { privacyFeature } from './people/privacy/feature.ts'
import { tokensFeature } from './people/tokens/feature.ts'
import { welcomeFeature } from './people/welcome/feature.ts'
import { useFeatures } from './platform/features/feature.ts'
import { portableFeature } from './portable/feature.ts'
import { practiceFeature } from './practice/feature.ts'
import { printingFeature } from './printing/feature.ts'
import { searchFeature } from './search/feature.ts'
import { spacesFeature } from './spaces/feature.ts'
import { threadsFeature } from './threads/feature.ts'

/**
 * All that the hub does, from the ground up: a feature imports only those above it in this list. Routes, jobs, the API's
 * description, badges, socket topics and kinds of content all come from here. To import this is to put them in use.
 */
export const FEATURES = useFeatures([
  base,
  searchFeature,
  membersFeature,
  groupsFeature,
  tokensFeature,
  authFeature,
  privacyFeature,
  invitationsFeature,
  joiningFeature,
  accountFeature,
  welcomeFeature,
  auditFeature,
  pagesFeature,
  moderationFeature,
  libraryFeature,
  threadsFeature,
  chatFeature,
  gatheringsFeature,
  importingFeature,
  adaptingFeature,
  printingFeature,
  practiceFeature,
  collectionsFeature,
  portableFeature,
  spacesFeature,
  adminFeature,
  homeFeature,
])
