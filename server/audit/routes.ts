import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { AuditEntryRecord } from '../../models/audit-entry.ts'
import { ACTS } from '../../models/words/audit-entry.ts'
import { record } from '../platform/audit/record.ts'
import { NotFound } from '../platform/errors.ts'
import { listPage } from '../platform/http/lists.ts'
import { parseQuery } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { respond } from '../platform/http/respond.ts'
import { neverStored } from '../platform/http/security.ts'
import { signedIn, viewerOf } from '../platform/who/current.ts'
import { isAdmin } from '../platform/who/viewer.ts'
import { type JournalQuery, journalQuery } from './forms.ts'
import { withNames } from './people.ts'
import { journalRow, presentEntry } from './presenter.ts'
import { actors, entriesFor } from './queries.ts'

/** `/administration/journal`: who did what. Administrators read it; nobody writes it here. */
export const journalRoutes = Router()

const ADDRESS = '/administration/journal'

const adminsOnly: RequestHandler = (req, _res, next) => {
  if (!isAdmin(viewerOf(req))) throw new NotFound()
  next()
}

journalRoutes.use([ADDRESS, `${ADDRESS}.csv`], neverStored, adminsOnly)
journalRoutes.get(ADDRESS, showJournal)
journalRoutes.get(`${ADDRESS}.csv`, sendCsv)

async function showJournal(req: Request, res: Response) {
  const query = parseQuery(journalQuery, req)
  const address = addressOf(ADDRESS, query)
  const former = res.locals.t('audit.former')
  const list = await listPage(entriesFor(query), query.page, address, async entries =>
    (await withNames(entries, former)).map(presentEntry),
  )
  await respond(req, res, {
    view: 'audit/journal',
    data: list.data,
    also: {
      ...list.also,
      rows: list.data.items.map(entry => journalRow(entry, language(res))),
      query,
      csv: addressOf(`${ADDRESS}.csv`, query),
      actors: await actors(),
      acts: ACTS.map(act => ({ value: act, label: res.locals.t(`audit.acts.${act}`) })),
    },
    page: { title: res.locals.t('audit.title'), nav: 'administration' },
  })
}

/** The same entries as a table to keep. To take it out is an act as well. */
async function sendCsv(req: Request, res: Response) {
  const query = parseQuery(journalQuery, req)
  const { qui, acte, du, au } = query
  await record(
    signedIn(req),
    'journal.exported',
    { kind: 'journal', id: 'csv' },
    { qui, acte, du, au },
  )
  res.attachment('journal.csv').type('text/csv; charset=utf-8')
  const columns = [...COLUMNS]
  await pipeline(
    named(entriesFor(query).lean<AuditEntryRecord>().cursor(), res.locals.t('audit.former')),
    stringify({
      ...{ header: true, bom: true, columns, escape_formulas: true },
      cast: { date: date => date.toISOString() },
    }),
    res,
  )
}

/** A page at a time, so that names cost two queries for many entries. */
async function* named(entries: AsyncIterable<AuditEntryRecord>, former: string) {
  let batch: AuditEntryRecord[] = []
  for await (const entry of entries) {
    batch.push(entry)
    if (batch.length < 200) continue
    yield* await withNames(batch, former)
    batch = []
  }
  yield* await withNames(batch, former)
}

const COLUMNS = [
  ...['seq', 'at', 'actor', 'actorName', 'act', 'targetKind', 'targetId', 'targetLabel'],
  ...['details', 'previous', 'hash'],
] as const

function addressOf(path: string, { qui, acte, du, au }: JournalQuery) {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ qui, acte, du, au }))
    if (value) query.set(name, value)
  return query.size > 0 ? `${path}?${query}` : path
}
