import { type Request, type Response, Router } from 'express'
import { authorize, signedIn } from '../auth/current.ts'
import { Conflict } from '../errors.ts'
import { checkAudience } from '../groups/audience.ts'
import { checkMove } from '../groups/moving.ts'
import { check, parse } from '../http/parse.ts'
import { language } from '../http/preferences.ts'
import { againOnInvalid, changed, created, respond, wantsJson } from '../http/respond.ts'
import { uploadsOf } from '../http/uploads.ts'
import { createResource } from './actions.ts'
import { flashAfterSave } from './after-save.ts'
import { audiencesFor, choicesOf, openSections, startResourceForm, stepRows } from './edit-form.ts'
import { resourceForm, startedFromForm } from './forms.ts'
import { canWrite, stateAfterSave } from './policy.ts'
import { presented } from './queries.ts'
import { saveVersion, writerOf } from './saving.ts'
import { editable, editorsOnly, writersOnly } from './seen.ts'
import { reshapesSteps } from './step-rows.ts'

/** Writing a resource, and editing it. */
export const writingRoutes = Router()

writingRoutes.get('/nouvelle', showNew)
writingRoutes.post(
  ['/', '/nouvelle'],
  writersOnly,
  againOnInvalid(showNew),
  uploadsOf(),
  async (req, res) => {
    if (reshapesSteps(req)) return showNew(req, res)
    const input = parse(resourceForm, req)
    checkAudience(signedIn(req), input.audience)
    const writer = await writerOf(signedIn(req), input)
    const resource = await createResource(writer, input, req.uploads)
    created(req, res, await presented(resource, language(res)))
  },
)

writingRoutes.get('/:slug/modifier', showEdit)
writingRoutes.post(
  '/:slug/modifier',
  editorsOnly,
  againOnInvalid(showEdit),
  uploadsOf(),
  async (req, res) => {
    if (reshapesSteps(req)) return showEdit(req, res)
    try {
      const resource = await save(req)
      changed(req, res, await presented(resource, language(res)), flashAfterSave(req, resource))
    } catch (failure) {
      if (!(failure instanceof Conflict) || wantsJson(req)) throw failure
      await showConflict(req, res)
    }
  },
)

/** What a script does not name stays as it is; a form names every field. */
async function save(req: Request) {
  const resource = await editable(req)
  const { version } = parse(startedFromForm, req)
  const input = check(resourceForm, { ...resource, change: '', ...req.body })
  if (input.audience !== resource.audience) await checkMove(signedIn(req), resource, input.audience)
  return saveVersion(signedIn(req), resource, input, req.uploads, version)
}

/** Somebody saved in between: what was typed is shown again, to compare and then save over theirs. */
async function showConflict(req: Request, res: Response) {
  const { version } = await editable(req)
  const message = res.locals.t('library.changedMeanwhile')
  const values = { ...req.body, version }
  res.locals.form = { values, errors: {}, list: [{ target: '', message }], stale: true }
  res.status(409)
  await showEdit(req, res)
}

async function showNew(req: Request, res: Response) {
  authorize(canWrite(signedIn(req)))
  startResourceForm(req, res)
  await showForm(req, res, 'resources/new', 'library.newTitle', {})
}

async function showEdit(req: Request, res: Response) {
  const resource = await editable(req)
  startResourceForm(req, res, resource)
  const data = await presented(resource, language(res))
  await showForm(req, res, 'resources/edit', 'library.editTitle', data)
}

async function showForm(req: Request, res: Response, view: string, title: string, data: object) {
  const viewer = signedIn(req)
  await respond(req, res, {
    view,
    data,
    also: {
      choices: { ...choicesOf(res), audiences: await audiencesFor(viewer, res) },
      rows: stepRows(req, res),
      open: openSections(req, res),
      inReview: stateAfterSave(viewer) === 'review',
    },
    page: {
      title: res.locals.t(title),
      nav: 'ressources',
      scripts: ['steps.js', 'uploads.js'],
    },
  })
}
