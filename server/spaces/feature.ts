import type { Feature } from '../platform/features/feature.ts'
import { spaceKind } from './kinds.ts'
import { spacesArea } from './openapi.ts'
import { spaceRoutes, spacesCsv, spacesGeoJson } from './routes.ts'

export const spacesFeature: Feature = {
  name: 'spaces',
  kinds: [spaceKind],
  mount(map) {
    map.get('/lieux.geojson', spacesGeoJson)
    map.get('/lieux.csv', spacesCsv)
    map.use('/lieux', spaceRoutes)
  },
  api: [spacesArea],
}
