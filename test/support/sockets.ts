import { io, type Socket } from 'socket.io-client'
import type { ServerEvents } from '../../server/platform/realtime/contract.ts'
import type { Agent } from './agent.ts'

type Answer = { ok?: true; error?: string }
type Heard = { event: string; payload: Record<string, unknown> }

/** A browser's socket in a test: keeps what it hears, joins and leaves. */
export class Listener {
  readonly socket: Socket
  readonly heard: Heard[] = []
  #wakers: (() => void)[] = []

  constructor(url: string, headers: Record<string, string>, auth: Record<string, unknown>) {
    this.socket = io(url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: headers,
      auth,
    })
    this.socket.onAny((event: string, payload: Record<string, unknown>) => {
      this.heard.push({ event, payload })
      for (const wake of this.#wakers.splice(0)) wake()
    })
  }

  /** Resolves once connected; rejects with what the hub answers. */
  connected() {
    return new Promise<this>((resolve, reject) => {
      if (this.socket.connected) resolve(this)
      this.socket.once('connect', () => resolve(this))
      this.socket.once('connect_error', reject)
    })
  }

  disconnected() {
    return new Promise<string>(resolve => {
      if (this.socket.disconnected) resolve('already')
      this.socket.once('disconnect', resolve)
    })
  }

  ask(event: string, ...sent: unknown[]): Promise<Answer> {
    return this.socket.timeout(5_000).emitWithAck(event, ...sent)
  }

  join(room: string) {
    return this.ask('room:join', { room })
  }

  leave(room: string) {
    return this.ask('room:leave', { room })
  }

  all(event: keyof ServerEvents) {
    return this.heard.filter(one => one.event === event).map(({ payload }) => payload)
  }

  /** Waits until it has heard that event so many times. */
  async hear(event: keyof ServerEvents, count = 1, ms = 5_000) {
    const until = Date.now() + ms
    while (this.all(event).length < count) {
      const left = until - Date.now()
      if (left <= 0) throw new Error(`Heard ${this.all(event).length} of ${count} ${event}`)
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, left)
        this.#wakers.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
    return this.all(event)
  }

  close() {
    this.socket.close()
  }
}

/** The socket of this agent's browser, connected. Refused ones reject. */
export function listen(
  hub: { url: string },
  agent: Agent,
  headers: Record<string, string> = {},
  auth: Record<string, unknown> = {},
) {
  const sent = { ...(agent.cookie ? { cookie: agent.cookie } : {}), ...headers }
  return new Listener(hub.url, sent, auth).connected()
}
