import { Router } from 'express'
import mongoose from 'mongoose'
import { language } from '../http/preferences.ts'
import { respond } from '../http/respond.ts'
import { longText } from '../i18n/index.ts'
import { renderMarkdown } from '../markdown/render.ts'
import { remember } from '../memory.ts'
import { colourSheet } from '../network/colours.ts'
import { networkSettings } from '../network/settings.ts'

/** Pages of the site itself, and its state for machines. */
export const pageRoutes = Router()

const LEGAL = {
  accessibilite: 'accessibility',
  'mentions-legales': 'legal',
  'donnees-personnelles': 'privacy',
}

for (const [path, name] of Object.entries(LEGAL)) {
  pageRoutes.get(`/${path}`, async (req, res) => {
    const html = await remember([], `text ${language(res)} ${name}`, async () =>
      renderMarkdown(longText(language(res), name)),
    )
    await respond(req, res, {
      view: 'pages/text',
      data: { url: `/${path}`, html },
      page: { title: res.locals.t(`pages.${name}Title`), topics: [] },
    })
  })
}

/** The network's own colours over the hub's; the address changes with them. */
pageRoutes.get('/couleurs.css', async (_req, res) => {
  const { colours } = await networkSettings()
  res.type('css').set('Cache-Control', 'public, max-age=31536000, immutable')
  res.send(colourSheet(colours))
})

pageRoutes.get('/sante', async (_req, res) => {
  const problems = await problemsNow()
  res.set('Cache-Control', 'no-store')
  res
    .status(problems.length ? 503 : 200)
    .json({ status: problems.length ? 'failing' : 'ok', problems })
})

async function problemsNow() {
  try {
    await mongoose.connection.db?.command({ ping: 1 }, { timeoutMS: 2_000 })
    return mongoose.connection.readyState === 1 ? [] : ['store']
  } catch {
    return ['store']
  }
}
