import type { ResourceRecord } from '../../models/resource.ts'
import { averageWords } from '../library/average.ts'
import { dayWords, stateWords } from '../library/verification.ts'
import { type Language, translator } from '../platform/i18n/index.ts'
import { formatDuration } from '../platform/time/format.ts'
import { isMember, type Viewer, type Visitor } from '../platform/who/viewer.ts'
import { questionsOn } from '../threads/questions.ts'
import { canCheck } from './checks/policy.ts'
import { checksOf } from './checks/queries.ts'
import { canRate } from './ratings/policy.ts'
import { canTell } from './runs/policy.ts'
import { latestRuns, usualMinutes } from './runs/queries.ts'

const SHOWN_RUNS = 2
const SHOWN_CHECKS = 5
const SHOWN_QUESTIONS = 3
/** Told only when it is really another duration. */
const NEAR = 0.1

/** What others made of a resource, on its page: figures for everybody, words for members. */
export async function giveBackOf(
  resource: ResourceRecord,
  viewer: Viewer | Visitor,
  language: Language,
) {
  const member = isMember(viewer)
  const [latest, usual, checks] = await Promise.all([
    member ? latestRuns(resource, SHOWN_RUNS, language) : [],
    usualDuration(resource, language),
    checksOf(resource, SHOWN_CHECKS, language),
  ])
  return {
    runs: { ...runFigures(resource, language), latest, usual },
    check: { ...stateWords(resource, checks.by, language), word: checks.word },
    checks: checks.rows,
    rating: averageWords(resource, language),
    questions: await questionsOn(resource, viewer, SHOWN_QUESTIONS, language),
    member,
    can: {
      tell: canTell(viewer, resource),
      check: canCheck(viewer, resource),
      rate: canRate(viewer, resource),
    },
  }
}

function runFigures({ tally }: ResourceRecord, language: Language) {
  const t = translator(language)
  const { runs = 0, spaces = 0, lastRunOn } = tally ?? {}
  if (runs === 0) return { told: null, last: null }
  return {
    told: [
      t('runs.ran', { count: runs }),
      ...(spaces > 0 ? [t('runs.inSpaces', { count: spaces })] : []),
    ].join(', '),
    last: lastRunOn ? t('runs.last', { day: dayWords(lastRunOn, language) }) : null,
  }
}

async function usualDuration(resource: ResourceRecord, language: Language) {
  const usual = await usualMinutes(resource)
  const told = resource.durationMinutes
  if (!usual || !told || Math.abs(usual - told) <= told * NEAR) return null
  return formatDuration(usual, language)
}
