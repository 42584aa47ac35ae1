import { createContext, Script } from 'node:vm'
import { BSONRegExp } from 'bson'
import { StoreError } from './errors.ts'

/** What a Perl expression may hold that JavaScript reads as something else without a word. */
const FOREIGN = /\\[AzZGKQEHhRXNpPae]|\[\[:|\(\?[#|>R&P+\d]|[*+?}]\+/

/**
 * A JavaScript expression of a BSON one, with its text as it came: it stands for the BSON value too. `(?i)` at the start counts as
 * a flag. Throws Location51091 or Location51108 for what is no expression, NotImplemented for what JavaScript lacks.
 */
export function toRegExp(value: unknown, options?: unknown): RegExp {
  const [source, own] = partsOf(value)
  const [, inline = '', rest = source] = /^\(\?([ims]+)\)([\s\S]*)$/.exec(source) ?? []
  const flags = new Set((typeof options === 'string' ? options : own) + inline)
  const unknown = [...flags].find(flag => !'imsxu'.includes(flag))
  if (unknown) throw new StoreError('Location51108', `invalid flag in regex options: ${unknown}`)
  const foreign = flags.has('x') ? 'the flag x' : FOREIGN.exec(rest)?.[0]
  if (foreign)
    throw new StoreError(
      'NotImplemented',
      `regular expressions with ${foreign} are not supported by this store`,
    )
  return compiled(rest, [...flags].filter(flag => flag !== 'u').join(''))
}

/** Whether a text holds what the expression looks for, by Perl's rules: `.` is all but a line feed, `$` also before a last one. */
export function searcher(pattern: RegExp): (text: string) => boolean {
  const search = translated(pattern)
  return mayRunAway(search) ? bounded(search) : text => search.test(text)
}

/** Milliseconds that one text may keep an expression busy: everybody else's commands wait meanwhile. On a busy machine the clock runs on for it. */
const LONGEST_MS = 250

/** Without `*`, `+` or `{n,}` the time grows with the text alone. */
function mayRunAway({ source }: RegExp): boolean {
  return /[*+]|\{\d+,\}/.test(source.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]/g, ''))
}

/** V8 interrupts an expression nowhere but in a script with a time limit: some 100 µs a text. Throws MaxTimeMSExpired. */
function bounded(search: RegExp): (text: string) => boolean {
  const context = createContext({ search, text: '' })
  return text => {
    context.text = text
    try {
      return SEARCH.runInContext(context, { timeout: LONGEST_MS }) === true
    } catch (error) {
      if (!isTimeout(error)) throw error
      throw new StoreError(
        'MaxTimeMSExpired',
        `the regular expression takes too long on one text: /${search.source.slice(0, 100)}/`,
      )
    }
  }
}

const SEARCH = new Script('search.test(text)')

function isTimeout(error: unknown): boolean {
  // It comes from the script's own realm, whose errors are not ours.
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  )
}

/** The expression that finds by JavaScript's rules what the given one finds by Perl's. */
export function translated({ source, flags }: RegExp): RegExp {
  const perl = source.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|[.$]/g, token => {
    if (token === '.') return flags.includes('s') ? '[\\s\\S]' : '[^\\n]'
    return token === '$' && !flags.includes('m') ? '(?=\\n?(?![\\s\\S]))' : token
  })
  return withUnicode(perl, flags.replaceAll('s', ''))
}

/** Whole characters rather than halves of surrogate pairs, where the expression allows JavaScript's strict reading. */
function withUnicode(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`)
  } catch {
    return new RegExp(source, flags)
  }
}

function compiled(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags)
  } catch (error) {
    throw new StoreError('Location51091', `Regular expression is invalid: ${String(error)}`)
  }
}

function partsOf(value: unknown): [source: string, flags: string] {
  if (value instanceof BSONRegExp) return [value.pattern, value.options]
  if (value instanceof RegExp) return [value.source, value.flags]
  return [String(value), '']
}
