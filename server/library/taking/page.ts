import type { Request, Response } from 'express'
import { PREVIEW_TOPICS } from '../../platform/attachments/previews/present.ts'
import { language } from '../../platform/http/preferences.ts'
import { respond, startForm } from '../../platform/http/respond.ts'
import { viewerOf } from '../../platform/who/current.ts'
import { rightsOn } from '../presenter.ts'
import { presented, RESOURCE_TOPICS } from '../queries.ts'
import { seen } from '../seen.ts'
import { filesForPage, takeawayOf } from './shown.ts'

/** The files of a resource with their looks; who may edit it adds and removes them here. */
export async function showFiles(req: Request, res: Response) {
  const resource = await seen(req)
  const { url, title, labels } = await presented(resource, language(res))
  const can = rightsOn(resource, viewerOf(req))
  startForm(res, {})
  await respond(req, res, {
    view: 'resources/files',
    data: await takeawayOf(resource),
    also: { ...(await filesForPage(req, res, resource)), can, labels, url },
    page: {
      title: res.locals.t('take.filesOf', { title }),
      nav: 'ressources',
      scripts: can.edit ? ['uploads.js'] : [],
      topics: [...RESOURCE_TOPICS, ...PREVIEW_TOPICS],
    },
  })
}
