import { Double } from 'bson'
import { StoreError } from '../errors.ts'
import { sortBy, sortSpec } from '../sorting.ts'
import { type Doc, isDoc, isNumeric, isRegex, isTrue, own, setField, toNumber } from '../values.ts'
import { ARITHMETIC } from './arithmetic.ts'
import { ARRAYS } from './arrays.ts'
import { BITWISE } from './bitwise.ts'
import { CONVERSIONS } from './conversions.ts'
import { DATE_ARITHMETIC } from './datearithmetic.ts'
import { DATE_PARSE } from './dateparse.ts'
import { DATE_PARTS } from './dateparts.ts'
import { DATES } from './dates.ts'
import { DOCUMENTS } from './documents.ts'
import type { Evaluate, Operator, Scope } from './operator.ts'
import { REGEXES } from './regexes.ts'
import { SEVERAL } from './several.ts'
import { STATISTICS } from './statistics.ts'
import { STRINGS } from './strings.ts'
import { TRIGONOMETRY } from './trigonometry.ts'

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
  const given = argumentsOf(name, operator, argument)
  if (!operator.names && (given.length < operator.least || given.length > operator.most))
    throw new StoreError(
      'Location16020',
      `Expression ${name} takes ${amount(operator)} arguments. ${given.length} were passed in.`,
    )
  const compiled = given.map(each => compileExpression(each, known))
  return scope => operator.work(...compiled.map(evaluate => evaluate(scope)))
}

function argumentsOf(name: string, { names }: Operator, argument: unknown): unknown[] {
  if (names) return fields(name, argument, names.needed, names.optional)
  return Array.isArray(argument) ? argument : [argument]
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
  $switch: (argument, known) => {
    const [branches, other] = fields('$switch', argument, ['branches'], ['default'])
    const cases = (Array.isArray(branches) ? branches : []).map(branch =>
      fields('$switch', branch, ['case', 'then']).map(each => compileExpression(each, known)),
    )
    const otherwise = other === undefined ? undefined : compileExpression(other, known)
    return scope => {
      const found = cases.find(([test]) => isTrue(test?.(scope)))
      if (found) return found[1]?.(scope)
      if (otherwise) return otherwise(scope)
      throw new StoreError(
        'Location40066',
        '$switch could not find a matching branch for an input, and no default was specified.',
      )
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
  $let: (argument, known) => {
    const [vars, inner] = fields('$let', argument, ['vars', 'in'])
    const bound = object(isDoc(vars) ? vars : {}, known)
    const names = [...known, ...Object.keys(isDoc(vars) ? vars : {})]
    const body = compileExpression(inner, names)
    return scope => body(within(scope, bound(scope)))
  },
  $map: (argument, known) => {
    const [input, body, as = 'this'] = fields('$map', argument, ['input', 'in'], ['as'])
    const each = compileExpression(body, [...known, String(as)])
    return overArray('$map', compileExpression(input, known), (items, scope) =>
      items.map(item => each(within(scope, { [String(as)]: item })) ?? null),
    )
  },
  $filter: (argument, known) => {
    const [input, cond, as = 'this', limit] = fields(
      '$filter',
      argument,
      ['input', 'cond'],
      ['as', 'limit'],
    )
    const test = compileExpression(cond, [...known, String(as)])
    const most = compileExpression(limit, known)
    return overArray('$filter', compileExpression(input, known), (items, scope) => {
      const kept = items.filter(item => isTrue(test(within(scope, { [String(as)]: item }))))
      const count = most(scope)
      return isNumeric(count) ? kept.slice(0, toNumber(count)) : kept
    })
  },
  $reduce: (argument, known) => {
    const [input, start, body] = fields('$reduce', argument, ['input', 'initialValue', 'in'])
    const each = compileExpression(body, [...known, 'this', 'value'])
    const first = compileExpression(start, known)
    return overArray('$reduce', compileExpression(input, known), (items, scope) =>
      items.reduce(
        (value: unknown, item) => each(within(scope, { this: item, value })) ?? null,
        first(scope),
      ),
    )
  },
  $sortArray: (argument, known) => {
    const [input, by] = fields('$sortArray', argument, ['input', 'sortBy'])
    const spec = isDoc(by) ? sortSpec(by) : sortSpec({ value: by })
    return overArray('$sortArray', compileExpression(input, known), items =>
      sortBy([...items], spec, item => (isDoc(by) ? (isDoc(item) ? item : {}) : { value: item })),
    )
  },
  $getField: (argument, known) => {
    const [field, input] =
      isDoc(argument) && 'field' in argument
        ? fields('$getField', argument, ['field'], ['input'])
        : [argument, undefined]
    const from = compileExpression(input ?? '$$CURRENT', known)
    const name = compileExpression(field, known)
    return scope => {
      const document = from(scope)
      const key = name(scope)
      if (typeof key !== 'string')
        throw new StoreError('Location5654602', '$getField requires that field be a string')
      if (document === null) return null
      return isDoc(document) ? own(document, key) : undefined
    }
  },
  $rand: () => () => new Double(Math.random()),
}

const OPERATORS: Record<string, Operator> = {
  ...ARITHMETIC,
  ...TRIGONOMETRY,
  ...BITWISE,
  ...STATISTICS,
  ...ARRAYS,
  ...SEVERAL,
  ...DOCUMENTS,
  ...CONVERSIONS,
  ...STRINGS,
  ...REGEXES,
  ...DATES,
  ...DATE_PARTS,
  ...DATE_ARITHMETIC,
  ...DATE_PARSE,
}

/** What MongoDB has beside these. */
const NOT_DONE = new Set('$accumulator $function $meta $sampleRate $toHashedIndexKey'.split(' '))

function listed(argument: unknown, known: readonly string[]): Evaluate[] {
  const list = Array.isArray(argument) ? argument : [argument]
  return list.map(each => compileExpression(each, known))
}

function within(scope: Scope, variables: unknown): Scope {
  return { ...scope, variables: { ...scope.variables, ...(isDoc(variables) && variables) } }
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

function overArray(
  name: string,
  input: Evaluate,
  work: (items: unknown[], scope: Scope) => unknown,
): Evaluate {
  return scope => {
    const items = input(scope)
    if (items === null || items === undefined) return null
    if (!Array.isArray(items)) throw new StoreError('BadValue', `input to ${name} must be an array`)
    return work(items, scope)
  }
}
