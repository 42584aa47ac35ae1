import { Int32 } from 'bson'
import { StoreError } from '../errors.ts'
import { searcher, toRegExp, translated } from '../regex.ts'
import { typeName } from '../types.ts'
import { isRegex } from '../values.ts'
import { isNothing, named, type Operator } from './operator.ts'

/** Text looked through by regular expressions, by Perl's rules. */
export const REGEXES: Record<string, Operator> = {
  $regexMatch: named(['input', 'regex'], ['options'], (input, regex, options) => {
    const pattern = patternOf('$regexMatch', input, regex, options)
    return pattern ? searcher(pattern)(String(input)) : false
  }),
  $regexFind: named(['input', 'regex'], ['options'], (input, regex, options) => {
    const pattern = patternOf('$regexFind', input, regex, options)
    const match = pattern ? translated(pattern).exec(String(input)) : null
    return match && shown(match)
  }),
  $regexFindAll: named(['input', 'regex'], ['options'], (input, regex, options) => {
    const pattern = patternOf('$regexFindAll', input, regex, options)
    if (!pattern) return []
    const { source, flags } = translated(pattern)
    return Array.from(String(input).matchAll(new RegExp(source, `${flags}g`)), shown)
  }),
}

function patternOf(
  name: string,
  input: unknown,
  regex: unknown,
  options: unknown,
): RegExp | undefined {
  if (!isNothing(input) && typeof input !== 'string')
    throw new StoreError('Location51104', `${name} needs 'input' to be of type string`)
  if (!isNothing(regex) && typeof regex !== 'string' && !isRegex(regex))
    throw new StoreError(
      'Location51105',
      `${name} needs 'regex' to be of type string or regex, not ${typeName(regex)}`,
    )
  return isNothing(input) || isNothing(regex) ? undefined : toRegExp(regex, options)
}

function shown(match: RegExpExecArray): object {
  const [text, ...captures] = match
  return {
    match: text,
    idx: new Int32([...match.input.slice(0, match.index)].length),
    captures: captures.map(capture => capture ?? null),
  }
}
