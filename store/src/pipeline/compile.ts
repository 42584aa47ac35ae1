import { StoreError } from '../errors.ts'
import { type Doc, isDoc, setField } from '../values.ts'
import { type Compile, only, type Read, type Stage, stagesOf } from './arguments.ts'
import { compileBucketAuto } from './bucketauto.ts'
import { compileDensify } from './densify.ts'
import { compileFill } from './fill.ts'
import { compileGraphLookup } from './graph.ts'
import { compileLookup } from './lookup.ts'
import { compileRedact } from './redact.ts'
import { compileSetWindowFields } from './setwindowfields.ts'
import { STAGES } from './stages.ts'

/** What MongoDB has beside the stages of this store. */
const NOT_DONE = new Set(
  (
    '$changeStreamSplitLargeEvent $collStats $currentOp $documents $geoNear $indexStats $listLocalSessions ' +
    '$listSampledQueries $listSearchIndexes $listSessions $planCacheStats $search $searchMeta ' +
    '$shardedDataDistribution $vectorSearch'
  ).split(' '),
)

/** Stages of a file each. */
const OTHERS: Record<string, (spec: unknown) => Stage> = {
  $bucketAuto: compileBucketAuto,
  $densify: compileDensify,
  $fill: compileFill,
  $redact: compileRedact,
  $setWindowFields: compileSetWindowFields,
}

/**
 * Makes the stages of a pipeline ready: documents go through them one after another, values that are only passed on keep their BSON
 * type. `read` serves `$lookup` and `$unionWith`. Throws StoreError with MongoDB's codes, before any document is read.
 */
export function compilePipeline(pipeline: unknown, read?: Read): Stage {
  const stages = stagesOf(pipeline).map(stage => compileStage(stage, read))
  return documents => stages.reduce((passed, stage) => stage(passed), documents)
}

function compileStage(stage: Doc, read: Read | undefined): Stage {
  const [[name = '', spec] = []] = Object.entries(stage)
  const inner: Compile = pipeline => compilePipeline(pipeline, read)
  if (name === '$lookup') return compileLookup(spec, read, inner)
  if (name === '$graphLookup') return compileGraphLookup(spec, read)
  if (name === '$unionWith') return compileUnion(spec, read, inner)
  if (name === '$facet') return compileFacet(spec, inner)
  const stages = { ...STAGES, ...OTHERS }
  const compile = Object.hasOwn(stages, name) ? stages[name] : undefined
  if (compile) return compile(spec)
  if (name === '$changeStream')
    throw new StoreError(
      'Location40573',
      'The $changeStream stage is only supported on replica sets',
    )
  if (name === '$out' || name === '$merge')
    throw new StoreError('Location40601', `${name} can only be the final stage in the pipeline`)
  if (NOT_DONE.has(name))
    throw new StoreError('NotImplemented', `${name} is not supported by this store`)
  throw new StoreError('Location40324', `Unrecognized pipeline stage name: '${name}'`)
}

function compileFacet(spec: unknown, compile: Compile): Stage {
  if (!isDoc(spec) || Object.keys(spec).length === 0)
    throw new StoreError('Location40169', 'the $facet specification must be a non-empty object')
  const facets = Object.entries(spec).map(([name, pipeline]): [string, Stage] => {
    const inner = stagesOf(pipeline).flatMap(stage => Object.keys(stage))
    const wrong = inner.find(each => ['$facet', '$out', '$merge', '$changeStream'].includes(each))
    if (wrong)
      throw new StoreError(
        'Location40600',
        `${wrong} is not allowed to be used within a $facet stage`,
      )
    return [name, compile(pipeline)]
  })
  return function* (documents) {
    const all = [...documents]
    const out: Doc = {}
    for (const [name, stage] of facets) setField(out, name, [...stage(all)])
    yield out
  }
}

function compileUnion(spec: unknown, read: Read | undefined, compile: Compile): Stage {
  const { coll, pipeline, ...rest } = isDoc(spec) ? spec : { coll: spec }
  only('$unionWith', rest)
  if (typeof coll !== 'string')
    throw new StoreError('FailedToParse', '$unionWith must name a collection')
  const stage = compile(pipeline ?? [])
  return function* (documents) {
    yield* documents
    yield* stage(read?.(coll, {}) ?? [])
  }
}
