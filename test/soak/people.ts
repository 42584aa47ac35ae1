import { setTimeout as wait } from 'node:timers/promises'
import type { Ground } from '../bench/demonstration.ts'
import type { Agent, Reply } from '../support/agent.ts'

/** What all of them met together. */
export type Told = { answers: number; errors: Map<string, number>; messages: number }

/** Between two things that one person does. */
const PAUSE_MS = 100
const READ = [
  '/',
  '/ressources',
  '/discussions',
  '/rencontres',
  '/lieux',
  '/salons',
  '/recherche?q=imprimer',
]

/** Reads, and at each turn writes something: a reply, a message, a new discussion, a sheet's PDF and preview. */
export async function soakMember(
  agent: Agent,
  { room, pages }: Ground,
  at: number,
  until: number,
  told: Told,
) {
  const thread = pages.find(({ name }) => name.startsWith('Discussion'))?.path ?? ''
  const sheet = pages.find(({ name }) => name.startsWith('Public sheet'))?.path ?? ''
  for (let turn = 0; Date.now() < until; turn++) {
    const text = `Tour ${turn} de ${at} : **on note**, puis on reformule.`
    const writes: (() => Promise<Reply>)[] = [
      () => agent.postJson(`${thread}/reponses`, { body: text }),
      async () => {
        told.messages++
        return agent.postJson(`${room}/messages`, { body: text })
      },
      () => agent.postJson('/discussions', { title: `Question ${at}-${turn}`, body: text }),
      () => agent.get(`${sheet}.pdf`),
      () => agent.postJson('/apercu', { body: text }),
      () => agent.get(`${sheet}?tour=${turn}`),
    ]
    const read = [thread, sheet, room, READ[turn % READ.length] ?? '/']
    note(told, await agent.get(read[turn % read.length] ?? '/'))
    const write = writes[turn % writes.length]
    if (write) note(told, await write())
    await wait(PAUSE_MS)
  }
}

/** Somebody who looks in, with no account. */
export async function soakVisitor(agent: Agent, { pages }: Ground, until: number, told: Told) {
  const open = pages.filter(({ member }) => !member).map(({ path }) => path)
  for (let turn = 0; Date.now() < until; turn++) {
    note(told, await agent.get(`${open[turn % open.length]}?visite=${turn}`))
    await wait(PAUSE_MS)
  }
}

function note(told: Told, { status, text }: Reply) {
  told.answers++
  if (status < 400) return
  const what = `${status} ${text.slice(0, 120)}`
  told.errors.set(what, (told.errors.get(what) ?? 0) + 1)
}
