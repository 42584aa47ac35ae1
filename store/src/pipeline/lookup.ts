import { StoreError } from '../errors.ts'
import { compileExpression } from '../expressions/compile.ts'
import { type Doc, isDoc, setField, valuesAt } from '../values.ts'
import { type Compile, only, type Read, type Stage, stagesOf } from './arguments.ts'

/** `$lookup`, by fields, by a pipeline with variables, or both. */
export function compileLookup(spec: unknown, read: Read | undefined, compile: Compile): Stage {
  const lookup = parseLookup(spec)
  const bindings = compileExpression(lookup.variables)
  compile(bound(lookup.pipeline, {}, Object.keys(lookup.variables)))
  return function* (documents) {
    for (const document of documents) {
      const variables = bindings({ root: document, variables: {} })
      const pipeline = bound(lookup.pipeline, variables, Object.keys(lookup.variables))
      const out = { ...document }
      setField(out, lookup.as, joined(lookup, pipeline, document, read, compile))
      yield out
    }
  }
}

function joined(
  { local, foreign, from }: Lookup,
  pipeline: Doc[],
  document: Doc,
  read: Read | undefined,
  compile: Compile,
): Doc[] {
  const [first, ...rest] = pipeline
  const matches = [
    ...(local !== undefined && foreign !== undefined
      ? [{ [foreign]: { $in: localValues(document, local) } }]
      : []),
    ...(isDoc(first?.$match) ? [first.$match] : []),
  ]
  const found = read?.(from, matches.length > 1 ? { $and: matches } : (matches[0] ?? {})) ?? []
  return [...compile(isDoc(first?.$match) ? rest : pipeline)(found)]
}

/** The values to look up: elements of an array one by one, null for a missing field. */
export function localValues(document: Doc, path: string): unknown[] {
  return valuesAt(document, path)
    .flat()
    .map(value => value ?? null)
}

function parseLookup(spec: unknown): Lookup {
  if (!isDoc(spec))
    throw new StoreError('FailedToParse', 'the $lookup specification must be an Object')
  const { from, as, localField, foreignField, pipeline, let: variables, ...rest } = spec
  only('$lookup', rest)
  if (typeof as !== 'string')
    throw new StoreError('FailedToParse', "must specify 'as' field for a $lookup")
  if (typeof from !== 'string')
    throw new StoreError('FailedToParse', "must specify 'from' field for a $lookup")
  if (
    (localField === undefined) !== (foreignField === undefined) ||
    (localField === undefined && pipeline === undefined)
  )
    throw new StoreError(
      'FailedToParse',
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    )
  return {
    from,
    as,
    local: typeof localField === 'string' ? localField : undefined,
    foreign: typeof foreignField === 'string' ? foreignField : undefined,
    pipeline: stagesOf(pipeline ?? []),
    variables: isDoc(variables) ? variables : {},
  }
}

/** A pipeline with `$$name` replaced by what the variable holds: everywhere but in literals and in what `$match` compares with. */
export function bound(pipeline: Doc[], values: unknown, names: string[]): Doc[] {
  const variables = isDoc(values) ? values : {}
  if (names.length === 0) return pipeline
  const replace = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith('$$')) return constant(value)
    if (Array.isArray(value)) return value.map(replace)
    if (!isDoc(value) || '$literal' in value) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        key === '$match' ? inMatch(item) : replace(item),
      ]),
    )
  }
  const constant = (text: string): unknown => {
    const [name = '', ...rest] = text.slice(2).split('.')
    if (!names.includes(name)) return text
    const value = variables[name] === undefined ? '$$REMOVE' : { $literal: variables[name] }
    return rest.length === 0 ? value : { $let: { vars: { [name]: value }, in: text } }
  }
  const inMatch = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inMatch)
    if (!isDoc(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        key === '$expr' ? replace(item) : inMatch(item),
      ]),
    )
  }
  return pipeline.map(stage => {
    const next = replace(stage)
    return isDoc(next) ? next : stage
  })
}

interface Lookup {
  from: string
  as: string
  local: string | undefined
  foreign: string | undefined
  pipeline: Doc[]
  variables: Doc
}
