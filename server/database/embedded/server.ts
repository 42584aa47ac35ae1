import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { answer } from './commands/index.ts'
import type { Store } from './store.ts'
import { frameLength, parseRequest, replyTo } from './wire.ts'

export type Log = (event: object) => void
/** Where the server listens: a Unix socket, or a loopback port (0 takes a free one). */
export type Address = { path: string } | { port: number }

export interface Listening {
  address: Address
  close: () => Promise<void>
}

/** Serves `store` at `address`. Closing ends all connections after the command each is in. */
export async function serve(store: Store, address: Address, log: Log): Promise<Listening> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, socket => {
    sockets.add(socket)
    store.connections = sockets.size
    socket.on('close', () => {
      sockets.delete(socket)
      store.connections = sockets.size
    })
    talk(store, socket, log)
  })
  const bound = await listen(server, address)
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return { address: bound, close }
}

async function listen(server: Server, address: Address): Promise<Address> {
  if ('path' in address) rmSync(address.path, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen('path' in address ? address : { ...address, host: '127.0.0.1' }, resolve)
  })
  if ('path' in address) {
    chmodSync(address.path, 0o600)
    return address
  }
  const bound = server.address()
  return { port: typeof bound === 'object' && bound ? bound.port : address.port }
}

/** One connection: frames in, replies out in the same order. A frame that makes no sense ends this connection alone. */
function talk(store: Store, socket: Socket, log: Log): void {
  let pending: Buffer[] = []
  let size = 0
  let busy = false

  const take = (): Buffer | undefined => {
    if (size < 4) return undefined
    if (pending.length > 1 && (pending[0]?.length ?? 0) < 4) pending = [Buffer.concat(pending)]
    const length = frameLength(pending[0] ?? Buffer.alloc(0))
    if (length === undefined || size < length) return undefined
    const all = pending.length > 1 ? Buffer.concat(pending) : (pending[0] ?? Buffer.alloc(0))
    pending = all.length > length ? [all.subarray(length)] : []
    size -= length
    return all.subarray(0, length)
  }

  const drain = async (): Promise<void> => {
    busy = true
    for (let frame = take(); frame && !socket.destroyed; frame = take()) {
      const request = parseRequest(frame)
      const pendingReply = answer(store, request)
      const reply = pendingReply instanceof Promise ? await pendingReply : pendingReply
      if (request.expectsReply && !socket.destroyed) socket.write(replyTo(request, reply))
    }
    busy = false
  }

  socket.on('error', () => socket.destroy())
  socket.on('data', bytes => {
    pending.push(bytes)
    size += bytes.length
    if (busy) return
    drain().catch(error => {
      log({ event: 'connection closed', reason: String(error) })
      socket.destroy()
    })
  })
}
