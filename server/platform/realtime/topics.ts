import type { Topic } from '../features/feature.ts'
import { features, type Listening } from '../features/feature.ts'
import type { Viewer } from '../who/viewer.ts'

/** What a name stands for, among what this member may hear. */
export async function topicOf(viewer: Viewer, name: string): Promise<Topic | undefined> {
  for (const { resolve } of listenings()) {
    const topic = await resolve(viewer, name)
    if (topic) return topic
  }
  return undefined
}

/** How members see each other there; undefined where they do not. `at` is a topic or a channel of it. */
export function sociableAt(at: string): Listening['sociable'] {
  return listenings().find(({ prefix }) => at.startsWith(`${prefix}:`))?.sociable
}

function listenings() {
  return features().flatMap(({ topics = [] }) => topics)
}
