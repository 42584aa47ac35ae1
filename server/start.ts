import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { createApp } from './app.ts'
import { installationToken, isInstalled } from './auth/actions.ts'
import { defineAuthJobs } from './auth/jobs.ts'
import type { Config } from './config.ts'
import { connect } from './database/connect.ts'
import { openFileStore } from './files/open.ts'
import { createJobs } from './jobs/jobs.ts'
import { log } from './log.ts'
import { createMailer } from './mail/mailer.ts'
import { attachRealtime } from './realtime/io.ts'
import { attachServices } from './services.ts'

export type Hub = { port: number; url: string; installationUrl?: string; close(): Promise<void> }

/** Config → database → services → app → sockets → listen. `close()` lets open requests finish. */
export async function startHub(config: Config): Promise<Hub> {
  log.level = config.logLevel
  const database = await connect(config)
  const services = await openServices(config)
  const { app, session } = createApp(config)
  const server = createServer(app)
  const realtime = await attachRealtime(server, { session, config })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.port, resolve)
  })
  await services.jobs.start()
  const { port } = server.address() as AddressInfo
  const url = config.port === 0 ? `http://localhost:${port}` : config.baseUrl
  const installation = (await isInstalled())
    ? {}
    : { installationUrl: `${url}/installation?token=${installationToken(config.sessionSecret)}` }
  return {
    port,
    url,
    ...installation,
    async close() {
      await realtime.close()
      await new Promise(resolve => {
        server.close(resolve)
        server.closeIdleConnections()
      })
      await services.jobs.stop()
      await services.mailer.close()
      await database.close()
    },
  }
}

async function openServices(config: Config) {
  const { db } = mongoose.connection
  if (!db) throw new Error('The store is not connected')
  const services = {
    baseUrl: config.baseUrl,
    dataDirectory: config.dataDirectory,
    files: await openFileStore({ s3Url: config.s3Url, dataDirectory: config.dataDirectory }),
    mailer: createMailer({
      smtpUrl: config.smtpUrl,
      from: config.mailFrom,
      outbox: join(config.dataDirectory, 'outbox'),
    }),
    jobs: createJobs({ db, log }),
  }
  attachServices(services)
  defineAuthJobs(services.jobs)
  return services
}
