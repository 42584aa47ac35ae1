import type { Feature } from '../platform/feature.ts'
import { threadsArea } from './openapi.ts'
import { previewRoutes, threadRoutes } from './routes.ts'
import { threadListening } from './sockets.ts'

export const threadsFeature: Feature = {
  name: 'threads',
  mount(map) {
    map.use('/discussions', threadRoutes)
    map.use('/', previewRoutes)
  },
  api: [threadsArea],
  topics: [threadListening],
}
