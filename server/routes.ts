import { Router } from 'express'
import { adminRoutes } from './admin/routes.ts'
import { journalRoutes } from './audit/routes.ts'
import { chatRoutes } from './chat/routes.ts'
import { collectionRoutes } from './collections/routes.ts'
import { gatheringRoutes, gatheringsCalendar } from './gatherings/routes.ts'
import { homeRoutes } from './home/routes.ts'
import { takeLibraryAway } from './library/portable/take-away.ts'
import { libraryRoutes } from './library/routes.ts'
import { atomFeed, jsonFeed } from './library/sharing/feeds.ts'
import { myModerationRoutes } from './moderation/account-routes.ts'
import { reportRoutes } from './moderation/report-routes.ts'
import { moderationRoutes } from './moderation/routes.ts'
import { editPageRoutes } from './pages/edit-routes.ts'
import { pageRoutes } from './pages/routes.ts'
import { doorRoutes } from './people/auth/door/routes.ts'
import { passkeyDoor } from './people/auth/passkeys/routes.ts'
import { providerRoutes } from './people/auth/provider/routes.ts'
import { authRoutes } from './people/auth/routes.ts'
import { securityRoutes } from './people/auth/security/routes.ts'
import { groupRoutes } from './people/groups/routes.ts'
import { joiningRoutes } from './people/joining/routes.ts'
import { offerRoutes, visibilityRoutes } from './people/members/account-pages.ts'
import { accountRoutes, memberRoutes } from './people/members/routes.ts'
import { dataRoutes } from './people/privacy/data-routes.ts'
import { leavingRoutes } from './people/privacy/leaving-routes.ts'
import { tokenRoutes } from './people/tokens/routes.ts'
import { mailRoutes, welcomeFirst, welcomeRoutes } from './people/welcome/routes.ts'
import type { Config } from './platform/config.ts'
import { preferences } from './platform/http/preferences.ts'
import { apiRoutes } from './platform/openapi/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { savedRoutes } from './search/saved/routes.ts'
import { spaceRoutes, spacesCsv, spacesGeoJson } from './spaces/routes.ts'
import { previewRoutes, threadRoutes } from './threads/routes.ts'

/** The URL map. */
export function routes(config: Config) {
  const map = Router()
  map.get('/', welcomeFirst)
  map.use('/', homeRoutes)
  map.use('/', pageRoutes)
  map.use('/', preferences)
  map.use('/', joiningRoutes)
  map.use('/', welcomeRoutes)
  map.use('/', authRoutes(config))
  map.use('/', doorRoutes)
  map.use('/connexion/cle', passkeyDoor)
  map.use('/connexion/oidc', providerRoutes)
  map.use('/compte/securite', securityRoutes)
  map.use('/compte/jetons', tokenRoutes)
  map.use('/compte/moderation', myModerationRoutes)
  map.use('/compte/courriels', mailRoutes)
  map.use('/compte/benevolat', offerRoutes)
  map.use('/compte/visibilite', visibilityRoutes)
  map.use('/compte/donnees', dataRoutes)
  map.use('/compte/suppression', leavingRoutes)
  map.use('/compte/recherches', savedRoutes)
  map.use('/compte', accountRoutes)
  map.use('/', reportRoutes)
  map.use('/membres', memberRoutes)
  map.use('/groupes', groupRoutes)
  map.get('/rencontres.ics', gatheringsCalendar)
  map.get('/ressources.atom', atomFeed)
  map.get('/ressources.json', jsonFeed)
  map.get('/ressources.zip', takeLibraryAway)
  map.use('/ressources', libraryRoutes)
  map.use('/collections', collectionRoutes)
  map.use('/rencontres', gatheringRoutes)
  map.use('/discussions', threadRoutes)
  map.use('/', previewRoutes)
  map.use('/salons', chatRoutes)
  map.get('/lieux.geojson', spacesGeoJson)
  map.get('/lieux.csv', spacesCsv)
  map.use('/lieux', spaceRoutes)
  map.use('/recherche', searchRoutes)
  map.use('/moderation', moderationRoutes)
  map.use('/', journalRoutes)
  map.use('/administration/pages', editPageRoutes)
  map.use('/administration', adminRoutes)
  map.use('/api', apiRoutes)
  return map
}
