import { log } from '../log.ts'
import type { Viewer } from '../who/viewer.ts'
import { attachPresence } from './present.ts'
import { publish } from './publish.ts'
import { channelsOf, type HubServer, topicOfChannel } from './socket.ts'
import { sociableAt } from './topics.ts'

/** Many come at once after a restart: they are told together. */
const SOON_MS = 100
/** A page that is loaded again leaves and comes back: the others need not see it. */
const GRACE_MS = 2_000

/**
 * Tells each room who is there, whenever a member comes or leaves, whatever the number of their tabs
 * and the process that holds them. Follows the adapter's own joins and leaves, so nothing escapes it.
 */
export function keepPresence(io: HubServer) {
  const parting = new Parting()
  const names = new Map<string, string>()
  const timers = new Map<string, NodeJS.Timeout>()
  const leavers = new WeakSet<object>()

  io.on('connection', socket => {
    socket.on('disconnecting', () => leavers.add(socket))
  })
  io.of('/').adapter.on('join-room', (channel: string, id: string) => {
    const topic = sociableTopic(channel)
    const name = topic && io.of('/').sockets.get(id)?.data.names[topic]
    if (!topic || !name) return
    names.set(topic, name)
    later(topic, SOON_MS)
  })
  io.of('/').adapter.on('leave-room', (channel: string, id: string) => {
    const topic = sociableTopic(channel)
    const socket = io.of('/').sockets.get(id)
    if (!topic || !socket) return
    if (leavers.has(socket)) parting.add(topic, socket.data.viewer)
    later(topic, leavers.has(socket) ? GRACE_MS + SOON_MS : SOON_MS)
  })
  attachPresence(whoIsIn)

  return {
    stop() {
      attachPresence(undefined)
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }

  function later(topic: string, ms: number) {
    const key = `${ms} ${topic}`
    if (timers.has(key)) clearTimeout(timers.get(key))
    const timer = setTimeout(() => {
      timers.delete(key)
      tell(topic).catch(error => log.error({ err: error }, 'presence'))
    }, ms)
    timers.set(key, timer.unref())
  }

  async function tell(topic: string) {
    const name = names.get(topic)
    const sociable = sociableAt(topic)
    if (!name || !sociable) return
    const members = await whoIsIn(topic)
    const html = await sociable.people(members)
    publish(topic, 'room:presence', language => ({
      room: name,
      total: members.length,
      members: members.map(({ id, name }) => ({ id, name })),
      html: html[language],
    }))
  }

  async function whoIsIn(topic: string) {
    const sockets = await io.in(channelsOf(topic)).fetchSockets()
    const viewers = [...sockets.map(({ data }) => data.viewer), ...parting.from(topic)]
    const members = new Map(viewers.map(viewer => [viewer.id, viewer]))
    return [...members.values()].sort((a, b) => a.name.localeCompare(b.name, 'fr'))
  }
}

/** Who has just lost the connection, and probably comes back. */
class Parting {
  readonly #topics = new Map<string, Map<string, { viewer: Viewer; until: number }>>()

  add(topic: string, viewer: Viewer) {
    const members = this.#topics.get(topic) ?? new Map()
    this.#topics.set(topic, members.set(viewer.id, { viewer, until: Date.now() + GRACE_MS }))
  }

  from(topic: string): Viewer[] {
    const members = this.#topics.get(topic)
    if (!members) return []
    for (const [id, { until }] of members) if (until <= Date.now()) members.delete(id)
    if (members.size === 0) this.#topics.delete(topic)
    return [...members.values()].map(({ viewer }) => viewer)
  }
}

function sociableTopic(channel: string) {
  return sociableAt(channel) ? topicOfChannel(channel) : undefined
}
