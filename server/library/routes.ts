import { type NextFunction, type Request, type Response, Router } from 'express'
import type { ResourceRecord } from '../../models/resource.ts'
import { attachmentOf, sendAttachment } from '../attachments/send.ts'
import { authorize, found, signedIn, viewerOf } from '../auth/current.ts'
import { Conflict } from '../errors.ts'
import { contentDisposition } from '../files/names.ts'
import { askedAudience, checkAudience } from '../groups/audience.ts'
import { moveForm } from '../groups/forms.ts'
import { canMove, checkMove, noteMove } from '../groups/moving.ts'
import { audienceChoices, groupOf } from '../groups/queries.ts'
import { sendFresh } from '../http/fresh.ts'
import { check, parse } from '../http/parse.ts'
import { language } from '../http/preferences.ts'
import {
  againOnInvalid,
  changed,
  created,
  removed,
  respond,
  startForm,
  wantsJson,
} from '../http/respond.ts'
import { uploadsOf } from '../http/uploads.ts'
import type { Viewer, Visitor } from '../members/policy.ts'
import { canReport } from '../moderation/policy.ts'
import { noteArchived, noteEdited, notePublished } from '../moderation/resources.ts'
import { mustWait } from '../moderation/trust.ts'
import { services } from '../services.ts'
import * as actions from './actions.ts'
import { choicesOf, startResourceForm, stepRows, wantsMoreRows } from './edit-form.ts'
import { filtersOf } from './filters.ts'
import { type ResourceInput, readForm, resourceForm, startedFromForm } from './forms.ts'
import { asideOf, libraryPage } from './list.ts'
import { markdownFile } from './markdown-file.ts'
import { canArchive, canEdit, canPublish, canRead, canWrite, stateAfterSave } from './policy.ts'
import { pageOfResource, presentAttachments, resourceUrl, rightsOn } from './presenter.ts'
import { presented, RESOURCE_TOPICS, resourceBySlug } from './queries.ts'
import { showVersion, showVersions } from './versions.ts'

/** The library: activity sheets, technical guides, programmes, with their files and former versions. */
export const libraryRoutes = Router()

libraryRoutes.get('/', async (req, res) => {
  const viewer = viewerOf(req)
  const filters = filtersOf(req)
  const list = await libraryPage(filters, viewer, language(res))
  await respond(req, res, {
    view: 'resources/index',
    data: list.data,
    also: { ...list.also, aside: await asideOf(viewer), can: { write: canWrite(viewer) } },
    page: { title: res.locals.t('library.title'), nav: 'ressources', topics: RESOURCE_TOPICS },
  })
})

libraryRoutes.get('/nouvelle', showNew)
libraryRoutes.post(
  ['/', '/nouvelle'],
  writersOnly,
  againOnInvalid(showNew),
  uploadsOf(),
  async (req, res) => {
    if (wantsMoreRows(req)) return showNew(req, res)
    const input = parse(resourceForm, req)
    checkAudience(signedIn(req), input.audience)
    const writer = await writerOf(req, input)
    const resource = await actions.createResource(writer, input, req.uploads)
    created(req, res, await presented(resource, language(res)))
  },
)

libraryRoutes.get('/:slug.md', async (req, res) => {
  const resource = await seen(req)
  const { author, url } = await presented(resource, language(res))
  const body = markdownFile(resource, author, `${services().baseUrl}${url}`)
  res.setHeader('Content-Disposition', contentDisposition(`${resource.slug}.md`, 'attachment'))
  sendFresh(req, res, { type: 'text/markdown; charset=utf-8', body })
})

libraryRoutes.get('/:slug', showResource)

libraryRoutes.get('/:slug/modifier', showEdit)
libraryRoutes.post(
  '/:slug/modifier',
  editorsOnly,
  againOnInvalid(showEdit),
  uploadsOf(),
  async (req, res) => {
    if (wantsMoreRows(req)) return showEdit(req, res)
    try {
      const resource = await save(req)
      changed(req, res, await presented(resource, language(res)), flashAfterSave(req, resource))
    } catch (failure) {
      if (!(failure instanceof Conflict) || wantsJson(req)) throw failure
      await showConflict(req, res)
    }
  },
)

libraryRoutes.post('/:slug/publication', async (req, res) => {
  const resource = await seen(req)
  authorize(canPublish(signedIn(req), resource))
  const { updatedAt } = parse(readForm, req)
  const saved = await actions.publishResource(resource, updatedAt)
  await notePublished(saved, signedIn(req))
  changed(req, res, await presented(saved, language(res)), 'resourcePublished')
})

/** For others than before: a keeper of the group, or a coordinator who is in it, moves what they did not write. */
libraryRoutes.post('/:slug/audience', againOnInvalid(showResource), async (req, res) => {
  const viewer = signedIn(req)
  const resource = await seen(req)
  authorize(canMove(viewer, resource))
  const audience = askedAudience(parse(moveForm, req), resource.audience)
  await checkMove(viewer, resource, audience)
  const moved = await actions.moveResource(viewer, resource, audience)
  await noteMove(viewer, { ...resource, kind: 'resource' }, audience)
  changed(req, res, await presented(moved, language(res)), 'saved')
})

