import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { renderPage } from '../views/engine.ts'
import { bearerOf } from '../who/bearer-header.ts'
import { type PageWords, pageOf } from './page.ts'
import { keepForVisitors } from './page-memory.ts'
import { language } from './preferences.ts'

type Answer = {
  view: string
  /** What JSON readers get, whole; the view gets it too. */
  data: object
  /** What only the page needs: choices of a form, other lists. */
  also?: object
  page: PageWords
  status?: number
}

/** The same data as a page or as JSON, as the reader's Accept says. */
export async function respond(req: Request, res: Response, answer: Answer) {
  res.vary('Accept')
  if (wantsJson(req)) {
    res.status(answer.status ?? res.statusCode).json(answer.data)
    return
  }
  const form = res.locals.form ?? { values: {}, errors: {} }
  const page = await pageOf(req, res, answer.page)
  const data = { ...answer.data, ...answer.also, form, page }
  const html = renderPage(answer.view, data, language(res), answer.page.layout)
  if (answer.status) res.status(answer.status)
  if (answer.page.topics && res.statusCode === 200)
    keepForVisitors(req, res, html, answer.page.topics)
  res.type('html').send(html)
}

/** After a creation: 201 with the record, or back to its page. */
export function created(req: Request, res: Response, record: { url: string }) {
  if (wantsJson(req)) res.status(201).location(record.url).json(record)
  else res.redirect(303, record.url)
}

/** After a change: the record, or back to a page that says what happened (a key of `flash.json`). */
export function changed<R extends { url: string }>(
  req: Request,
  res: Response,
  record: R,
  flash?: string,
) {
  if (flash && pageFollows(req)) tellNext(req, flash)
  if (wantsJson(req)) res.json(record)
  else res.redirect(303, record.url)
}

/** After a removal: 204, or to the page that remains. */
export function removed(req: Request, res: Response, url: string, flash?: string) {
  if (wantsJson(req)) {
    res.status(204).end()
    return
  }
  if (flash) tellNext(req, flash)
  res.redirect(303, url)
}

/** A page comes after this answer, also where a script of ours asked for it (public/js/lib/send-form.ts). */
export function pageFollows(req: Request) {
  return !wantsJson(req) || req.get('x-next') === 'page'
}

/** A sentence that the next page shows once. */
export function tellNext(req: Request, flash: string) {
  if (req.session) req.session.flash = flash
}

export function wantsJson(req: Request) {
  if (bearerOf(req) !== undefined) return true
  if (req.accepts(['html', 'json']) === 'json') return true
  // A script that sends JSON and says nothing of what it takes back.
  return Boolean(req.is('json')) && !req.get('accept')?.includes('html')
}

/** The values that a form starts with. Wrong input, when there is some, stays as it was typed. */
export function startForm(res: Response, values: object) {
  res.locals.form ??= { values, errors: {} }
}

type Handler = (req: Request, res: Response, next: NextFunction) => unknown

/** When the handler after it refuses the input, this page is shown again with what was typed. */
export function againOnInvalid(showForm: Handler): RequestHandler {
  return (req, res, next) => {
    // Once the error has left its route, Express has forgotten what the address said.
    const { params } = req
    res.locals.showFormAgain = (...again: Parameters<Handler>) => {
      again[0].params = params
      return showForm(...again)
    }
    next()
  }
}
