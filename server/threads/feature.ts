import type { Feature } from '../platform/features/feature.ts'
import { replyKind, threadKind } from './kinds.ts'
import { finishMerge, MERGE } from './merging.ts'
import { threadNews } from './news.ts'
import { threadsArea } from './openapi.ts'
import { threadsData } from './personal-data.ts'
import { previewRoutes, threadRoutes } from './routes.ts'
import { threadListening } from './sockets.ts'

export const threadsFeature: Feature = {
  name: 'threads',
  news: threadNews,
  personalData: threadsData,
  kinds: [threadKind, replyKind],
  mount(map) {
    map.use('/discussions', threadRoutes)
    map.use('/', previewRoutes)
  },
  jobs: { define: jobs => jobs.define(MERGE, finishMerge) },
  api: [threadsArea],
  topics: [threadListening],
}
