import { z } from 'zod'
import type { Topic } from '../features/feature.ts'
import { LANGUAGES } from '../i18n/index.ts'
import { log } from '../log.ts'
import type { ClientEvents } from './contract.ts'
import { mayHear, mayWrite, signInOf } from './handshake.ts'
import { channelOf } from './publish.ts'
import { memberChannel } from './revoke.ts'
import type { HubSocket } from './socket.ts'
import { sociableAt, topicOf } from './topics.ts'

const MOST_TOPICS = 50
const MOST_REQUESTS = 100
const REQUESTS_MS = 10_000
const TYPING_MS = 1_000

const request = z.object({ room: z.string().min(1).max(200) })

type Reply = { ok: true } | { error: string }
type Work = {
  does(socket: HubSocket, topic: Topic): Promise<Reply> | Reply
  /** Others see it: a token that only reads may not. */
  writes?: boolean
}

/** What a member's socket may ask. Nothing that it sends, in any shape, throws or is heard by others. */
export function listen(socket: HubSocket) {
  const works: Record<keyof ClientEvents, Work> = {
    'room:join': { does: join },
    'room:leave': { does: leave },
    'room:typing': { does: typing(), writes: true },
  }
  const mayAsk = allowance(MOST_REQUESTS, REQUESTS_MS)
  let turn = Promise.resolve()
  for (const [event, work] of Object.entries(works)) {
    socket.on(event, (...sent: unknown[]) => {
      const answer = answerOf(sent)
      if (!mayAsk()) answer({ error: 'tooMany' })
      // One after the other: to join and to leave at once ends outside.
      else turn = turn.then(async () => answer(await attempt(socket, work, sent[0])))
    })
  }
}

async function attempt(socket: HubSocket, work: Work, sent: unknown): Promise<Reply> {
  const { data } = request.safeParse(sent)
  if (!data) return { error: 'invalid' }
  try {
    const signIn = await signInOf(socket)
    const viewer = await signIn?.viewer()
    if (!signIn || !viewer) {
      socket.disconnect(true)
      return { error: 'signInFirst' }
    }
    socket.data.viewer = viewer
    const topic = await topicOf(viewer, data.room)
    if (!topic || !mayHear(signIn, topic.topic)) return { error: 'notFound' }
    if (work.writes && !mayWrite(signIn)) return { error: 'forbidden' }
    return await work.does(socket, topic)
  } catch (error) {
    log.error({ err: error }, 'socket request')
    return { error: 'failure' }
  }
}

async function join(socket: HubSocket, { topic, name }: Topic): Promise<Reply> {
  const { names, language } = socket.data
  if (!(topic in names) && Object.keys(names).length >= MOST_TOPICS) return { error: 'tooMany' }
  names[topic] = name
  await socket.join(channelOf(topic, language))
  if (await stillHears(socket, topic, name)) return { ok: true }
  await leave(socket, { topic })
  return { error: 'notFound' }
}

/** A right that was lost while one was joining was taken from sockets before this one was there. */
async function stillHears(socket: HubSocket, topic: string, name: string) {
  const viewer = await (await signInOf(socket))?.viewer()
  return viewer !== undefined && (await topicOf(viewer, name))?.topic === topic
}

async function leave(socket: HubSocket, { topic }: Pick<Topic, 'topic'>): Promise<Reply> {
  delete socket.data.names[topic]
  await socket.leave(channelOf(topic, socket.data.language))
  return { ok: true }
}

/** « Erwan écrit… » for the others in the room, at most once a second, never for one's own tabs. */
function typing(): Work['does'] {
  const told = new Map<string, number>()
  return (socket, { topic, name }) => {
    const sociable = sociableAt(topic)
    const { viewer, language } = socket.data
    if (!sociable || !socket.rooms.has(channelOf(topic, language))) return { error: 'notFound' }
    if (Date.now() - (told.get(topic) ?? 0) < TYPING_MS) return { ok: true }
    told.set(topic, Date.now())
    const member = { id: viewer.id, name: viewer.name }
    for (const spoken of LANGUAGES) {
      const html = sociable.typing(member, spoken)
      socket
        .to(channelOf(topic, spoken))
        .except(memberChannel(viewer.id))
        .emit('room:typing', { room: name, member, html })
    }
    return { ok: true }
  }
}

function answerOf(sent: unknown[]): (reply: Reply) => void {
  const last = sent.at(-1)
  return typeof last === 'function' ? reply => last(reply) : () => {}
}

/** So many at once, and as many again each time `ms` has passed. */
function allowance(count: number, ms: number) {
  let left = count
  let since = Date.now()
  return () => {
    if (Date.now() - since > ms) {
      left = count
      since = Date.now()
    }
    return left-- > 0
  }
}
