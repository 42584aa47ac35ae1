import { StoreError } from '../errors.ts'
import { type Doc, isDoc, isRegex, isTrue, own, setField } from '../values.ts'
import type { Evaluate, Operator } from './operator.ts'
import { COMPARISONS } from './values.ts'

/**
 * Compiles an aggregation expression. Values that are only passed on keep their BSON type, arithmetic gives the types that MongoDB
 * gives. `known` are the variables in reach. Throws InvalidPipelineOperator (168) for an operator that MongoDB has not, NotImplemented
 * for one that this store has not.
 */
export function compileExpression(expression: unknown, known: readonly string[] = []): Evaluate {
  if (typeof expression === 'string' && expression.startsWith('$')) return path(expression, known)
  if (Array.isArray(expression)) {
    const items = expression.map(item => compileExpression(item, known))
    return scope => items.map(item => item(scope) ?? null)
  }
  if (!isDoc(expression)) return () => expression
  const [first = '', ...more] = Object.keys(expression)
  if (!first.startsWith('$')) return object(expression, known)
  if (more.length > 0)
    throw new StoreError(
      'Location15983',
      `an object representing an expression must have exactly one field: ${Object.keys(expression).join(', ')}`,
    )
  return operation(first, expression[first], known)
}

/** Whether MongoDB has an expression of this name, done here or not. */
export function isExpression(name: string): boolean {
  return [SPECIAL, OPERATORS].some(each => Object.hasOwn(each, name)) || NOT_DONE.has(name)
}

/** The value at a path: through an array it is the array of what its documents have there. */
export function follow(value: unknown, parts: readonly string[], at = 0): unknown {
  const part = parts[at]
  if (part === undefined) return value
  if (Array.isArray(value))
    return value
      .map(item => (isDoc(item) ? follow(item, parts, at) : undefined))
      .filter(item => item !== undefined)
  return isDoc(value) ? follow(own(value, part), parts, at + 1) : undefined
}

function path(text: string, known: readonly string[]): Evaluate {
  const parts = text.replace(/^\$\$?/, '').split('.')
  if (parts.some(part => part === ''))
    throw new StoreError('Location15998', 'FieldPath field names may not be empty strings.')
  if (!text.startsWith('$$')) return ({ root }) => follow(root, parts)
  const [name = '', ...rest] = parts
  if ((name === 'ROOT' && !known.includes(name)) || (name === 'CURRENT' && !known.includes(name)))
    return ({ root }) => follow(root, rest)
  if (name === 'REMOVE') return () => undefined
  if (name === 'NOW') {
    const now = new Date()
    return () => now
  }
  if (!known.includes(name))
    throw new StoreError('Location17276', `Use of undefined variable: ${name}`)
  return ({ variables }) => follow(own(variables, name), rest)
}

function object(fields: Doc, known: readonly string[]): Evaluate {
  const compiled = Object.entries(fields).map(([key, value]): [string, Evaluate] => [
    key,
    compileExpression(value, known),
  ])
  return scope => {
    const out: Doc = {}
    for (const [key, evaluate] of compiled) {
      const value = evaluate(scope)
      if (value !== undefined) setField(out, key, value)
    }
    return out
  }
}

type Special = (argument: unknown, known: readonly string[]) => Evaluate

function operation(name: string, argument: unknown, known: readonly string[]): Evaluate {
  if (Object.hasOwn(SPECIAL, name)) return SPECIAL[name]?.(argument, known) ?? (() => null)
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined
  if (!operator) throw unknownOperator(name)
  const given = Array.isArray(argument) ? argument : [argument]
  if (given.length < operator.least || given.length > operator.most)
    throw new StoreError(
      'Location16020',
      `Expression ${name} takes ${amount(operator)} arguments. ${given.length} were passed in.`,
    )
  const compiled = given.map(each => compileExpression(each, known))
  return scope => operator.work(...compiled.map(evaluate => evaluate(scope)))
}

function unknownOperator(name: string): StoreError {
  return NOT_DONE.has(name)
    ? new StoreError('NotImplemented', `${name} is not supported by this store`)
    : new StoreError('InvalidPipelineOperator', `Unrecognized expression '${name}'`)
}

function amount({ least, most }: Operator): string {
  return least === most ? `exactly ${least}` : `at least ${least} arguments, and at most ${most}`
}

