import { mkdirSync } from 'node:fs'
import { useHashCost } from '../../server/people/auth/passwords.ts'

/** mocha loads this first: what every test process needs before its first file. */
mkdirSync('node_modules/.cache', { recursive: true })
process.env.TZ = 'America/Montreal' // whoever formats a date without naming a zone is found out
/** One test alone (test/people/auth/password.test.ts) asks for what a deployed hub spends on a password. */
export const CHEAP_HASHES = { memoryCost: 64, timeCost: 1, parallelism: 1 }
useHashCost(CHEAP_HASHES)
