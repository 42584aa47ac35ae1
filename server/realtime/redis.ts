import { createHash } from 'node:crypto'
import { log } from '../log.ts'
import { forgetHere, onForget } from '../memory.ts'
import type { HubServer } from './socket.ts'

export type Cluster = Awaited<ReturnType<typeof joinCluster>>

const CONNECT_MS = 5_000

/**
 * Joins the other processes of this hub through Redis: they share sockets, rooms, presence and what is
 * to be forgotten. The stream's name comes from the secret that they share, so that two hubs on one
 * Redis hear nothing of each other. Throws when Redis does not answer within five seconds.
 */
export async function joinCluster(redisUrl: string, secret: string) {
  // Large, and of no use to a hub of one process.
  const [{ createClient }, { createAdapter }] = await Promise.all([
    import('redis'),
    import('@socket.io/redis-streams-adapter'),
  ])
  const client = createClient({
    url: redisUrl,
    // The adapter reads streams in the shape of this version.
    RESP: 2,
    socket: {
      connectTimeout: CONNECT_MS,
      reconnectStrategy: tries => Math.min(tries * 100, 3_000),
    },
  })
  client.on('error', error => log.warn({ err: error }, 'redis'))
  await within(CONNECT_MS, client.connect(), () => client.destroy())
  const name = clusterName(secret)
  return {
    adapter: createAdapter(client, { streamName: name, channelPrefix: name, maxLen: 10_000 }),
    shareForgetting,
    async close() {
      onForget(() => {})
      // The adapter's own connections end once its last read has timed out.
      if (client.isOpen) await client.close()
    },
  }
}

/** The stream and the channels of one hub on a Redis that others may use too. */
export function clusterName(secret: string) {
  return `rouedad:${createHash('sha256').update(`sockets ${secret}`).digest('hex').slice(0, 16)}`
}

/** What one process forgets, all forget: told once a turn of the event loop. */
function shareForgetting(io: HubServer) {
  let waiting = new Set<string>()
  onForget(topics => {
    if (waiting.size === 0) setImmediate(tell)
    for (const topic of topics) waiting.add(topic)
  })
  io.on('forget', (topics: unknown) => {
    if (Array.isArray(topics)) forgetHere(topics.filter(topic => typeof topic === 'string'))
  })

  function tell() {
    io.serverSideEmit('forget', [...waiting])
    waiting = new Set()
  }
}

async function within<T>(ms: number, work: Promise<T>, giveUp: () => void) {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      giveUp()
      reject(new Error('REDIS_URL is set, and Redis does not answer there.'))
    }, ms)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
