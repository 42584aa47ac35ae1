import { mkdirSync } from 'node:fs'

/** mocha loads this first: what every test process needs before its first file. */
mkdirSync('node_modules/.cache', { recursive: true })
process.env.TZ = 'America/Montreal' // whoever formats a date without naming a zone is found out
