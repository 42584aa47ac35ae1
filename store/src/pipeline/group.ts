import { StoreError } from '../errors.ts'
import { compileExpression } from '../expressions/compile.ts'
import type { Evaluate, Scope } from '../expressions/operator.ts'
import { encodeKey } from '../keys.ts'
import { type Doc, isDoc, setField } from '../values.ts'
import { type Accumulator, compileAccumulator } from './accumulators.ts'
import type { Stage } from './arguments.ts'

type Output = Accumulator & { field: string }

/** Groups documents by the value of `_id`, where 1 and 1.0 are one and a missing value is null. */
export function compileGroup(spec: unknown): Stage {
  if (!isDoc(spec))
    throw new StoreError('Location15947', "a group's fields must be specified in an object")
  if (!('_id' in spec))
    throw new StoreError('Location15955', 'a group specification must include an _id')
  const id = compileExpression(spec._id)
  const outputs = compileAccumulators(spec)
  return documents => grouped(documents, id, outputs)
}

/** The accumulated fields of a `$group`, or of the `output` of a `$bucket`. */
function compileAccumulators(spec: Doc): Output[] {
  return Object.entries(spec)
    .filter(([field]) => field !== '_id')
    .map(([field, accumulated]) => {
      const [name = '', ...more] = isDoc(accumulated) ? Object.keys(accumulated) : []
      if (!isDoc(accumulated) || !name.startsWith('$'))
        throw new StoreError('Location40234', `The field '${field}' must be an accumulator object`)
      if (more.length > 0)
        throw new StoreError('Location40238', `The field '${field}' must specify one accumulator`)
      if (field.includes('.'))
        throw new StoreError('Location40235', `The field name '${field}' cannot contain '.'`)
      return { field, ...compileAccumulator(name, accumulated[name]) }
    })
}

/** One document a group: its id, then what each accumulator makes of it. */
function* grouped(
  documents: Iterable<Doc>,
  id: Evaluate,
  outputs: readonly Output[],
): Generator<Doc> {
  const groups = new Map<string, { id: unknown; scopes: Scope[] }>()
  for (const root of documents) {
    const scope = { root, variables: {} }
    const value = id(scope) ?? null
    const key = encodeKey([value]).toString('latin1')
    const group = groups.get(key)
    if (group) group.scopes.push(scope)
    else groups.set(key, { id: value, scopes: [scope] })
  }
  for (const { id, scopes } of groups.values()) yield groupOf(id, scopes, outputs)
}

/** The document of one group. */
function groupOf(id: unknown, scopes: Scope[], outputs: readonly Output[]): Doc {
  const out: Doc = { _id: id }
  for (const { field, value, finish } of outputs) setField(out, field, finish(scopes.map(value)))
  return out
}
