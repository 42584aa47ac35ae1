import type { FileStore } from './files/store.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Mailer } from './mail/mailer.ts'

/** What actions reach outside the store: attached once at start, by tests too. */
export type Services = {
  files: FileStore
  mailer: Mailer
  jobs: Jobs
  baseUrl: string
  dataDirectory: string
  /** Of what the store must not tell by itself. */
  sealingKey: Buffer
}

let attached: Services | undefined

export function attachServices(services: Services) {
  attached = services
}

export function services(): Services {
  if (!attached) throw new Error('No services are attached yet')
  return attached
}
