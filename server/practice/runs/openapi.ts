import { z } from 'zod'
import { OUTCOMES } from '../../../models/words/run-report.ts'
import { byline, place } from '../../library/schemas.ts'
import { ANY_FILE } from '../../platform/attachments/openapi.ts'
import {
  changes,
  count,
  creates,
  id,
  listOf,
  maybe,
  moment,
  type Operation,
  reads,
  removes,
} from '../../platform/openapi/operation.ts'
import { runForm, today } from './forms.ts'

const date = z.string().meta({ format: 'date' })

const run = z
  .object({
    id,
    url: z.string(),
    member: maybe(byline),
    space: maybe(place),
    day: date,
    headcount: count,
    minutes: maybe(count),
    publics: z.array(z.string()),
    outcome: maybe(z.enum(OUTCOMES)),
    changes: z.string(),
    body: z.string(),
    html: z.string(),
    photo: maybe(z.object({ url: z.string(), alt: z.string(), width: count, height: count })),
    createdAt: moment,
    editedAt: maybe(moment),
  })
  .meta({ id: 'RunReport' })

const SEANCES = '/ressources/:slug/seances'

/** They stand with those of the library. */
export const runOperations: Operation[] = [
  reads('listRuns', SEANCES, { answer: listOf(run) }),
  creates('tellRun', SEANCES, {
    form: runForm,
    answer: run,
    example: {
      body: {
        ...{ day: today(), headcount: 7, minutes: 100, publics: ['seniors'], outcome: 'well' },
        ...{ changes: 'Une pause au milieu.', body: 'Les pochettes ont **tout** débloqué.' },
      },
    },
  }),
  reads('readRun', `${SEANCES}/:id`, { answer: run }),
  reads('readRunPhoto', `${SEANCES}/:id/photo`, { answer: ANY_FILE }),
  changes('editRun', `${SEANCES}/:id/modifier`, {
    form: runForm,
    keeps: true,
    answer: run,
    example: { body: { headcount: 8 } },
  }),
  removes('removeRun', `${SEANCES}/:id/suppression`),
]
