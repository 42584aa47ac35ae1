import { type Request, type Response, Router } from 'express'
import { RESOURCE_TOPICS } from '../library/queries.ts'
import { language } from '../platform/http/preferences.ts'
import { respond } from '../platform/http/respond.ts'
import type { Language } from '../platform/i18n/index.ts'
import { remember } from '../platform/memory.ts'
import { networkSettings } from '../platform/network/settings.ts'
import { renderPartial } from '../platform/views/engine.ts'
import { viewerOf } from '../platform/who/current.ts'
import { memberHome, visitorHome } from './queries.ts'

/** For a visitor: what this is. For a member: what is new for them. */
export const homeRoutes = Router()

homeRoutes.get('/', async (req, res) => {
  const viewer = viewerOf(req)
  if (!viewer) return showVisitor(req, res)
  const data = await memberHome(viewer, language(res))
  await respond(req, res, {
    view: 'home/member',
    data,
    also: { cards: await drawnCards(data.resources, language(res)) },
    page: { title: res.locals.t('home.title'), nav: 'accueil' },
  })
})

/** The same cards for everybody who reads the same resources: drawn once, until one of them changes. */
function drawnCards(resources: { id: string; version: number }[], language: Language) {
  const key = `home cards ${resources.map(({ id, version }) => `${id}.${version}`)} ${language}`
  return remember(RESOURCE_TOPICS, key, async () =>
    renderPartial('resources/_cards', { resources }, language),
  )
}

async function showVisitor(req: Request, res: Response) {
  const { name } = await networkSettings()
  await respond(req, res, {
    view: 'home/visitor',
    data: await visitorHome(language(res)),
    page: {
      title: name,
      description: res.locals.t('home.description'),
      nav: 'accueil',
      mainClass: 'flush',
      topics: ['resources', 'members', 'gatherings', 'spaces', 'territories'],
    },
  })
}
