import { setTimeout as wait } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import type { ClientEvents, ServerEvents } from '../../server/platform/realtime/contract.ts'
import type { Ground } from './demonstration.ts'

type Client = Socket<ServerEvents, ClientEvents>
export type FanOut = { clients: number; deliveries: number; perSecond: number } & Delays
type Delays = { lost: number; p50: number; p99: number }

const CLIENTS = 200
const MESSAGES = 100
const PER_SECOND = 20

/** 200 members in one room, 20 messages a second for 5 s: how long until everybody has each. */
export async function measureFanOut(
  url: string,
  { agent, room, cookies }: Ground,
): Promise<FanOut> {
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, (_, n) => join(url, room, cookies[n % cookies.length] ?? '')),
  )
  const sent = new Map<string, number>()
  const delays: number[] = []
  for (const client of clients) {
    client.on('message:posted', ({ clientId }) => {
      const at = clientId === null ? undefined : sent.get(clientId)
      if (at !== undefined) delays.push(performance.now() - at)
    })
  }
  const started = performance.now()
  await post(MESSAGES, async clientId => {
    sent.set(clientId, performance.now())
    const { status, text } = await agent.postJson(`${room}/messages`, { body: WORDS, clientId })
    if (status !== 201) throw new Error(`A message was refused: ${text}`)
  })
  await until(() => delays.length >= CLIENTS * MESSAGES, 3_000)
  const seconds = (performance.now() - started) / 1000
  for (const client of clients) client.disconnect()
  return {
    clients: CLIENTS,
    deliveries: delays.length,
    perSecond: delays.length / seconds,
    ...summed(delays),
  }
}

const WORDS = 'La salle du haut est libre, on y installe les **trois** postes de la photo.'

async function join(url: string, room: string, cookie: string): Promise<Client> {
  const client: Client = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie },
  })
  await new Promise<void>((resolve, reject) => {
    client.once('connect_error', reject)
    client.once('connect', () => resolve())
  })
  const slug = room.split('/').at(-1) ?? room
  const answer = await client.timeout(5_000).emitWithAck('room:join', { room: slug })
  if ('error' in answer) throw new Error(`Could not join ${room}: ${answer.error}`)
  return client
}

/** One every twentieth of a second, whether or not the one before has been answered. */
async function post(count: number, send: (clientId: string) => Promise<void>) {
  const sending: Promise<void>[] = []
  const started = performance.now()
  for (let n = 0; n < count; n++) {
    await wait(Math.max(0, started + (n * 1000) / PER_SECOND - performance.now()))
    sending.push(send(`bench-${process.pid}-${n}`))
  }
  await Promise.all(sending)
}

async function until(done: () => boolean, patienceMs: number) {
  const deadline = performance.now() + patienceMs
  while (!done() && performance.now() < deadline) await wait(10)
}

function summed(delays: number[]): Delays {
  const sorted = delays.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return { lost: CLIENTS * MESSAGES - delays.length, p50: at(0.5), p99: at(0.99) }
}
