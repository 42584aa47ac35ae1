import { Router } from 'express'
import type { ResourceRecord } from '../../../models/resource.ts'
import { language } from '../../platform/http/preferences.ts'
import { respond } from '../../platform/http/respond.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { renderMarkdown } from '../../platform/markdown/render.ts'
import { remember } from '../../platform/memory.ts'
import { services } from '../../platform/services.ts'
import { pageOfResource } from '../presenter.ts'
import { presented, RESOURCE_TOPICS } from '../queries.ts'
import { seen } from '../seen.ts'
import { handoutOf } from './handout.ts'
import { drawSquares } from './squares.ts'

/** What participants keep of a workshop, as a page: the same words as in print. */
export const handoutRoutes = Router()

handoutRoutes.get('/:slug/livret', async (req, res) => {
  const resource = await seen(req)
  const { url, title, labels, author } = await presented(resource, language(res))
  const { address, handout, codes, code } = await handoutPage(resource, language(res))
  const { updated, lasting } = pageOfResource(resource, language(res))
  await respond(req, res, {
    view: 'resources/handout',
    data: { url: `${url}/livret`, resource: url, title, ...handout },
    also: {
      ...{ labels, author, version: resource.version, updated, lasting, address, code },
      links: handout.links.map((link, index) => ({ ...link, code: codes[index] })),
    },
    page: {
      title: res.locals.t('print.handoutOf', { title: resource.title }),
      nav: 'ressources',
      bodyClass: 'printable',
      scripts: ['print.js'],
      topics: RESOURCE_TOPICS,
    },
  })
})

/** Rendered once a version: reading it again costs nothing. */
function handoutPage(resource: ResourceRecord, spoken: Language) {
  const { _id, version, updatedAt, slug } = resource
  return remember(['resources'], `handout ${_id} ${version} ${+updatedAt} ${spoken}`, async () => {
    const { baseUrl } = services()
    const { steps, summary, links } = handoutOf(resource, baseUrl)
    const rendered = steps.map(({ title, body }) => ({
      title,
      html: renderMarkdown(body, { french: true, headingOffset: 3 }),
    }))
    const address = `${baseUrl}/ressources/${slug}`
    return {
      address: address.replace(/^https?:\/\//, ''),
      handout: { summary, steps: rendered, links },
      code: drawSquares(address),
      codes: links.map(link => drawSquares(link.url)),
    }
  })
}
