import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Request, type Response, Router } from 'express'
import { sendFresh } from '../../platform/http/fresh.ts'
import { language } from '../../platform/http/preferences.ts'
import { respond } from '../../platform/http/respond.ts'
import { root } from '../../platform/root.ts'
import { asset } from '../../platform/views/assets.ts'
import { pageOfResource } from '../presenter.ts'
import { presented } from '../queries.ts'
import { seen } from '../seen.ts'
import { keptFor } from './keeping.ts'

/** To lead a workshop with its sheet in hand: one step at a time, in large type, with or without a line. */
export const leadingRoutes = Router()

/** What keeps that page alone in the browser; its address says how far it may reach. */
leadingRoutes.get('/hors-ligne.js', (req, res) => {
  const body = readFileSync(join(root, 'dist/public', asset('offline.js')), 'utf8')
  sendFresh(req, res, { type: 'text/javascript; charset=utf-8', body, cache: 'no-cache' })
})

leadingRoutes.get('/:slug/animer', async (req, res) => showLeading(req, res))

async function showLeading(req: Request, res: Response) {
  const resource = await seen(req)
  const { url, title, labels, steps, stepsMinutes, html } = await presented(resource, language(res))
  const page = pageOfResource(resource, language(res))
  const hours = keptFor(resource)
  await respond(req, res, {
    view: 'resources/lead',
    data: { url: `${url}/animer`, resource: url, title, steps, stepsMinutes, html },
    also: {
      ...{ ...page, labels, hours, timeline: numbered(page.timeline, steps) },
      told: resource.state === 'published' && `runs.iDid.${resource.kind}`,
    },
    page: {
      title: res.locals.t('lead.title', { title: resource.title }),
      layout: 'layouts/alone',
      bodyClass: 'lead',
      scripts: steps.length > 0 ? ['lead.js'] : [],
    },
  })
}

type Timeline = ReturnType<typeof pageOfResource>['timeline']

function numbered(timeline: Timeline, steps: readonly { minutes: number }[]) {
  return timeline.map((step, index) => ({
    ...step,
    rank: index + 1,
    minutes: steps[index]?.minutes ?? 0,
    before: index > 0 ? index : undefined,
    next: timeline[index + 1] ? { rank: index + 2, title: timeline[index + 1]?.title } : undefined,
  }))
}