libraryRoutes.post('/:slug/archive', async (req, res) => {
  const resource = await seen(req)
  authorize(canArchive(signedIn(req), resource))
  const saved = resource.state === 'archived' ? resource : await actions.archiveResource(resource)
  if (saved !== resource) await noteArchived(saved, signedIn(req))
  changed(req, res, await presented(saved, language(res)), 'resourceArchived')
})

libraryRoutes.post('/:slug/archive/annuler', async (req, res) => {
  const resource = await seen(req)
  authorize(canArchive(signedIn(req), resource))
  const saved = resource.state === 'archived' ? await actions.restoreResource(resource) : resource
  changed(req, res, await presented(saved, language(res)), 'resourceRestored')
})

libraryRoutes.post(
  '/:slug/pieces-jointes',
  editorsOnly,
  againOnInvalid(showResource),
  uploadsOf(),
  async (req, res) => {
    const resource = await editable(req)
    const saved = await actions.addFiles(signedIn(req), resource, req.uploads ?? [])
    const items = presentAttachments(saved)
    const list = { items, total: items.length, next: null }
    const added = items.at(-(req.uploads?.length ?? 1))
    if (wantsJson(req) && added) created(req, res, { ...added, ...list })
    else changed(req, res, { url: resourceUrl(saved) }, flashAfterSave(req))
  },
)

libraryRoutes.get(
  ['/:slug/pieces-jointes/:id', '/:slug/pieces-jointes/:id/:name'],
  async (req, res) => {
    await sendAttachment(req, res, attachmentOf(await seen(req), one(req.params.id)), {
      inline: true,
    })
  },
)

libraryRoutes.post('/:slug/pieces-jointes/:id/suppression', async (req, res) => {
  const resource = await editable(req)
  await actions.removeFile(resource, attachmentOf(resource, req.params.id))
  removed(req, res, resourceUrl(resource), 'fileRemoved')
})

libraryRoutes.get('/:slug/versions', async (req, res) => showVersions(req, res, await seen(req)))
libraryRoutes.get('/:slug/versions/:version', async (req, res) =>
  showVersion(req, res, await seen(req)),
)

/** What a script does not name stays as it is; a form names every field. */
async function save(req: Request) {
  const resource = await editable(req)
  const { version } = parse(startedFromForm, req)
  const input = check(resourceForm, { ...resource, change: '', ...req.body })
  if (input.audience !== resource.audience) await checkMove(signedIn(req), resource, input.audience)
  const writer = await writerOf(req, input)
  const saved = await actions.saveResource(writer, resource, input, req.uploads, version)
  await noteEdited(resource, signedIn(req), saved)
  return saved
}

/** Who writes, and whether what they write now has to be looked at first. */
async function writerOf(req: Request, input: ResourceInput) {
  const viewer = signedIn(req)
  return { ...viewer, mustWait: await mustWait(viewer, textsOf(input)) }
}

function textsOf({ title, summary, body, steps, materials }: ResourceInput) {
  return [title, summary, body, ...materials, ...steps.flatMap(one => [one.title, one.body])]
}

function flashAfterSave(req: Request, saved?: ResourceRecord) {
  const inReview = saved?.state === 'review' || stateAfterSave(signedIn(req)) === 'review'
  return inReview ? 'resourceInReview' : 'saved'
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

async function showResource(req: Request, res: Response) {
  const viewer = viewerOf(req)
  const resource = await seen(req)
  const data = await presented(resource, language(res))
  const can = { ...rightsOn(resource, viewer), report: canReport(viewer, resource) }
  startForm(res, { audience: resource.audience })
  await respond(req, res, {
    view: 'resources/show',
    data,
    also: {
      ...pageOfResource(resource, language(res)),
      ...{ can, address: addressOf(resource), group: await groupOf(resource) },
      audiences: canMove(viewer, resource) ? await audiencesFor(viewer, res) : [],
    },
    page: {
      title: resource.title,
      description: resource.summary,
      nav: 'ressources',
      bodyClass: 'printable',
      scripts: can.edit ? ['print.js', 'uploads.js'] : ['print.js'],
      topics: RESOURCE_TOPICS,
    },
  })
}

/** As one writes it on paper: without the protocol. */
function addressOf(resource: ResourceRecord) {
  return `${services().baseUrl}${resourceUrl(resource)}`.replace(/^https?:\/\//, '')
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
      inReview: stateAfterSave(viewer) === 'review',
    },
    page: {
      title: res.locals.t(title),
      nav: 'ressources',
      scripts: ['steps.js', 'uploads.js'],
    },
  })
}

function audiencesFor(viewer: Viewer | Visitor, res: Response) {
  return audienceChoices(viewer, choicesOf(res).audiences)
}

/** The resource, for those who may see it; for others it does not exist. */
async function seen(req: Request) {
  const resource = await resourceBySlug(one(req.params.slug))
  return found(resource, canRead(viewerOf(req), resource))
}

async function editable(req: Request) {
  const resource = await seen(req)
  authorize(canEdit(signedIn(req), resource))
  return resource
}

/** Before anything is read from the request: nobody else's files are even received. */
function writersOnly(req: Request, _res: Response, next: NextFunction) {
  authorize(canWrite(signedIn(req)))
  next()
}

async function editorsOnly(req: Request, _res: Response, next: NextFunction) {
  await editable(req)
  next()
}

function one(param: string | string[] | undefined) {
  return Array.isArray(param) ? param[0] : param
}
