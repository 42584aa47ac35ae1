import { Router } from 'express'
import { contentDisposition } from '../platform/files/names.ts'
import { sendFresh } from '../platform/http/fresh.ts'
import { language } from '../platform/http/preferences.ts'
import { respond } from '../platform/http/respond.ts'
import { services } from '../platform/services.ts'
import { viewerOf } from '../platform/who/current.ts'
import { askAddress } from '../search/addresses.ts'
import { previewRoutes } from './drafts/preview.ts'
import { draftRoutes } from './drafts/routes.ts'
import { fileRoutes } from './file-routes.ts'
import { filtersOf } from './filters.ts'
import { firstChoices } from './first-choices.ts'
import { handoutRoutes } from './handout/routes.ts'
import { kitForm } from './kit-form.ts'
import { leadingRoutes } from './leading/routes.ts'
import { lifeRoutes } from './life.ts'
import { asideOf, libraryPage } from './list.ts'
import { markdownFile } from './markdown-file.ts'
import { showResource } from './page.ts'
import { canWrite } from './policy.ts'
import { presented, RESOURCE_TOPICS } from './queries.ts'
import { seen } from './seen.ts'
import { atomLink } from './sharing/feeds.ts'
import { countTaking } from './taking/counts.ts'
import { takingRoutes } from './taking/routes.ts'
import { versionRoutes } from './versions/routes.ts'
import { writingRoutes } from './writing.ts'

/** Its address would take that of every other page below `/ressources`. */
export const resourcePage = Router().get('/:slug', showResource)

/** The library: activity sheets, technical guides, programmes, with their files and former versions. */
export const libraryRoutes = Router()

libraryRoutes.get('/', async (req, res) => {
  const viewer = viewerOf(req)
  const filters = filtersOf(req)
  const list = await libraryPage(filters, viewer, language(res))
  await respond(req, res, {
    view: 'resources/index',
    data: list.data,
    also: {
      ...{ ...list.also, ...firstChoices(req, list.also.facets) },
      ...{ aside: await asideOf(viewer), can: { write: canWrite(viewer) } },
      ...{ kit: await kitForm(filters, viewer, res), ask: askAddress(filters.q) },
    },
    page: {
      title: res.locals.t('library.title'),
      nav: 'ressources',
      topics: RESOURCE_TOPICS,
      alternates: [atomLink(filters, res.locals.t('library.feedTitle'))],
    },
  })
})

libraryRoutes.use(draftRoutes)
libraryRoutes.use(previewRoutes)
libraryRoutes.use(writingRoutes)
libraryRoutes.get('/:slug.md', async (req, res) => {
  const resource = await seen(req)
  countTaking(req, res, resource, 'md')
  const { author, url, adaptedFrom } = await presented(resource, language(res))
  const credits = adaptedFrom?.ancestors.map(({ credit }) => credit)
  const body = markdownFile(resource, author, `${services().baseUrl}${url}`, credits)
  res.setHeader('Content-Disposition', contentDisposition(`${resource.slug}.md`, 'attachment'))
  sendFresh(req, res, { type: 'text/markdown; charset=utf-8', body })
})

libraryRoutes.use(leadingRoutes)
libraryRoutes.use(handoutRoutes)
libraryRoutes.use(takingRoutes)
libraryRoutes.use(lifeRoutes)
libraryRoutes.use(fileRoutes)
libraryRoutes.use(versionRoutes)
