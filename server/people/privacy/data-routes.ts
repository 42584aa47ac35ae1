import { type Request, type Response, Router } from 'express'
import type { DataExportRecord } from '../../../models/data-export.ts'
import { Member } from '../../../models/member.ts'
import { record } from '../../platform/audit/record.ts'
import { sendFile } from '../../platform/files/download.ts'
import { parse } from '../../platform/http/parse.ts'
import { language, localPath } from '../../platform/http/preferences.ts'
import { changed, respond, wantsJson } from '../../platform/http/respond.ts'
import { neverStored } from '../../platform/http/security.ts'
import { services } from '../../platform/services.ts'
import { formatBytes, formatDay } from '../../platform/time/format.ts'
import { found, signedIn } from '../../platform/who/current.ts'
import { noteRead } from '../members/consents.ts'
import { askForExport, exportOf } from './export/actions.ts'
import { newsForm } from './forms.ts'
import { EXPORT_DAYS } from './terms.ts'

/** `/compte/donnees`: what the network keeps of me, to take away. No token reaches it. */
export const dataRoutes = Router()

export const DATA = '/compte/donnees'

dataRoutes.use(neverStored, (req, _res, next) => {
  signedIn(req)
  next()
})

dataRoutes.get('/', showData)

dataRoutes.post('/', async (req, res) => {
  const viewer = signedIn(req)
  const now = new Date()
  const asked = await askForExport(viewer.id, language(res), now)
  if (asked.askedAt.getTime() === now.getTime())
    await record(viewer, 'member.dataAsked', { kind: 'member', id: viewer.id })
  if (wantsJson(req)) res.status(202).json(presentExport(asked))
  else changed(req, res, { url: DATA }, 'dataAsked')
})

dataRoutes.get('/archive.zip', async (req, res) => {
  const ready = await exportOf(signedIn(req).id)
  found(ready, ready?.state === 'ready' && ready.endsAt > new Date())
  const { key, size } = found(ready)
  const name = `${signedIn(req).slug}.zip`
  const store = services().files
  await sendFile(res, { store, key, name, mime: 'application/zip', size, etag: key }, req)
})

/** « Compris » under the line that tells of a change. */
dataRoutes.post('/lu', async (req, res) => {
  await noteRead(signedIn(req).id)
  changed(req, res, { url: localPath(parse(newsForm, req).retour, DATA) })
})

async function showData(req: Request, res: Response) {
  const viewer = signedIn(req)
  const [asked, member] = await Promise.all([
    exportOf(viewer.id),
    Member.findById(viewer.id, 'consents').lean(),
  ])
  const consents = (member?.consents ?? []).map(({ page, version, at }) => ({
    ...{ page, version, at: at.toISOString() },
  }))
  const data = { url: DATA, export: asked && presentExport(asked), consents }
  const spoken = language(res)
  await respond(req, res, {
    view: 'privacy/data',
    data,
    also: {
      days: EXPORT_DAYS,
      shown: asked && shownExport(asked, res),
      rows: consents.map(one => ({ ...one, day: formatDay(new Date(one.at), spoken) })),
    },
    page: { title: res.locals.t('privacy.dataTitle'), nav: 'compte' },
  })
}

function presentExport({ state, askedAt, readyAt, endsAt, size }: DataExportRecord) {
  const ready = state === 'ready'
  return {
    ...{ state, url: ready ? `${DATA}/archive.zip` : DATA, size: ready ? size : null },
    ...{ askedAt: askedAt.toISOString(), readyAt: readyAt?.toISOString() ?? null },
    endsAt: endsAt.toISOString(),
  }
}

function shownExport({ state, askedAt, endsAt, size }: DataExportRecord, res: Response) {
  const spoken = language(res)
  return {
    ready: state === 'ready',
    again: askedAt.getTime() <= Date.now() - 24 * 3600_000,
    size: formatBytes(size, spoken),
    ...{ day: formatDay(askedAt, spoken), until: formatDay(endsAt, spoken) },
  }
}
