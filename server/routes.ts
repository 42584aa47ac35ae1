import { Router } from 'express'
import { adminRoutes } from './admin/routes.ts'
import { authRoutes } from './auth/routes.ts'
import { chatRoutes } from './chat/routes.ts'
import type { Config } from './config.ts'
import { gatheringRoutes, gatheringsCalendar } from './gatherings/routes.ts'
import { homeRoutes } from './home/routes.ts'
import { preferences } from './http/preferences.ts'
import { libraryRoutes } from './library/routes.ts'
import { accountRoutes, memberRoutes } from './members/routes.ts'
import { pageRoutes } from './pages/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { spaceRoutes, spacesCsv, spacesGeoJson } from './spaces/routes.ts'
import { previewRoutes, threadRoutes } from './threads/routes.ts'

/** The URL map. */
export function routes(config: Config) {
  const map = Router()
  map.use('/', homeRoutes)
  map.use('/', pageRoutes)
  map.use('/', preferences)
  map.use('/', authRoutes(config))
  map.use('/compte', accountRoutes)
  map.use('/membres', memberRoutes)
  map.get('/rencontres.ics', gatheringsCalendar)
  map.use('/ressources', libraryRoutes)
  map.use('/rencontres', gatheringRoutes)
  map.use('/discussions', threadRoutes)
  map.use('/', previewRoutes)
  map.use('/salons', chatRoutes)
  map.get('/lieux.geojson', spacesGeoJson)
  map.get('/lieux.csv', spacesCsv)
  map.use('/lieux', spaceRoutes)
  map.use('/recherche', searchRoutes)
  map.use('/administration', adminRoutes)
  return map
}
