import { Router } from 'express'
import mongoose from 'mongoose'
import { LEGAL_PAGES } from '../../models/words/legal-page.ts'
import { keptFor } from '../people/privacy/kept.ts'
import { language } from '../platform/http/preferences.ts'
import { respond } from '../platform/http/respond.ts'
import { colourSheet } from '../platform/network/colours.ts'
import { networkSettings } from '../platform/network/settings.ts'
import { htmlOf } from './actions.ts'
import { PATHS } from './names.ts'

/** Pages of the site itself, and its state for machines. */
export const pageRoutes = Router()

for (const name of LEGAL_PAGES) {
  pageRoutes.get(`/${PATHS[name]}`, async (req, res) => {
    const spoken = language(res)
    await respond(req, res, {
      view: 'pages/text',
      data: { url: `/${PATHS[name]}`, html: await htmlOf(name, spoken) },
      also: { kept: name === 'privacy' ? keptFor(spoken) : undefined },
      page: { title: res.locals.t(`pages.${name}Title`), topics: ['legal_pages'] },
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
