import { roomTopic } from '../../chat/sockets.ts'
import { threadTopic } from '../../threads/sockets.ts'
import type { Viewer } from '../who/viewer.ts'
import type { Topic } from './topic.ts'

type Resolve = (viewer: Viewer, name: string) => Promise<Topic | undefined>

/** Who knows what a name stands for, among what this member may hear. The first to know it answers. */
const RESOLVERS: readonly Resolve[] = [roomTopic, discussion]

export async function topicOf(viewer: Viewer, name: string): Promise<Topic | undefined> {
  for (const resolve of RESOLVERS) {
    const topic = await resolve(viewer, name)
    if (topic) return topic
  }
  return undefined
}

async function discussion(viewer: Viewer, name: string): Promise<Topic | undefined> {
  const topic = await threadTopic(viewer, name)
  return topic ? { topic, name: topic.replace(/^thread:/, ''), sociable: false } : undefined
}
