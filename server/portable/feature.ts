import type { Feature } from '../platform/features/feature.ts'
import { reads } from '../platform/openapi/operation.ts'
import { takeLibraryAway } from './take-away.ts'

export const portableFeature: Feature = {
  name: 'portable',
  mount(map) {
    map.get('/ressources.zip', takeLibraryAway)
  },
  api: [
    {
      name: 'library',
      operations: [reads('takeLibraryAway', '/ressources.zip', { answer: 'application/zip' })],
    },
  ],
}
