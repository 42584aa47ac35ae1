import type { Feature } from '../platform/feature.ts'
import { spacesArea } from './openapi.ts'
import { spaceRoutes, spacesCsv, spacesGeoJson } from './routes.ts'

export const spacesFeature: Feature = {
  name: 'spaces',
  mount(map) {
    map.get('/lieux.geojson', spacesGeoJson)
    map.get('/lieux.csv', spacesCsv)
    map.use('/lieux', spaceRoutes)
  },
  api: [spacesArea],
}
