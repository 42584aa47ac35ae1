import { StoreError } from '../errors.ts'
import type { Doc } from '../values.ts'
import { type Stage, stagesOf } from './arguments.ts'
import { STAGES } from './stages.ts'

/** What MongoDB has beside the stages of this store: nothing that stands on it asks for them. */
const NOT_DONE = new Set(
  (
    '$bucket $bucketAuto $changeStreamSplitLargeEvent $collStats $currentOp $densify $documents $facet $fill $geoNear ' +
    '$graphLookup $indexStats $listLocalSessions $listSampledQueries $listSearchIndexes $listSessions $lookup $merge ' +
    '$out $planCacheStats $redact $sample $search $searchMeta $setWindowFields $shardedDataDistribution $sortByCount ' +
    '$unionWith $vectorSearch'
  ).split(' '),
)

/**
 * Makes the stages of a pipeline ready: documents go through them one after another, values that are only passed on keep their BSON
 * type. Throws StoreError with MongoDB's codes, before any document is read.
 */
export function compilePipeline(pipeline: unknown): Stage {
  const stages = stagesOf(pipeline).map(compileStage)
  return documents => stages.reduce((passed, stage) => stage(passed), documents)
}

function compileStage(stage: Doc): Stage {
  const [[name = '', spec] = []] = Object.entries(stage)
  const compile = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined
  if (compile) return compile(spec)
  if (name === '$changeStream')
    throw new StoreError(
      'Location40573',
      'The $changeStream stage is only supported on replica sets',
    )
  if (NOT_DONE.has(name))
    throw new StoreError('NotImplemented', `${name} is not supported by this store`)
  throw new StoreError('Location40324', `Unrecognized pipeline stage name: '${name}'`)
}
