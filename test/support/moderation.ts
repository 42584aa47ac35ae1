import { expect } from 'chai'
import { ModerationCase } from '../../models/moderation-case.ts'
import type { Agent } from './agent.ts'

/** Reports what stands at this address; the address of its case. */
export async function reported(reporter: Agent, url: string, reason = 'unsuitable') {
  const { status, text, body } = await reporter.postJson(`${url}/signalement`, {
    reason,
    word: 'À voir.',
  })
  expect(status, text).to.equal(201)
  const record = await ModerationCase.findOne({ kind: body.kind, target: body.target }).lean()
  return `/moderation/${record?._id}`
}

export const WHY = { reason: 'unsuitable', word: 'Restons courtois.' }
