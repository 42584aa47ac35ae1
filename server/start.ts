import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { createApp } from './app.ts'
import { FEATURES } from './features.ts'
import { installationToken, isInstalled } from './people/auth/actions.ts'
import { viewerById, viewerOfSession } from './people/auth/passport.ts'
import { sealingKeyOf } from './people/auth/second-factor/sealing.ts'
import { socketToken } from './people/tokens/sockets.ts'
import type { Config } from './platform/config.ts'
import { connect } from './platform/database/connect.ts'
import { openStore } from './platform/database/store.ts'
import { openFileStore } from './platform/files/open.ts'
import { patientServer } from './platform/http/server.ts'
import { createJobs } from './platform/jobs/jobs.ts'
import { log } from './platform/log.ts'
import { createMailer } from './platform/mail/mailer.ts'
import { attachRealtime } from './platform/realtime/io.ts'
import { attachServices } from './platform/services.ts'
import { useNetworkZone } from './platform/time-zone.ts'
import { attachAccounts } from './platform/who/accounts.ts'

export type Hub = { port: number; url: string; installationUrl?: string; close(): Promise<void> }

/**
 * Store → database → services → app → sockets → listen. `close()` lets open requests finish. A caller may
 * have begun to open the store.
 */
export async function startHub(config: Config, opening = openStore(config)): Promise<Hub> {
  log.level = config.logLevel
  const opened = await openHub(config, opening)
  if (config.demo) await (await import('./import/demo.ts')).importDemo()
  const { app, session } = createApp(config)
  const server = patientServer(app)
  attachAccounts({ byId: viewerById, ofSession: viewerOfSession, ofToken: socketToken })
  const realtime = await attachRealtime(server, { session, config })
  const port = await listen(server, config.port)
  await opened.services.jobs.start()
  for (const { jobs } of FEATURES) await jobs?.schedule?.(opened.services.jobs)
  for (const { start } of FEATURES) await start?.()
  const url = config.port === 0 ? `http://localhost:${port}` : config.baseUrl
  // Links in mails and keys of devices are for the address that was found.
  opened.services.baseUrl = url
  return {
    port,
    url,
    ...(await installationOf(url, config)),
    async close() {
      await realtime.close()
      await finish(server)
      for (const { stop } of FEATURES) await stop?.()
      await opened.close()
    },
  }
}

/** The store and the services without the site, for the operator's commands. */
export async function openHub(config: Config, opening = openStore(config)) {
  useNetworkZone(config.timeZone)
  const database = await connect(await opening)
  const services = openServices(config)
  return {
    services,
    async close() {
      await services.jobs.stop()
      services.mailer.close()
      await database.close()
    },
  }
}

function openServices(config: Config) {
  const { db } = mongoose.connection
  if (!db) throw new Error('The store is not connected')
  const { dataDirectory, baseUrl } = config
  const outbox = join(dataDirectory, 'outbox')
  const services = {
    baseUrl,
    dataDirectory,
    sealingKey: sealingKeyOf(config.sessionSecret),
    files: openFileStore({ s3Url: config.s3Url, dataDirectory }),
    mailer: createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom, outbox }),
    jobs: createJobs({ db, log }),
  }
  attachServices(services)
  for (const { jobs } of FEATURES) jobs?.define?.(services.jobs)
  return services
}

function listen(server: Server, port: number) {
  return new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, () => resolve((server.address() as AddressInfo).port))
  })
}

/** Open requests are answered; connections that are only kept for later are closed. */
function finish(server: Server) {
  return new Promise(resolve => {
    server.close(resolve)
    server.closeIdleConnections()
  })
}

async function installationOf(url: string, config: Config) {
  if (await isInstalled()) return {}
  return { installationUrl: `${url}/installation?token=${installationToken(config.sessionSecret)}` }
}
