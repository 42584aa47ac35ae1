import { Int32 } from 'bson'
import { StoreError } from '../errors.ts'
import { typeName } from '../types.ts'
import { isNumeric, toNumber } from '../values.ts'
import { named, type Operator } from './operator.ts'

const MANY = Number.MAX_SAFE_INTEGER

/** The operators of text: null or a missing value makes null, what is no text is refused. */
export const STRINGS: Record<string, Operator> = {
  $concat: {
    least: 0,
    most: MANY,
    work: (...values) => onTexts('$concat', values, (...texts) => texts.join('')),
  },
  $toLower: {
    least: 1,
    most: 1,
    work: value => lettered(value).replace(/[A-Z]+/g, text => text.toLowerCase()),
  },
  $toUpper: {
    least: 1,
    most: 1,
    work: value => lettered(value).replace(/[a-z]+/g, text => text.toUpperCase()),
  },
  $strcasecmp: {
    least: 2,
    most: 2,
    work: (a, b) => {
      const [left, right] = [lettered(a).toUpperCase(), lettered(b).toUpperCase()]
      return new Int32(left < right ? -1 : left > right ? 1 : 0)
    },
  },
  $strLenCP: {
    least: 1,
    most: 1,
    work: value => new Int32([...needed('$strLenCP', value)].length),
  },
  $strLenBytes: {
    least: 1,
    most: 1,
    work: value => new Int32(Buffer.byteLength(needed('$strLenBytes', value))),
  },
  $substrCP: {
    least: 3,
    most: 3,
    work: (value, from, count) => part([...lettered(value)], from, count).join(''),
  },
  $substrBytes: { least: 3, most: 3, work: substrBytes },
  $substr: { least: 3, most: 3, work: substrBytes },
  $indexOfCP: {
    least: 2,
    most: 4,
    work: (text, search, from = 0, to = Number.MAX_SAFE_INTEGER) => {
      if (text === null || text === undefined) return null
      const within = [...needed('$indexOfCP', text)].slice(0, toNumber(to))
      const start = within.slice(0, toNumber(from)).join('').length
      const at = within.join('').indexOf(needed('$indexOfCP', search), start)
      return new Int32(at < 0 ? -1 : [...within.join('').slice(0, at)].length)
    },
  },
  $split: {
    least: 2,
    most: 2,
    work: (...values) =>
      onTexts('$split', values, (text = '', by = '') => {
        if (by === '')
          throw new StoreError('Location40087', '$split requires a non-empty separator')
        return text.split(by)
      }),
  },
  $indexOfBytes: {
    least: 2,
    most: 4,
    work: (text, search, from = 0, to = Number.MAX_SAFE_INTEGER) => {
      if (!isGiven(text)) return null
      const within = Buffer.from(needed('$indexOfBytes', text)).subarray(0, toNumber(to))
      if (toNumber(from) > within.length) return new Int32(-1)
      return new Int32(within.indexOf(needed('$indexOfBytes', search), toNumber(from)))
    },
  },
  $trim: named(['input'], ['chars'], (input, chars) => trimmed(input, chars, true, true)),
  $ltrim: named(['input'], ['chars'], (input, chars) => trimmed(input, chars, true, false)),
  $rtrim: named(['input'], ['chars'], (input, chars) => trimmed(input, chars, false, true)),
  $replaceOne: named(['input', 'find', 'replacement'], [], (...values) =>
    onTexts('$replaceOne', values, (text = '', find = '', by = '') => text.replace(find, () => by)),
  ),
  $replaceAll: named(['input', 'find', 'replacement'], [], (...values) =>
    onTexts('$replaceAll', values, (text = '', find = '', by = '') =>
      text.replaceAll(find, () => by),
    ),
  ),
}

const isGiven = (value: unknown) => value !== null && value !== undefined

function onTexts(name: string, values: unknown[], work: (...texts: string[]) => unknown): unknown {
  return values.every(isGiven) ? work(...values.map(value => needed(name, value))) : null
}

function needed(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw new StoreError('Location16702', `${name} only supports strings, not ${typeName(value)}`)
}

/** Text of what counts as text where letters are changed: nothing is the empty one, numbers and dates are written out. */
function lettered(value: unknown): string {
  if (!isGiven(value)) return ''
  if (typeof value === 'string') return value
  if (isNumeric(value)) return String(value)
  if (value instanceof Date) return value.toISOString()
  throw new StoreError('Location16007', `can't convert from BSON type ${typeName(value)} to String`)
}

function part<T>(items: T[], from: unknown, count: unknown): T[] {
  const [start, length] = [toNumber(from), toNumber(count)]
  if (!(start >= 0))
    throw new StoreError('Location34452', 'the starting index must be a number, 0 or more')
  return length < 0 ? items.slice(start) : items.slice(start, start + length)
}

function substrBytes(value: unknown, from: unknown, count: unknown): string {
  const bytes = [...Buffer.from(lettered(value))]
  if (toNumber(from) < 0)
    throw new StoreError('Location50752', '$substrBytes: the starting index must be non-negative')
  const found = Buffer.from(part(bytes, from, count))
  const text = found.toString()
  if (text.includes('�'))
    throw new StoreError('Location28656', '$substrBytes: the range splits a character in two')
  return text
}

function trimmed(input: unknown, chars: unknown, left: boolean, right: boolean): unknown {
  if (!isGiven(input) || chars === null) return null
  const letters = [...needed('$trim', input)]
  const cut = new Set(chars === undefined ? BLANKS : needed('$trim', chars))
  const keeps = (letter: string) => !cut.has(letter)
  const start = left ? letters.findIndex(keeps) : 0
  const end = right ? letters.findLastIndex(keeps) + 1 : letters.length
  return start < 0 ? '' : letters.slice(start, end).join('')
}

const BLANKS =
  '\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a'