/** Operators that decide what of their argument is evaluated, and with which variables. */
const SPECIAL: Record<string, Special> = {
  $literal: value => () => value,
  $const: value => () => value,
  $expr: compileExpression,
  $cond: (argument, known) => {
    const parts = Array.isArray(argument)
      ? argument
      : fields('$cond', argument, ['if', 'then', 'else'])
    if (parts.length !== 3)
      throw new StoreError(
        'Location16020',
        `Expression $cond takes exactly 3 arguments. ${parts.length} were passed in.`,
      )
    const [test, yes, no] = parts.map(each => compileExpression(each, known))
    return scope => (isTrue(test?.(scope)) ? yes?.(scope) : no?.(scope))
  },
  $ifNull: (argument, known) => {
    const values = (Array.isArray(argument) ? argument : []).map(each =>
      compileExpression(each, known),
    )
    if (values.length < 2)
      throw new StoreError(
        'Location1257300',
        `$ifNull needs at least two arguments, had: ${values.length}`,
      )
    return scope => {
      let last: unknown
      for (const evaluate of values) {
        last = evaluate(scope)
        if (last !== null && last !== undefined) return last
      }
      return last
    }
  },
  $and: (argument, known) => {
    const tests = listed(argument, known)
    return scope => tests.every(test => isTrue(test(scope)))
  },
  $or: (argument, known) => {
    const tests = listed(argument, known)
    return scope => tests.some(test => isTrue(test(scope)))
  },
}

const OPERATORS: Record<string, Operator> = COMPARISONS

/** What MongoDB has beside these: nothing that stands on this store asks for it. */
const NOT_DONE = new Set(
  (
    '$abs $accumulator $acos $acosh $add $allElementsTrue $anyElementTrue $arrayElemAt ' +
    '$arrayToObject $asin $asinh $atan $atan2 $atanh $avg $binarySize $bitAnd $bitNot $bitOr ' +
    '$bitXor $bsonSize $ceil $concat $concatArrays $convert $cos $cosh $createObjectId ' +
    '$dateAdd $dateDiff $dateFromParts $dateFromString $dateSubtract $dateToParts ' +
    '$dateToString $dateTrunc $dayOfMonth $dayOfWeek $dayOfYear $degreesToRadians ' +
    '$deserializeEJSON $divide $encStrContains $exp $filter $first $firstN $floor $function ' +
    '$getField $hash $hexHash $hour $in $indexOfArray $indexOfBytes $indexOfCP $isArray ' +
    '$isNumber $isoDayOfWeek $isoWeek $isoWeekYear $last $lastN $let $ln $log $log10 $ltrim ' +
    '$map $max $maxN $median $mergeObjects $meta $millisecond $min $minN $minute $mod $month ' +
    '$multiply $objectToArray $percentile $pow $radiansToDegrees $rand $range $reduce ' +
    '$regexFind $regexFindAll $regexMatch $replaceAll $replaceOne $reverseArray $round $rtrim ' +
    '$sampleRate $second $serializeEJSON $setDifference $setEquals $setField $setIntersection ' +
    '$setIsSubset $setUnion $sigmoid $sin $sinh $size $slice $sortArray $split $sqrt ' +
    '$stdDevPop $stdDevSamp $strLenBytes $strLenCP $strcasecmp $substr $substrBytes $substrCP ' +
    '$subtract $sum $switch $tan $tanh $toBool $toDate $toDecimal $toDouble $toHashedIndexKey ' +
    '$toInt $toLong $toLower $toObjectId $toString $toUUID $toUpper $trim $trunc $tsIncrement ' +
    '$tsSecond $type $unsetField $week $year $zip'
  ).split(' '),
)

function listed(argument: unknown, known: readonly string[]): Evaluate[] {
  const list = Array.isArray(argument) ? argument : [argument]
  return list.map(each => compileExpression(each, known))
}

/** The values of an operator's named arguments, in this order; one that is missing or not known is refused. */
function fields(
  name: string,
  argument: unknown,
  needed: string[],
  optional: string[] = [],
): unknown[] {
  if (!isDoc(argument) || isRegex(argument))
    throw new StoreError('FailedToParse', `${name} only supports an object as its argument`)
  const names = [...needed, ...optional]
  const wrong =
    Object.keys(argument).find(key => !names.includes(key)) ??
    needed.find(key => argument[key] === undefined)
  if (wrong !== undefined)
    throw new StoreError(
      'FailedToParse',
      wrong in argument
        ? `Unrecognized argument to ${name}: ${wrong}`
        : `Missing '${wrong}' parameter to ${name}`,
    )
  return names.map(key => argument[key])
}
