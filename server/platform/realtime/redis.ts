import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { log } from '../log.ts'
import { forgetAll, forgetHere, onForget } from '../memory.ts'
import { LostWords } from './lost-words.ts'
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
  let stopSharing = () => {}
  return {
    adapter: createAdapter(client, { streamName: name, channelPrefix: name, maxLen: 10_000 }),
    shareForgetting(io: HubServer) {
      stopSharing = shareForgetting(io)
    },
    async close() {
      stopSharing()
      // The adapter's own connections end once its last read has timed out.
      if (client.isOpen) await client.close()
    },
  }
}

/** The stream and the channels of one hub on a Redis that others may use too. */
export function clusterName(secret: string) {
  return `rouedad:${createHash('sha256').update(`sockets ${secret}`).digest('hex').slice(0, 16)}`
}

/**
 * What one process forgets, all forget: told once a turn of the event loop. When something that another one told is
 * missing, everything is forgotten, and the search reads the store anew. Answers how to stop.
 */
export function shareForgetting(io: Bus, repeatMs = REPEAT_MS) {
  const from = randomUUID()
  const lost = new LostWords()
  let count = 0
  let waiting = new Set<string>()
  onForget(topics => {
    if (waiting.size === 0) setImmediate(tell)
    for (const topic of topics) waiting.add(topic)
  })
  io.on('forget', (told: unknown) => {
    const heard = message.safeParse(told).data
    if (!heard) return
    if (lost.isLost(heard.from, heard.count, heard.topics.length > 0)) forgetAll()
    else if (heard.topics.length > 0) forgetHere(heard.topics)
  })
  const repeating = setInterval(() => say([]), repeatMs).unref()
  return () => {
    clearInterval(repeating)
    onForget(() => {})
  }

  function tell() {
    count++
    say([...waiting])
    waiting = new Set()
  }

  function say(topics: string[]) {
    io.serverSideEmit('forget', { from, count, topics })
  }
}

const REPEAT_MS = 5_000
const message = z.object({ from: z.string(), count: z.number(), topics: z.array(z.string()) })

/** What processes say to one another. */
type Bus = {
  on(event: 'forget', listener: (told: unknown) => void): unknown
  serverSideEmit(event: 'forget', told: object): unknown
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
