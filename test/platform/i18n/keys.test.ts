import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { readLanguage } from '../../../server/platform/i18n/index.ts'
import { root } from '../../../server/platform/root.ts'

const PLURALS = /_(one|other|many|zero)$/
/** Keys that are put together when asked for: `roles.` + role. Each family must still be named in the code. */
const FAMILY = /['"`(]([a-z][\w]*(?:\.[\w]+)*\.)(?:['"]|\$\{)/g

describe('language files', () => {
  const french = keysOf(readLanguage('fr'))
  const english = keysOf(readLanguage('en'))
  const sources = [
    ...files('server', '.ts'),
    ...files('views', '.hbs'),
    ...files('public/js', '.ts'),
  ]
    .map(path => readFileSync(path, 'utf8'))
    .join('\n')

  it('say the same things in French and in English', () => {
    expect([...english].sort()).to.deep.equal([...french].sort())
  })

  it('hold no key that nothing asks for', () => {
    const families = [...sources.matchAll(FAMILY)].map(match => String(match[1]))
    const unused = [...french]
      .map(key => key.replace(PLURALS, ''))
      .filter(key => !asked(key, sources, families))
    expect(unused).to.deep.equal([])
  })

  it('use no-break spaces and typographic apostrophes in French', () => {
    const wrong = values(readLanguage('fr')).filter(text => / [:;!?»]|« |\w'\w/.test(text))
    expect(wrong).to.deep.equal([])
  })

  it('keep the same values to fill in, in both', () => {
    const blanks = (text: string) => [...text.matchAll(/{{\w+}}/g)].map(String).sort()
    const pairs = zip(readLanguage('fr'), readLanguage('en'))
    for (const [fr, en] of pairs) expect(blanks(fr), fr).to.deep.equal(blanks(en))
  })
})

function asked(key: string, sources: string, families: string[]) {
  if (sources.includes(key)) return true
  const short = key.replace(/^(flash|errors)\./, '')
  if (short !== key && new RegExp(`['"\`]${short.replace(/Title$/, '')}['"\`]`).test(sources))
    return true
  return families.some(
    family => key.startsWith(family) && family !== 'errors.' && family !== 'flash.',
  )
}

function files(folder: string, ending: string) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith(ending))
    .map(name => join(root, folder, name))
}

function keysOf(value: unknown, prefix = ''): Set<string> {
  if (typeof value !== 'object' || value === null) return new Set([prefix])
  return new Set(
    Object.entries(value).flatMap(([key, inner]) => [
      ...keysOf(inner, prefix ? `${prefix}.${key}` : key),
    ]),
  )
}

function values(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return Object.values(value ?? {}).flatMap(values)
}

function zip(a: unknown, b: unknown): [string, string][] {
  if (typeof a === 'string' && typeof b === 'string') return [[a, b]]
  return Object.entries(a ?? {}).flatMap(([key, inner]) => zip(inner, Reflect.get(Object(b), key)))
}
