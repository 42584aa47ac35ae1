import type { IncomingMessage } from 'node:http'
import { type Request, type RequestHandler, type Response, Router, request } from 'express'
import { z } from 'zod'
import { Member } from '../../../models/member.ts'
import { isLanguage, LANGUAGES, type Language } from '../i18n/index.ts'
import { viewerOf } from '../who/current.ts'
import { cookieOf } from './cookies.ts'
import { parse } from './parse.ts'

/** Language and appearance: chosen in the footer, kept a year in two cookies, known before the first paint. */
const YEAR_MS = 365 * 24 * 3600 * 1000
const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const preferences = Router()

preferences.post('/preferences', async (req, res) => {
  const choice = parse(choiceForm, req)
  const options = { maxAge: YEAR_MS, sameSite: 'lax', httpOnly: true, secure: req.secure } as const
  if (choice.langue) {
    res.cookie('langue', choice.langue, options)
    await rememberLanguage(req, choice.langue)
  }
  if (choice.apparence) res.cookie('apparence', choice.apparence, options)
  res.redirect(303, localPath(choice.retour))
})

const choiceForm = z.object({
  langue: z.enum(LANGUAGES).optional(),
  apparence: z.enum(THEMES).optional(),
  retour: z.string().max(2000).optional(),
})

/** Mails speak it from now on. */
async function rememberLanguage(req: Request, language: Language) {
  const viewer = viewerOf(req)
  if (viewer) await Member.updateOne({ _id: viewer.id }, { $set: { language } })
}

export const readPreferences: RequestHandler = (req, res, next) => {
  res.locals.language = languageOf(req)
  res.locals.theme = themeOf(req)
  next()
}

/** Also for the request that opens a socket, which Express has not made its own. */
export function languageOf(req: IncomingMessage): Language {
  const chosen = cookieOf(req, 'langue')
  if (isLanguage(chosen)) return chosen
  const accepted = request.acceptsLanguages.call(req, 'fr', 'en')
  return isLanguage(accepted) ? accepted : 'fr'
}

export function language(res: Response): Language {
  return isLanguage(res.locals.language) ? res.locals.language : 'fr'
}

function themeOf(req: Request): Theme {
  return THEMES.find(theme => theme === cookieOf(req, 'apparence')) ?? 'auto'
}

/** Only a path of this site may be returned to: never `//elsewhere` nor `/\elsewhere`. */
export function localPath(path: string | undefined, otherwise = '/') {
  return path && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : otherwise
}
