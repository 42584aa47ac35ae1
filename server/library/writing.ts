import { type Request, type Response, Router } from 'express'
import type { Types } from 'mongoose'
import type { DraftRecord } from '../../models/draft.ts'
import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { checkMove } from '../people/groups/moving.ts'
import { Conflict } from '../platform/errors.ts'
import { once } from '../platform/http/once.ts'
import { check, parse } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { againOnInvalid, changed, created, respond, wantsJson } from '../platform/http/respond.ts'
import { uploadsOf } from '../platform/http/uploads.ts'
import { checkAudience } from '../platform/who/audience.ts'
import { authorize, signedIn } from '../platform/who/current.ts'
import { createResource } from './actions.ts'
import { flashAfterSave } from './after-save.ts'
import { beginDraft, saveDraft } from './drafts/actions.ts'
import { addFilesToDraft } from './drafts/files.ts'
import { draftForm } from './drafts/forms.ts'
import { mergeRoutes, showMerge } from './drafts/merge-routes.ts'
import { othersWriting } from './drafts/others.ts'
import { draftOfForm, draftOn, ownDraft } from './drafts/own.ts'
import { publishWith } from './drafts/publishing.ts'
import { presentedDraft } from './drafts/queries.ts'
import { typedValues } from './drafts/typed.ts'
import { audiencesFor, choicesOf, openSections, startResourceForm, stepRows } from './edit-form.ts'
import { resourceForm, startedFromForm } from './forms.ts'
import { canEdit, canRead, canWrite, stateAfterSave } from './policy.ts'
import { presented, resourceBySlug } from './queries.ts'
import { saveVersion, writerOf } from './saving.ts'
import { editable, editorsOnly, writersOnly } from './seen.ts'
import { reshapesSteps } from './step-rows.ts'

/** Writing a resource, and editing it. */
export const writingRoutes = Router()

writingRoutes.get(['/nouvelle', '/brouillons/:id'], showNew)
writingRoutes.post(
  ['/', '/nouvelle'],
  writersOnly,
  againOnInvalid(showNew),
  uploadsOf(),
  async (req, res) => {
    if (reshapesSteps(req)) return showNew(req, res)
    const input = parse(resourceForm, req)
    checkAudience(signedIn(req), input.audience)
    const resource = await once(req, {
      find: sameResource,
      make: async () => {
        const writer = await writerOf(signedIn(req), input)
        return publishWith(await draftOfForm(req), input, brought =>
          createResource(writer, input, req.uploads, {}, brought),
        )
      },
    })
    created(req, res, await presented(resource, language(res)))
  },
)

writingRoutes.use(mergeRoutes)

writingRoutes.get('/:slug/modifier', showEdit)
writingRoutes.post(
  '/:slug/modifier',
  editorsOnly,
  againOnInvalid(showEdit),
  uploadsOf(),
  async (req, res) => {
    if (reshapesSteps(req)) return showEdit(req, res)
    try {
      const resource = await once(req, { find: sameResource, make: () => save(req) })
      changed(req, res, await presented(resource, language(res)), flashAfterSave(req, resource))
    } catch (failure) {
      if (!(failure instanceof Conflict) || wantsJson(req)) throw failure
      await showConflict(req, res)
    }
  },
)

function sameResource(_id: Types.ObjectId) {
  return Resource.findById(_id).lean<ResourceRecord>()
}

/** What a script does not name stays as it is; a form names every field. */
async function save(req: Request) {
  const resource = await editable(req)
  const { version } = parse(startedFromForm, req)
  const input = check(resourceForm, { ...resource, change: '', ...req.body })
  if (input.audience !== resource.audience) await checkMove(signedIn(req), resource, input.audience)
  return publishWith(await draftOfForm(req), input, brought =>
    saveVersion(signedIn(req), resource, input, req.uploads, version, brought),
  )
}

/** Somebody saved in between: what was typed is kept, and both are shown side by side. */
async function showConflict(req: Request, res: Response) {
  const resource = await editable(req)
  const said = parse(draftForm, req)
  const known = await draftOfForm(req)
  const values = typedValues(req.body)
  const draft = known
    ? await saveDraft(known, values)
    : await beginDraft(signedIn(req), values, said, resource)
  const whole = await addFilesToDraft(draft, req.uploads ?? [])
  res.status(409)
  await showMerge(req, res, resource, whole)
}

async function showNew(req: Request, res: Response) {
  authorize(canWrite(signedIn(req)))
  const draft = req.params.id ? await ownDraft(req) : await draftOfForm(req)
  const resource = draft?.resource && (await Resource.findById(draft.resource, 'slug').lean())
  if (req.method === 'GET' && resource && (await mayContinue(req, resource.slug)))
    return res.redirect(303, `/ressources/${resource.slug}/modifier`)
  startResourceForm(req, res, undefined, draft)
  const data = draft ? await presentedDraft(draft, signedIn(req), language(res)) : {}
  await showForm(req, res, 'resources/new', 'library.newTitle', data, draft)
}

/** A draft of what its writer may no more change is still theirs: it can become a resource of its own. */
async function mayContinue(req: Request, slug: string) {
  const resource = await resourceBySlug(slug)
  return canRead(signedIn(req), resource) && canEdit(signedIn(req), resource)
}

async function showEdit(req: Request, res: Response) {
  const resource = await editable(req)
  const draft = await draftOn(req, resource)
  startResourceForm(req, res, resource, draft)
  const data = await presented(resource, language(res))
  await showForm(req, res, 'resources/edit', 'library.editTitle', data, draft, resource)
}

async function showForm(
  req: Request,
  res: Response,
  view: string,
  title: string,
  data: object,
  draft?: DraftRecord,
  resource?: ResourceRecord,
) {
  const viewer = signedIn(req)
  await respond(req, res, {
    view,
    data,
    also: {
      choices: { ...choicesOf(res), audiences: await audiencesFor(viewer, res) },
      rows: stepRows(req, res),
      open: openSections(req, res),
      inReview: stateAfterSave(viewer) === 'review',
      draft: draft && (await presentedDraft(draft, viewer, language(res))),
      written: draft?.writtenAt ?? 0,
      notes: draft?.notes.map(note => noteInWords(note, res)),
      behind: resource && draft && resource.version !== draft.baseVersion,
      others: resource ? await othersWriting(resource, viewer, language(res)) : [],
    },
    page: {
      title: res.locals.t(title),
      nav: 'ressources',
      scripts: ['steps.js', 'editor.js', 'uploads.js'],
    },
  })
}

/** What an import could not take: its code, and the names that follow it. */
function noteInWords(note: string, res: Response) {
  const [code = '', names = ''] = note.split(/: (.*)/s)
  return res.locals.t(`writing.notes.${code}`, { names })
}
