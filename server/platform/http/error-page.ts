import type { ErrorRequestHandler, Request, Response } from 'express'
import { HttpError, Invalid, type Message, NotFound, SignInFirst, TooMany } from '../errors.ts'
import { hasKey, type Language, translator } from '../i18n/index.ts'
import { log } from '../log.ts'
import { language } from './preferences.ts'
import { respond, wantsJson } from './respond.ts'

/** Every failure is told here, in the reader's language: a sentence and the request id, nothing else. */
export const errorPage: ErrorRequestHandler = async (thrown, req, res, next) => {
  if (res.headersSent) {
    next(thrown)
    return
  }
  const error = asHttpError(thrown)
  if (error.status >= 500) log.error({ err: thrown, id: res.locals.requestId }, 'failure')
  res.status(error.status)
  res.removeHeader('Content-Disposition')
  if (error instanceof TooMany) res.setHeader('Retry-After', error.retryAfterSeconds)
  if (error instanceof Invalid) await showInvalid(error, req, res, next)
  else if (error instanceof SignInFirst && !wantsJson(req)) sendToSignIn(req, res)
  else await showError(error, req, res)
}

/** A URL that no route knows. */
export function notFound() {
  throw new NotFound()
}

function asHttpError(thrown: unknown): HttpError {
  if (thrown instanceof HttpError) return thrown
  if (isForeignFailure(thrown)) {
    const code = FOREIGN_CODES[thrown.status]
    if (code) return new HttpError(thrown.status, code)
  }
  return new HttpError(500, 'failure')
}

/** What body-parser, multer and Express itself throw. */
const FOREIGN_CODES: Record<number, string> = {
  400: 'badRequest',
  403: 'forbidden',
  404: 'notFound',
  413: 'tooLarge',
  415: 'badRequest',
  422: 'badRequest',
}

function isForeignFailure(thrown: unknown): thrown is { status: number } {
  return thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number'
}

async function showInvalid(
  error: Invalid,
  req: Request,
  res: Response,
  next: (error?: unknown) => void,
) {
  const errors = sentences(error, res)
  if (wantsJson(req)) {
    res.json({ errors })
    return
  }
  const showFormAgain = res.locals.showFormAgain
  if (!showFormAgain) {
    await showError(error, req, res, Object.values(errors))
    return
  }
  res.locals.form = {
    values: withoutSecrets(req.body),
    errors,
    list: asList(errors, language(res)),
  }
  try {
    await showFormAgain(req, res, next)
  } catch (failure) {
    const told = asHttpError(failure)
    if (told.status >= 500) log.error({ err: failure, id: res.locals.requestId }, 'form again')
    await showError(told, req, res)
  }
}

function sentences(error: Invalid, res: Response) {
  const t = translator(language(res))
  return Object.fromEntries(
    Object.entries(error.fields).map(([name, message]) => [name, sentence(t, message)]),
  )
}

function sentence(t: ReturnType<typeof translator>, { key, ...values }: Message) {
  return t(key, values)
}

function asList(errors: Record<string, string>, language: Language) {
  return Object.entries(errors).map(([name, message]) => ({
    target: name === 'form' ? '' : `f-${name.replaceAll('.', '-')}`,
    message: withName(name, message, language),
  }))
}

/** « Titre : cette case est à remplir. »: in the list of a long form, a message needs its field's name. */
function withName(path: string, message: string, language: Language) {
  const t = translator(language)
  const [row, ...parts] = path.split('.').reverse()
  const key = `fields.${row}`
  if (!hasKey(language, key)) return message
  const number = parts.find(part => /^\d+$/.test(part))
  const name = number ? t('fields.numbered', { name: t(key), number: Number(number) + 1 }) : t(key)
  return t('fields.line', { name, message: message.charAt(0).toLowerCase() + message.slice(1) })
}

function withoutSecrets(body: unknown) {
  if (typeof body !== 'object' || body === null) return {}
  return Object.fromEntries(Object.entries(body).filter(([name]) => !/password/i.test(name)))
}

/** What was sent is still in the page before, in the browser: the page to sign in says so. */
function sendToSignIn(req: Request, res: Response) {
  res.redirect(303, req.method === 'GET' ? signInAndBack(req) : '/connexion?fin=1')
}

function signInAndBack(req: Request) {
  const back = req.method === 'GET' ? `?retour=${encodeURIComponent(req.originalUrl)}` : ''
  return `/connexion${back}`
}

async function showError(error: HttpError, req: Request, res: Response, details?: string[]) {
  const t = translator(language(res))
  const { requestId } = res.locals
  res.status(error.status)
  const { code, values } = error
  // Whoever follows a link may have been a member a moment ago; the page says so whatever the address.
  const signIn = error.status === 404 && !req.user ? signInAndBack(req) : undefined
  const data = { error: { ...values, code, message: t(`errors.${code}`, values), requestId } }
  try {
    await respond(req, res, {
      view: 'pages/error',
      data,
      also: { title: t(`errors.${error.code}Title`), status: error.status, details, signIn },
      page: { title: t(`errors.${error.code}Title`) },
    })
  } catch (failure) {
    // The store may be what fails: the page then needs nothing from it.
    log.error({ err: failure, id: requestId }, 'error page')
    if (!res.headersSent) res.type('text').send(`${data.error.message}\n${requestId}\n`)
  }
}
