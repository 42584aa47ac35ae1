import { Router } from 'express'
import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { attachmentOf, sendAttachment } from '../platform/attachments/send.ts'
import { once } from '../platform/http/once.ts'
import { againOnInvalid, changed, created, removed, wantsJson } from '../platform/http/respond.ts'
import { uploadsOf } from '../platform/http/uploads.ts'
import { signedIn } from '../platform/who/current.ts'
import * as actions from './actions.ts'
import { flashAfterSave } from './after-save.ts'
import { presentAttachments, resourceUrl } from './presenter.ts'
import { editable, editorsOnly, one, seen } from './seen.ts'
import { countTaking } from './taking/counts.ts'
import { showFiles } from './taking/page.ts'

/** What is attached to a resource. */
export const fileRoutes = Router()

fileRoutes.post(
  '/:slug/pieces-jointes',
  editorsOnly,
  againOnInvalid(showFiles),
  uploadsOf(),
  async (req, res) => {
    const resource = await editable(req)
    const saved = await once(req, {
      find: _id => Resource.findById(_id).lean<ResourceRecord>(),
      make: () => actions.addFiles(signedIn(req), resource, req.uploads ?? []),
    })
    const items = presentAttachments(saved)
    const list = { items, total: items.length, next: null }
    const added = items.at(-(req.uploads?.length ?? 1))
    if (wantsJson(req) && added) created(req, res, { ...added, ...list })
    else changed(req, res, { url: filesUrl(saved) }, flashAfterSave(req))
  },
)

fileRoutes.get(
  ['/:slug/pieces-jointes/:id', '/:slug/pieces-jointes/:id/:name'],
  async (req, res) => {
    const resource = await seen(req)
    const attachment = attachmentOf(resource, one(req.params.id))
    countTaking(req, res, resource, attachment._id)
    await sendAttachment(req, res, attachment, { inline: true })
  },
)

fileRoutes.post('/:slug/pieces-jointes/:id/suppression', async (req, res) => {
  const resource = await editable(req)
  await actions.removeFile(resource, attachmentOf(resource, req.params.id))
  removed(req, res, filesUrl(resource), 'fileRemoved')
})

const filesUrl = (resource: { slug: string }) => `${resourceUrl(resource)}/pieces-jointes`
