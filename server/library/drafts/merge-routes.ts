import { type Request, type Response, Router } from 'express'
import type { DraftRecord } from '../../../models/draft.ts'
import type { ResourceRecord } from '../../../models/resource.ts'
import { parse } from '../../platform/http/parse.ts'
import { language } from '../../platform/http/preferences.ts'
import { changed, respond } from '../../platform/http/respond.ts'
import { frenchTypography } from '../../platform/markdown/typography.ts'
import { found } from '../../platform/who/current.ts'
import { bylinesOf } from '../authors.ts'
import { formValues } from '../edit-form.ts'
import { startedFromForm } from '../forms.ts'
import type { Conflict } from '../merging/conflict.ts'
import { resourceUrl } from '../presenter.ts'
import { editable } from '../seen.ts'
import { rebaseDraft } from './actions.ts'
import { sideWords } from './conflict-words.ts'
import { choicesIn, mergeDraft } from './merge.ts'
import { draftOn } from './own.ts'
import { typedValues } from './typed.ts'

/** My draft and what somebody saved meanwhile, made one; nothing is published by it. */
export const mergeRoutes = Router()

mergeRoutes.get('/:slug/fusion', async (req, res) => {
  const resource = await editable(req)
  const draft = found(await draftOn(req, resource))
  if (draft.baseVersion === resource.version) res.redirect(303, `${resourceUrl(resource)}/modifier`)
  else await showMerge(req, res, resource, draft)
})

mergeRoutes.post('/:slug/fusion', async (req, res) => {
  const resource = await editable(req)
  const draft = found(await draftOn(req, resource))
  // Chosen beside another version than today's: what they read is shown again.
  if (parse(startedFromForm, req).version !== resource.version) {
    res.status(409)
    return showMerge(req, res, resource, draft)
  }
  const { merged } = await mergeDraft(draft, resource, res.locals.t, choicesIn(req.body))
  const values = { ...typedValues(formValues(merged)), change: String(draft.values.change ?? '') }
  await rebaseDraft(draft, values, resource.version)
  changed(req, res, { url: `${resourceUrl(resource)}/modifier` }, 'merged')
})

export async function showMerge(
  req: Request,
  res: Response,
  resource: ResourceRecord,
  draft: DraftRecord,
) {
  const { conflicts } = await mergeDraft(draft, resource, res.locals.t)
  const { editor, version, title } = resource
  const people = await bylinesOf([editor])
  const url = resourceUrl(resource)
  await respond(req, res, {
    view: 'resources/merge',
    data: { url, version, conflicts: conflicts.map(toJson) },
    also: {
      title: frenchTypography(title),
      theirName: people.get(String(editor))?.name,
      conflicts: conflicts.map(one => shown(one, res)),
    },
    page: {
      title: res.locals.t('writing.mergeTitle'),
      nav: 'ressources',
      scripts: ['kept.js'],
    },
  })
}

function toJson({ id, field, step, kind, base, mine, theirs, choices }: Conflict) {
  return { id, field, step: step ?? null, kind, base, mine, theirs, choices }
}

function shown(conflict: Conflict, res: Response) {
  const { id, field, step, base, mine, theirs, choices } = conflict
  const words = (side: unknown) => sideWords(side, field, language(res))
  const all = { mine: words(mine), theirs: words(theirs), both: undefined }
  return {
    ...{ id, field, step, before: words(base) },
    options: choices.map(value => ({ value, words: all[value], checked: value === 'mine' })),
  }
}
