import { Long } from 'bson'
import { StoreError } from '../errors.ts'
import { getAt } from '../paths.ts'
import { type Doc, isDoc, own, setField } from '../values.ts'
import type { Stage } from './arguments.ts'

interface Unwinding {
  path: string[]
  index: string | undefined
  preserve: boolean
}

/** `$unwind`: a document for each element of an array; what is no array counts as its one element. */
export function compileUnwind(spec: unknown): Stage {
  const unwinding = parse(spec)
  return function* (documents) {
    for (const document of documents) yield* unwound(document, unwinding)
  }
}

function* unwound(document: Doc, { path, index, preserve }: Unwinding): Iterable<Doc> {
  const value = getAt(document, path.join('.'))
  if (Array.isArray(value) && value.length > 0) {
    for (const [i, item] of value.entries())
      yield indexed(replaced(document, path, item), index, Long.fromNumber(i))
  } else if (value !== undefined && value !== null && !Array.isArray(value)) {
    yield indexed(document, index, null)
  } else if (preserve) {
    yield indexed(
      Array.isArray(value) ? replaced(document, path, undefined) : document,
      index,
      null,
    )
  }
}

function replaced(document: Doc, [part = '', ...rest]: string[], value: unknown): Doc {
  const out = { ...document }
  const below = own(out, part)
  const next = rest.length === 0 ? value : isDoc(below) ? replaced(below, rest, value) : below
  if (next === undefined) delete out[part]
  else setField(out, part, next)
  return out
}

function indexed(document: Doc, field: string | undefined, at: Long | null): Doc {
  if (field === undefined) return document
  const out = { ...document }
  setField(out, field, at)
  return out
}

function parse(spec: unknown): Unwinding {
  const { path, includeArrayIndex, preserveNullAndEmptyArrays, ...rest } = isDoc(spec)
    ? spec
    : { path: spec }
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined)
    throw new StoreError('Location28811', `unrecognized option to $unwind stage: ${unknown}`)
  if (typeof path !== 'string')
    throw new StoreError('Location28808', 'expected a string as the path for $unwind stage')
  if (!path.startsWith('$'))
    throw new StoreError(
      'Location28818',
      `path option to $unwind stage should be prefixed with a '$': ${path}`,
    )
  if (typeof includeArrayIndex === 'string' && includeArrayIndex.startsWith('$'))
    throw new StoreError(
      'Location28822',
      `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${includeArrayIndex}`,
    )
  return {
    path: path.slice(1).split('.'),
    index: typeof includeArrayIndex === 'string' ? includeArrayIndex : undefined,
    preserve: preserveNullAndEmptyArrays === true,
  }
}
