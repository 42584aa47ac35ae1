import type { Jobs } from '../platform/jobs/jobs.ts'
import { tidyShelf } from './shelf.ts'

const TIDY = 'printing.tidy'

export function defineShelfJobs(jobs: Jobs) {
  jobs.define(TIDY, () => tidyShelf())
}

export async function scheduleShelf(jobs: Jobs) {
  await jobs.every('1 day', TIDY)
}
