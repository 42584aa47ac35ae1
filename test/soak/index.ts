import { execFileSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { type Ground, prepareGround } from '../bench/demonstration.ts'
import { type Running, root, startHub } from '../bench/processes.ts'
import { newDirectory, removeDirectories } from '../bench/starts.ts'
import { Agent } from '../support/agent.ts'
import { listen } from '../support/sockets.ts'
import { soakMember, soakVisitor, type Told } from './people.ts'

/**
 * The built hub in use for long (`SOAK_MINUTES`, thirty): members read, write and listen, visitors pass by. Fails when something is answered with an
 * error, a message is missed or out of order, memory goes on growing once it is warm, or the store is not sound afterwards.
 */
const MINUTES = Number(process.env.SOAK_MINUTES ?? 30)
const SAMPLES = 60
/** What memory may gain between its first and its last warm quarter. */
const MOST_GROWTH = 1.15

const directory = newDirectory()
try {
  const hub = await startHub(directory, { DEMO: '1' })
  const faults = await soak(hub)
  await hub.stop()
  if (!isSound()) faults.push('the store is not sound: npx hub check')
  for (const fault of faults) console.error(`✖ ${fault}`)
  process.exitCode = faults.length > 0 ? 1 : 0
} finally {
  removeDirectories()
}

async function soak(hub: Running): Promise<string[]> {
  const ground = await prepareGround(hub.url)
  const told: Told = { answers: 0, errors: new Map(), messages: 0 }
  const until = Date.now() + MINUTES * 60_000
  const heard = await listenTo(hub, ground)
  const people = [
    ...ground.cookies.map((cookies, at) =>
      soakMember(agentOf(hub, cookies), ground, at, until, told),
    ),
    ...Array.from({ length: 2 }, () => soakVisitor(new Agent(hub.url), ground, until, told)),
  ]
  const sizes = await sampled(hub, until)
  await Promise.all(people)
  await heard.settle(told.messages)
  heard.close()
  console.log(
    `${told.answers} answers, ${told.messages} messages, memory ${sizes.map(Math.round).join(' ')} MB`,
  )
  return [
    ...[...told.errors].map(([what, count]) => `${count} × ${what}`),
    ...heard.faults(told.messages),
    ...growthOf(sizes),
  ]
}

function agentOf(hub: Running, cookies: string) {
  const agent = new Agent(hub.url)
  agent.take(cookies)
  return agent
}

/** One who only listens: every message once, in order. */
async function listenTo(hub: Running, { agent, room }: Ground) {
  const listener = await listen(hub, agent)
  const { body } = await agent.getJson(room)
  await listener.join(body.slug)
  const numbers = () => listener.all('message:posted').map(({ seq }) => Number(seq))
  return {
    settle: (count: number) => listener.hear('message:posted', count).catch(() => {}),
    close: () => listener.close(),
    faults(count: number) {
      const seqs = numbers()
      const gaps = seqs.filter((seq, at) => at > 0 && seq !== (seqs[at - 1] ?? 0) + 1).length
      return [
        ...(seqs.length === count ? [] : [`${seqs.length} of ${count} messages were heard`]),
        ...(gaps === 0 ? [] : [`${gaps} messages came out of order`]),
      ]
    },
  }
}

async function sampled(hub: Running, until: number) {
  const sizes: number[] = []
  const pause = Math.max(1_000, (MINUTES * 60_000) / SAMPLES)
  while (Date.now() < until) {
    await wait(Math.min(pause, Math.max(0, until - Date.now())))
    sizes.push(hub.memory())
  }
  return sizes
}

/** The first half is for warming up. */
function growthOf(sizes: readonly number[]) {
  const quarter = Math.floor(sizes.length / 4)
  if (quarter === 0) return []
  const third = median(sizes.slice(2 * quarter, 3 * quarter))
  const last = median(sizes.slice(3 * quarter))
  return last / third > MOST_GROWTH
    ? [`memory grew from ${Math.round(third)} to ${Math.round(last)} MB`]
    : []
}

function median(values: readonly number[]) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function isSound() {
  try {
    execFileSync(process.execPath, ['bin/hub', 'check', '--files'], {
      cwd: root,
      env: { ...process.env, DATA_DIR: directory },
      stdio: 'inherit',
    })
    return true
  } catch {
    return false
  }
}
