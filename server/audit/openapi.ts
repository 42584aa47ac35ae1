import { z } from 'zod'
import {
  count,
  id,
  listOf,
  maybe,
  moment,
  type Operation,
  reads,
} from '../platform/openapi/operation.ts'
import { journalQuery } from './forms.ts'

const entry = z
  .object({
    ...{ id, url: z.string(), seq: count, at: moment, act: z.string(), hash: z.string() },
    actor: maybe(z.object({ id, name: z.string() })),
    target: z.object({ kind: z.string(), id, label: z.string() }),
    details: z.looseObject({}),
  })
  .meta({ id: 'AuditEntry' })

/** They stand with those of the administration. */
export const journalOperations: Operation[] = [
  reads('readJournal', '/administration/journal', { query: journalQuery, answer: listOf(entry) }),
  reads('exportJournal', '/administration/journal.csv', {
    query: journalQuery,
    answer: 'text/csv',
  }),
]
