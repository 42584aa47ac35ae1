import { log } from '../log.ts'
import { accounts } from '../who/accounts.ts'
import { signInOf } from './handshake.ts'
import { channelOf } from './publish.ts'
import type { HubServer, HubSocket } from './socket.ts'
import { topicOf } from './topics.ts'

/**
 * Asks again, now and then, whether each socket of this process may still hear what it hears: a
 * backstop, since who takes a right away tells the sockets at once. Answers how to stop.
 */
export function keepChecking(io: HubServer, everyMs: number) {
  const timer = setInterval(() => {
    checkAll(io).catch(error => log.error({ err: error }, 'socket rights'))
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** Asks it now of every socket in these channels, of any process: what it may not hear any more, it leaves. */
export async function recheckIn(io: HubServer, channels: readonly string[]) {
  for (const socket of await io.in([...channels]).fetchSockets()) {
    const { viewer: known, names, language } = socket.data
    const viewer = await accounts().byId(known.id)
    for (const [topic, name] of Object.entries(names)) {
      if (viewer && (await topicOf(viewer, name))?.topic === topic) continue
      delete names[topic]
      socket.leave(channelOf(topic, language))
    }
  }
}

async function checkAll(io: HubServer) {
  for (const socket of io.of('/').sockets.values()) await check(socket)
}

async function check(socket: HubSocket) {
  const viewer = await (await signInOf(socket))?.viewer()
  if (!viewer) {
    socket.disconnect(true)
    return
  }
  socket.data.viewer = viewer
  const { names, language } = socket.data
  for (const [topic, name] of Object.entries(names)) {
    if ((await topicOf(viewer, name))?.topic === topic) continue
    delete names[topic]
    await socket.leave(channelOf(topic, language))
  }
}
