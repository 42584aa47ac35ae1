import { type NextFunction, type Request, type Response, Router } from 'express'
import type { RunReportRecord } from '../../../models/run-report.ts'
import { seen } from '../../library/seen.ts'
import { noNewLinks } from '../../moderation/holding.ts'
import { noteRemoval } from '../../moderation/removals.ts'
import { sendFile } from '../../platform/files/download.ts'
import { check, parse } from '../../platform/http/parse.ts'
import {
  againOnInvalid,
  changed,
  created,
  pageFollows,
  removed,
  tellNext,
} from '../../platform/http/respond.ts'
import { uploadsOf } from '../../platform/http/uploads.ts'
import { services } from '../../platform/services.ts'
import { authorize, found, signedIn } from '../../platform/who/current.ts'
import { thingOfRun } from '../things.ts'
import * as actions from './actions.ts'
import { type RunInput, runForm } from './forms.ts'
import { showEditRun, showNewRun, showRun, showRuns } from './pages.ts'
import { canChangeRun, canTell } from './policy.ts'
import { presentOneRun, runsUrl } from './presenter.ts'
import { runOf } from './seen.ts'

/** « J'ai animé cette fiche »: for members, who tell one another what they would not tell everybody. */
export const runRoutes = Router()

runRoutes.use('/:slug/seances', (req, _res, next) => {
  signedIn(req)
  next()
})

runRoutes.get('/:slug/seances', showRuns)
runRoutes.get('/:slug/seances/nouvelle', showNewRun)
runRoutes.post(
  ['/:slug/seances', '/:slug/seances/nouvelle'],
  tellersOnly,
  againOnInvalid(showNewRun),
  uploadsOf({ maxFiles: 1 }),
  async (req, res) => {
    const resource = await tellable(req)
    const input = parse(runForm, req)
    await checkLinks(req, { member: signedIn(req).id, changes: '', body: '' }, input)
    const run = await actions.tellRun(signedIn(req), resource, input, req.uploads?.[0])
    if (pageFollows(req)) tellNext(req, 'runTold')
    created(req, res, await presentOneRun(run, resource))
  },
)

runRoutes.get('/:slug/seances/:id', showRun)
runRoutes.get('/:slug/seances/:id/photo', async (req, res) => {
  const { photo } = await runOf(req, await seen(req))
  const { key } = found(photo)
  const store = services().files
  const file = { store, key, name: 'seance.webp', mime: 'image/webp', etag: key, inline: true }
  await sendFile(res, { ...file, size: await store.size(key) }, req)
})

runRoutes.get('/:slug/seances/:id/modifier', showEditRun)
runRoutes.post(
  '/:slug/seances/:id/modifier',
  changersOnly,
  againOnInvalid(showEditRun),
  uploadsOf({ maxFiles: 1 }),
  async (req, res) => {
    const { resource, run } = await changeable(req)
    const input = check(runForm, await asAsked(req, run))
    await checkLinks(req, run, input)
    const saved = found(await actions.changeRun(run, input, req.uploads?.[0]))
    changed(req, res, await presentOneRun(saved, resource), 'saved')
  },
)

runRoutes.post('/:slug/seances/:id/suppression', async (req, res) => {
  const { resource, run } = await changeable(req)
  await actions.removeRun(run)
  await noteRemoval(thingOfRun(run, resource), signedIn(req))
  removed(req, res, runsUrl(resource), 'runRemoved')
})

async function tellable(req: Request) {
  const resource = await seen(req)
  authorize(canTell(signedIn(req), resource))
  return resource
}

/** Before anything is read from the request: nobody else's files are even received. */
async function tellersOnly(req: Request, _res: Response, next: NextFunction) {
  await tellable(req)
  next()
}

async function changersOnly(req: Request, _res: Response, next: NextFunction) {
  await changeable(req)
  next()
}

async function changeable(req: Request) {
  const resource = await seen(req)
  const run = await runOf(req, resource)
  authorize(canChangeRun(signedIn(req), run))
  return { resource, run }
}

/** What a script does not name stays as it is; a form names every field. */
async function asAsked(req: Request, run: RunReportRecord) {
  if (!req.is('json')) return req.body
  const resource = await seen(req)
  const { space, ...current } = await presentOneRun(run, resource)
  return { ...current, space: space?.url.split('/').at(-1), ...req.body }
}

type Words = { member: unknown; changes: string; body: string }

function checkLinks(req: Request, { member, ...before }: Words, after: RunInput) {
  const words = ({ changes, body }: { changes: string; body: string }) => ({
    body: `${changes}\n${body}`,
  })
  return noNewLinks(signedIn(req), { author: member, ...words(before) }, words(after))
}
