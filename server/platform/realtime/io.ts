import type { Server as HttpServer } from 'node:http'
import type { RequestHandler } from 'express'
import { Server } from 'socket.io'
import type { Config } from '../config.ts'
import { TooMany } from '../errors.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import { log } from '../log.ts'
import { noteSignIn, signInOf } from './handshake.ts'
import { listen } from './listening.ts'
import { keepPresence } from './presence.ts'
import { attachPublisher, channelOf } from './publish.ts'
import { type Cluster, joinCluster } from './redis.ts'
import { attachRevoker, memberChannel } from './revoke.ts'
import { keepChecking, recheckIn } from './rights.ts'
import { channelsOf, type HubServer, type HubSocket } from './socket.ts'

type Options = { session: RequestHandler; config: Config; recheckMs?: number }

const LARGEST_PACKET = 64 * 1024
const RECHECK_MS = 60_000

/**
 * Opens the sockets of the hub on its HTTP server: members only, from its own pages only. With
 * REDIS_URL, every process shares them. `close()` ends them and leaves the HTTP server open.
 * Throws when Redis is asked for and can't be reached.
 */
export async function attachRealtime(
  httpServer: HttpServer,
  { session, config, recheckMs = RECHECK_MS }: Options,
) {
  const cluster = config.redisUrl ? await joinCluster(config.redisUrl, config.sessionSecret) : null
  const io = openServer(httpServer, { session, config }, cluster)
  cluster?.shareForgetting(io)
  attachPublisher((channel, event, payload) => io.to(channel).emit(event, payload))
  attachRevoker({
    disconnect: channel => io.in(channel).disconnectSockets(true),
    leave: topic => io.in(channelsOf(topic)).socketsLeave(channelsOf(topic)),
    recheck: channels => recheckIn(io, channels),
  })
  const presence = keepPresence(io)
  const stopChecking = keepChecking(io, recheckMs)
  return {
    async close() {
      attachPublisher(undefined)
      attachRevoker(undefined)
      stopChecking()
      presence.stop()
      // Without a word of goodbye, so that browsers come back by themselves after a restart.
      io.engine.close()
      await io.of('/').adapter.close()
      await cluster?.close()
    },
  }
}

function openServer(
  httpServer: HttpServer,
  { session, config }: Options,
  cluster: Cluster | null,
): HubServer {
  const io: HubServer = new Server(httpServer, {
    serveClient: false,
    maxHttpBufferSize: LARGEST_PACKET,
    allowRequest: (req, answer) => answer(null, isSameOrigin(req, config.baseUrl)),
    ...(cluster ? { adapter: cluster.adapter } : {}),
  })
  io.engine.use(onlyAtHandshake(session))
  io.engine.use(onlyAtHandshake(noteSignIn))
  io.use((socket, next) => {
    welcome(socket).then(next, (error: unknown) => {
      if (error instanceof TooMany) return next(refusal('tooMany'))
      log.error({ err: error }, 'socket')
      next(refusal('failure'))
    })
  })
  io.on('connection', listen)
  return io
}

/** Later requests of a connection carry its secret id; the session was read at the first. */
function onlyAtHandshake(middleware: RequestHandler): RequestHandler {
  return (req, res, next) => {
    if (/[?&]sid=/.test(req.url)) next()
    else middleware(req, res, next)
  }
}

/** Lets a member in, under the channels that reach them; answers the refusal for anybody else. */
async function welcome(socket: HubSocket) {
  const signIn = await signInOf(socket)
  const viewer = await signIn?.viewer()
  if (!signIn || !viewer) return refusal('signInFirst')
  const { language, channel } = signIn
  socket.data = { viewer, language, names: {} }
  await socket.join([
    memberChannel(viewer.id),
    channelOf(memberChannel(viewer.id), language),
    channel,
  ])
  // Whoever was suspended or signed out meanwhile was not here yet to be disconnected.
  return (await signIn.viewer()) ? undefined : refusal('signInFirst')
}

function refusal(code: string) {
  return Object.assign(new Error(code), { data: { code } })
}
