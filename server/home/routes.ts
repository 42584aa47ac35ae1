import { type Request, type Response, Router } from 'express'
import { viewerOf } from '../auth/current.ts'
import { language } from '../http/preferences.ts'
import { respond } from '../http/respond.ts'
import { networkSettings } from '../network/settings.ts'
import { memberHome, visitorHome } from './queries.ts'

/** For a visitor: what this is. For a member: what is new for them. */
export const homeRoutes = Router()

homeRoutes.get('/', async (req, res) => {
  const viewer = viewerOf(req)
  if (!viewer) return showVisitor(req, res)
  await respond(req, res, {
    view: 'home/member',
    data: await memberHome(viewer, language(res)),
    page: { title: res.locals.t('home.title'), nav: 'accueil' },
  })
})

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
