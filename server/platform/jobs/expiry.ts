import { join } from 'node:path'
import { removeExpired } from '../../../models/expiring.ts'
import { sweepTemporary } from '../files/temporary.ts'
import { services } from '../services.ts'
import type { Jobs } from './jobs.ts'

const REMOVE_EXPIRED = 'expired.remove'
/** Where files lie while they are received and written: what a process that died left there. */
const TEMPORARY = ['incoming', 'tmp']

export function defineExpiry(jobs: Jobs) {
  jobs.define(REMOVE_EXPIRED, async () => {
    await removeExpired()
    for (const folder of TEMPORARY) await sweepTemporary(join(services().dataDirectory, folder))
  })
}

export async function scheduleExpiry(jobs: Jobs) {
  await jobs.every('10 minutes', REMOVE_EXPIRED)
}
