import { MongoBackend } from '@agendajs/mongo-backend'
import { Agenda, InMemoryNotificationChannel, type Job } from 'agenda'
import type { Db } from 'mongodb'
import { Running } from './running.ts'
import { withoutSecrets } from './secrets.ts'

export type JobOptions = {
  /** How many of this name run at once in one process, 5 by default. */
  concurrency?: number
  /** Milliseconds before each new try of a failed job: as many tries as delays, none when empty. */
  retryDelays?: number[]
}

/** Work that is done after an answer, or later, and that survives a restart. */
export type Jobs = {
  /** Says how a job is done; saying it again replaces it. A job may run twice: let that do no harm. */
  define<T>(name: string, run: (data: T) => Promise<void>, options?: JobOptions): void
  /** At once in this process, or at the next look of another one. */
  soon<T>(name: string, data?: T): Promise<void>
  at<T>(date: Date, name: string, data?: T): Promise<void>
  /** One for the whole network, whoever asks and however often: `'1 hour'`, or a cron expression. */
  every(interval: string, name: string): Promise<void>
  start(): Promise<void>
  /** Takes no more jobs, and waits for those that run, for half a minute at most. */
  stop(): Promise<void>
}

export type JobLog = Record<'warn' | 'error', (fields: object, message: string) => void>

/** Jobs kept in the `jobs` collection of a database, shared by every process on it. */
export function createJobs(options: {
  db: Db
  log: JobLog
  /** Milliseconds between two looks for jobs that are due. */
  pollEvery?: number
  /** Milliseconds after which the job of a process that died is given to another. */
  lockLifetime?: number
}): Jobs {
  const { db, log, pollEvery = 5000, lockLifetime = 180_000 } = options
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: db, collection: 'jobs' }),
    notificationChannel: new InMemoryNotificationChannel(),
    processEvery: pollEvery,
    defaultLockLifetime: lockLifetime,
    // What is locked and waits its turn is lost to others until the lock ends: not too many.
    defaultLockLimit: 50,
  })
  const running = new Running()
  agenda.on('error', error => log.error({ error: withoutSecrets(error) }, 'jobs cannot be read'))

  return {
    define<T>(name: string, run: (data: T) => Promise<void>, jobOptions: JobOptions = {}) {
      const { concurrency = 5, retryDelays = patience } = jobOptions
      const perform = (job: Job<T>) => attempt(job, run, { log, retryDelays, lockLifetime })
      agenda.define<T>(name, perform, {
        concurrency,
        backoff: ({ attempt }) => retryDelays[attempt - 1] ?? null,
      })
    },

    async soon(name, data) {
      await agenda.ready
      await agenda.now(name, data)
    },

    async at(date, name, data) {
      await agenda.ready
      await agenda.schedule(date, name, data)
    },

    async every(interval, name) {
      await agenda.ready
      await agenda.every(interval, name)
    },

    async start() {
      running.watch(agenda)
      await agenda.start()
    },

    async stop() {
      // Its indexes are made in the background from the first moment: not on a store that is closing.
      await agenda.ready.catch(() => {})
      await agenda.stop()
      await running.settled(30_000)
    },
  }
}

// A mail server that is being repaired is back within these three hours.
const minute = 60_000
const patience = [minute / 6, minute, 5 * minute, 30 * minute, 150 * minute]

type Terms = { log: JobLog; retryDelays: number[]; lockLifetime: number }

async function attempt<T>(
  job: Job<T>,
  run: (data: T) => Promise<void>,
  { log, retryDelays, lockLifetime }: Terms,
): Promise<void> {
  const heartbeat = setInterval(() => job.touch().catch(() => {}), lockLifetime / 3)
  try {
    await run(job.attrs.data)
    // Before the end is announced, so that nothing is left to write once `stop` returned.
    if (!job.attrs.nextRunAt) await job.remove()
  } catch (failure) {
    const tried = (job.attrs.failCount ?? 0) + 1
    const error = withoutSecrets(failure)
    const fields = { job: job.attrs.name, attempt: tried, error }
    if (tried > retryDelays.length) log.error(fields, 'job failed for good')
    else log.warn(fields, 'job failed, to be tried again')
    // Its message is what the database keeps.
    throw new Error(error)
  } finally {
    clearInterval(heartbeat)
  }
}
