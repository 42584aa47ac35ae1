import { ConfigError, readConfig } from './platform/config.ts'
import { openStore } from './platform/database/store.ts'
import { log } from './platform/log.ts'

const PATIENCE_MS = 10_000

try {
  const config = readConfig(process.env)
  // The store's thread starts while this one loads the rest of the hub.
  const opening = openStore(config)
  opening.catch(() => {})
  const { startHub } = await import('./start.ts')
  const hub = await startHub(config, opening)
  process.stdout.write(`\n  Rouedad: ${hub.url}\n  Data:    ${config.dataDirectory}\n`)
  if (hub.installationUrl) process.stdout.write(`  Set up:  ${hub.installationUrl}\n`)
  process.stdout.write('\n')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(hub))
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : explain(error)}\n`)
  process.exit(1)
}

async function stop(hub: { close(): Promise<void> }) {
  // A client that never lets go does not keep the process for ever.
  setTimeout(() => process.exit(0), PATIENCE_MS).unref()
  await hub.close()
  process.exit(0)
}

function explain(error: unknown) {
  log.debug({ err: error }, 'start')
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'PORT is in use by another program; expected a free one.'
  }
  return error instanceof Error ? error.message : String(error)
}
