import mongoose from 'mongoose'
import type { Role } from '../../../models/words/member.ts'
import { forgive } from '../../../server/platform/who/limits.ts'
import type { Agent } from '../../support/agent.ts'
import { PASSWORD, signedInAs } from '../../support/people.ts'

/** How a body says what it is. */
export const JSON_BODY = 'application/json'
export const FORM_BODY = 'application/x-www-form-urlencoded'

export type Attacker = Awaited<ReturnType<typeof anAttacker>>

/** A member who signs in again whenever an attack ended their session, and whom no limit stops. */
export async function anAttacker(hub: { url: string }, role: Role = 'admin') {
  const agent = await signedInAs(hub, role)
  const { email, id } = agent.member
  async function unlimited() {
    await forgive('writing', id)
    const limits = mongoose.connection.collection('rate_limits')
    await limits.deleteMany({}, { hint: { $natural: 1 } })
  }
  async function ready() {
    await unlimited()
    if ((await agent.getJson('/compte/visibilite')).status === 200) return
    await agent.signIn(email, PASSWORD)
  }
  /** What a list holds, of which some routes are none. */
  async function getJsonOrText(path: string): Promise<{ total?: number | undefined }> {
    const reply = await agent.send('GET', path, { headers: { accept: 'application/json' } })
    const isJson = reply.headers.get('content-type')?.includes('application/json')
    return isJson ? JSON.parse(reply.text) : {}
  }
  return Object.assign(agent, { ready, unlimited, getJsonOrText })
}

export type Request = {
  method?: string
  body?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
}

/** Any bytes as a body, of any type, with this agent's cookies. */
export async function raw(agent: Agent, url: string, request: Request) {
  const { method = 'POST', headers = {}, body } = request
  const reply = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body }),
    redirect: 'manual',
    headers: { cookie: agent.cookie, accept: 'application/json', ...headers },
  })
  return { status: reply.status, headers: reply.headers, text: await reply.text() }
}
