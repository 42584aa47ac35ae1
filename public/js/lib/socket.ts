import { io, type Socket } from 'socket.io-client'
import type { ClientEvents, ServerEvents } from '../../../server/platform/realtime/contract.ts'

export type LiveSocket = Socket<ServerEvents, ClientEvents>

type Moments = {
  /** In the room, for the first time or again after a cut: what was missed is to be asked for. */
  joined(): void
  /** The line is down; it is tried again by itself. */
  lost(): void
  /** Not a member any more, or the room is gone: nothing will come. */
  ended(): void
}

const SECOND_TRY_MS = 500

/** Listens to a room, or to a discussion by its path, for as long as the page lives. */
export function liveSocket(room: string, moments: Moments): LiveSocket {
  const socket: LiveSocket = io({ transports: ['websocket', 'polling'], tryAllTransports: true })
  const end = () => {
    socket.close()
    moments.ended()
  }
  socket.on('connect', () => {
    socket.emit('room:join', { room }, answer => {
      if (!('error' in answer)) moments.joined()
      else if (answer.error === 'notFound' || answer.error === 'signInFirst') end()
    })
  })
  socket.on('connect_error', error => (error.message === 'signInFirst' ? end() : moments.lost()))
  socket.on('disconnect', reason => {
    moments.lost()
    // The hub closed it: the session has ended, or begun anew in this browser.
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), SECOND_TRY_MS)
  })
  return socket
}
