import type { Jobs } from '../../platform/jobs/jobs.ts'
import { sendDigests } from './digest.ts'

const SEND_NEWS = 'news.send'

export function defineNewsJobs(jobs: Jobs) {
  jobs.define(SEND_NEWS, async () => {
    await sendDigests()
  })
}

export async function scheduleNews(jobs: Jobs) {
  await jobs.every('10 minutes', SEND_NEWS)
}
