import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { DEFAULT_ZONE, isTimeZone } from './time-zone.ts'

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const url = (...protocols: string[]) =>
  z.string().refine(value => protocols.includes(protocolOf(value)), {
    message: `an address that starts with ${protocols.map(name => `${name}//`).join(' or ')}`,
  })

const settings = z.object({
  PORT: z.coerce.number('a whole number from 0 to 65535').int().min(0).max(65535).default(3000),
  DATA_DIR: z.string().min(1).default('data'),
  BASE_URL: url('http:', 'https:').optional(),
  MONGODB_URI: url('mongodb:', 'mongodb+srv:').optional(),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, 'an e-mail address')
    .optional(),
  SESSION_SECRET: z.string().min(16, 'at least 16 characters').optional(),
  OIDC_ISSUER: z
    .string()
    .refine(isIssuer, 'an https:// address without ? or #, as the provider itself writes it')
    .optional(),
  OIDC_CLIENT_ID: z.string().max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().max(2000).optional(),
  OIDC_LABEL: z.string().max(40, '40 characters at most').optional(),
  S3_URL: url('s3:', 'http:', 'https:').optional(),
  DEMO: z.enum(['0', '1'], '0 or 1').default('0'),
  LOG_LEVEL: z.enum(LEVELS, LEVELS.join(', ')).default('info'),
  TIME_ZONE: z
    .string()
    .refine(isTimeZone, `a time zone such as ${DEFAULT_ZONE}`)
    .default(DEFAULT_ZONE),
  TRUST_PROXY: z
    .union(
      [
        z.enum(['off', 'on']).transform(value => value === 'on'),
        z.string().regex(/^\d+$/).transform(Number),
        z.string().regex(/^[\da-fA-F.:/, ]*[.:][\da-fA-F.:/, ]*$/),
      ],
      'off, on, a number of proxies, or their addresses separated by commas',
    )
    .default(false),
})

export type Config = ReturnType<typeof readConfig>

/** The only reader of the environment. Throws ConfigError with one line that names the variable. */
export function readConfig(environment: NodeJS.ProcessEnv) {
  const read = parse(environment)
  const dataDirectory = resolve(read.DATA_DIR)
  const baseUrl = (read.BASE_URL ?? `http://localhost:${read.PORT}`).replace(/\/+$/, '')
  return {
    port: read.PORT,
    dataDirectory,
    baseUrl,
    mongodbUri: read.MONGODB_URI,
    redisUrl: read.REDIS_URL,
    smtpUrl: read.SMTP_URL,
    mailFrom: read.MAIL_FROM ?? `Rouedad <ne-pas-repondre@${new URL(baseUrl).hostname}>`,
    sessionSecret: read.SESSION_SECRET ?? keptSecret(dataDirectory),
    s3Url: read.S3_URL,
    provider: providerOf(read),
    demo: read.DEMO === '1',
    logLevel: read.LOG_LEVEL,
    timeZone: read.TIME_ZONE,
    trustProxy: read.TRUST_PROXY,
  }
}

export class ConfigError extends Error {}

function parse(environment: NodeJS.ProcessEnv) {
  const names = Object.keys(settings.shape)
  // An empty variable, as deployment panels write it, is the same as none.
  const given = Object.fromEntries(
    names.filter(name => environment[name]).map(name => [name, environment[name]]),
  )
  const result = settings.safeParse(given)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const name = String(issue?.path[0])
  throw new ConfigError(`${name} is ${shown(name, given[name])}; expected ${issue?.message}.`)
}

/** Signing in by an identity provider asks for all three, or none. */
function providerOf(read: z.output<typeof settings>) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = read
  if (issuer && clientId && clientSecret) {
    const label = read.OIDC_LABEL ?? new URL(issuer).hostname
    return { issuer, clientId, clientSecret, label }
  }
  const needed = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret }
  const missing = Object.entries(needed).find(([, value]) => !value)?.[0]
  if (!issuer && !clientId && !clientSecret) return undefined
  throw new ConfigError(`${missing} is missing; expected a value beside the other OIDC_ settings.`)
}

/** HTTPS, as its specification asks; without it on this machine only, to try things out. */
function isIssuer(value: string) {
  if (!URL.canParse(value)) return false
  const { protocol, hostname, search, hash } = new URL(value)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return !search && !hash && (protocol === 'https:' || (protocol === 'http:' && isHere))
}

/** Secrets and addresses with passwords never reach the log. */
function shown(name: string, value: string | undefined) {
  return /SECRET$/.test(name) || value?.includes('@') ? 'not usable as given' : `"${value}"`
}

function protocolOf(value: string) {
  return URL.canParse(value) ? new URL(value).protocol : (/^[a-z0-9+]+:/.exec(value)?.[0] ?? '')
}

function keptSecret(dataDirectory: string) {
  const path = join(dataDirectory, 'session-secret')
  try {
    mkdirSync(dataDirectory, { recursive: true })
    if (!existsSync(path)) {
      writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
    }
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return readFileSync(path, 'utf8').trim()
    }
    throw new ConfigError(`DATA_DIR is "${dataDirectory}"; expected a folder that can be written.`)
  }
}
