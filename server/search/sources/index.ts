import { collections, gatherings, groups, members, spaces } from './network.ts'
import { resources } from './resources.ts'
import type { Source } from './source.ts'
import { messages, replies, rooms, threads } from './talk.ts'

/** What is read first is found first: what many look for, and each parent before what hangs on it. */
export const SOURCES: readonly Source[] = [
  resources,
  gatherings,
  spaces,
  collections,
  members,
  groups,
  threads,
  rooms,
  replies,
  messages,
]
