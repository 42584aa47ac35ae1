import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Words by which sites of every kind are told where to go next. */
const USUAL = [
  'next',
  'url',
  'redirect',
  'redirect_uri',
  'return',
  'returnTo',
  'back',
  'goto',
  'to',
]

/** What an address or a form may say to the hub, by the names that its own code reads, and the usual ones. */
export function namesRead(folder = 'server'): string[] {
  const names = sourcesIn(folder).flatMap(source =>
    [...source.matchAll(/\b(?:query|body)\??\.(\w+)/g)].map(([, name = '']) => name),
  )
  return [...new Set([...names, ...USUAL])].filter(name => !/^\d/.test(name)).sort()
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .filter(({ parentPath }) => !parentPath.includes('embedded') && !parentPath.includes('i18n'))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
}
