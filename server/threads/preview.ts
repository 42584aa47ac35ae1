import { randomUUID } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'
import { parse } from '../platform/http/parse.ts'
import { wantsJson } from '../platform/http/respond.ts'
import { renderMarkdown } from '../platform/markdown/render.ts'
import { previewForm } from './forms.ts'

/** The form's second button asks to see the text before it is sent; it works without JavaScript. */
export function isPreview(req: Request) {
  return !wantsJson(req) && Boolean(req.body?.apercu)
}

type ShowForm = (req: Request, res: Response, next: NextFunction) => unknown

/** The same form again with what was typed, and how it will look. */
export async function previewAgain(req: Request, res: Response, showForm: ShowForm) {
  const { body } = parse(previewForm, req)
  res.locals.form = { values: req.body, errors: {}, preview: rendered(body) }
  await showForm(req, res, () => {})
}

export function rendered(body: string) {
  return renderMarkdown(body, { french: true })
}

/** A form's own id: sent twice, it makes one message. */
export function newClientId() {
  return randomUUID()
}
