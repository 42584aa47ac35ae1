import { StoreError } from '../errors.ts'
import { type Doc, isDoc } from '../values.ts'

/** A stage made ready: documents (BSON types kept) in, documents out. */
export type Stage = (documents: Iterable<Doc>) => Iterable<Doc>

/** The stages of a pipeline argument: documents of one field. */
export function stagesOf(value: unknown): Doc[] {
  if (!Array.isArray(value))
    throw new StoreError('TypeMismatch', "'pipeline' option must be specified as an array")
  return value.map(stage => {
    if (!isDoc(stage))
      throw new StoreError('TypeMismatch', "Each element of the 'pipeline' array must be an object")
    if (Object.keys(stage).length !== 1)
      throw new StoreError(
        'Location40323',
        'A pipeline stage specification object must contain exactly one field.',
      )
    return stage
  })
}
