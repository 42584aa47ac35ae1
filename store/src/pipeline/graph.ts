import { Long } from 'bson'
import { StoreError } from '../errors.ts'
import { compileExpression } from '../expressions/compile.ts'
import { encodeKey } from '../keys.ts'
import { type Doc, isDoc, isNumeric, setField, toNumber } from '../values.ts'
import { only, type Read, type Stage } from './arguments.ts'
import { localValues } from './lookup.ts'

/** `$graphLookup`: what is reached from the start, step by step, each document once. */
export function compileGraphLookup(spec: unknown, read: Read | undefined): Stage {
  const {
    from,
    startWith,
    connectFromField,
    connectToField,
    as,
    maxDepth,
    depthField,
    restrictSearchWithMatch,
    ...rest
  } = isDoc(spec) ? spec : {}
  only('$graphLookup', rest)
  if (
    ![from, connectFromField, connectToField, as].every(each => typeof each === 'string') ||
    startWith === undefined
  )
    throw new StoreError(
      'Location40105',
      "$graphLookup requires 'from', 'as', 'startWith', 'connectFromField', and 'connectToField' to be specified.",
    )
  const start = compileExpression(startWith)
  const search = {
    read: (values: unknown[]) => {
      const step = { [String(connectToField)]: { $in: values } }
      const filter = isDoc(restrictSearchWithMatch)
        ? { $and: [step, restrictSearchWithMatch] }
        : step
      return read?.(String(from), filter) ?? []
    },
    via: String(connectFromField),
    most: isNumeric(maxDepth) ? toNumber(maxDepth) : Number.POSITIVE_INFINITY,
    depthField: typeof depthField === 'string' ? depthField : undefined,
  }
  return function* (documents) {
    for (const document of documents) {
      const out = { ...document }
      setField(out, String(as), reached(search, [start({ root: document, variables: {} })].flat()))
      yield out
    }
  }
}

interface Search {
  read: (values: unknown[]) => Iterable<Doc>
  via: string
  most: number
  depthField: string | undefined
}

function reached({ read, via, most, depthField }: Search, start: unknown[]): Doc[] {
  const found = new Map<string, Doc>()
  let values: unknown[] = start.filter(value => value !== undefined)
  for (let depth = 0; depth <= most && values.length > 0; depth++) {
    const next: unknown[] = []
    for (const document of read(values)) {
      const key = encodeKey([document._id]).toString('latin1')
      if (found.has(key)) continue
      const shown = { ...document }
      if (depthField !== undefined) setField(shown, depthField, Long.fromNumber(depth))
      found.set(key, shown)
      next.push(...localValues(document, via).filter(value => value !== null))
    }
    values = next
  }
  return [...found.values()]
}
