import mongoose from 'mongoose'
import type { Agent } from './agent.ts'
import type { useMails } from './mails.ts'
import { aVisitor, PASSWORD } from './people.ts'

type Hub = { url: string }

export const aRequest = (overrides: object = {}) => ({
  name: 'Maïwenn',
  password: PASSWORD,
  role: 'animateur',
  ...overrides,
})

/** The secret in the address of a mailed link. */
export function tokenOf(link: string) {
  return new URL(link, 'http://localhost').searchParams.get('lien') ?? ''
}

/** Somebody who asks to join, and follows the link that they get. */
export async function askedAndConfirmed(
  hub: Hub,
  mails: ReturnType<typeof useMails>,
  email: string,
  overrides: object = {},
) {
  const visitor = aVisitor(hub)
  const asked = await visitor.postJson('/inscription', aRequest({ email, ...overrides }))
  if (asked.status !== 201) throw new Error(`Refused: ${asked.text}`)
  const token = tokenOf(await mails.linkTo(email))
  return visitor.postJson('/inscription/confirmation', { token })
}

/** An invitation that this coordinator makes, and the secret of its link. */
export async function anInvitation(coordinator: Agent, overrides: object = {}) {
  const input = { role: 'volunteer', days: 30, uses: 1, ...overrides }
  const { status, text, body } = await coordinator.postJson('/administration/invitations', input)
  if (status !== 201) throw new Error(`No invitation: ${status} ${text}`)
  const token = body.link ? new URL(body.link).searchParams.get('invitation') : null
  return { ...body, token: String(token ?? '') }
}

/** Forgets how often anything was tried. */
export async function freshLimits() {
  await mongoose.connection.collection('rate_limits').deleteMany({}, { hint: { $natural: 1 } })
}
