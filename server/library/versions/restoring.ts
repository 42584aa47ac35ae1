import type { Request, Response } from 'express'
import type { ResourceRecord } from '../../../models/resource.ts'
import { Conflict } from '../../platform/errors.ts'
import { parse } from '../../platform/http/parse.ts'
import { language } from '../../platform/http/preferences.ts'
import { changed, wantsJson } from '../../platform/http/respond.ts'
import { signedIn } from '../../platform/who/current.ts'
import { flashAfterSave } from '../after-save.ts'
import { compare, isNothing } from '../comparing/compare.ts'
import { startedFromForm } from '../forms.ts'
import { writtenOf } from '../merging/written.ts'
import { presented } from '../queries.ts'
import { saveVersion } from '../saving.ts'
import { editable } from '../seen.ts'
import { showVersion } from './pages.ts'
import { seenRevision } from './reading.ts'

/** The words of a former version, as a new one. Who reads it, its licence and its files stay as they are. */
export async function restoreVersion(req: Request, res: Response) {
  const resource = await editable(req)
  const number = Number(req.params.version)
  const revision = await seenRevision(req, resource, number)
  const { version } = parse(startedFromForm, req)
  const { audience, licence } = resource
  const written = { ...writtenOf(revision), audience, licence }
  if (isNothing(compare(writtenOf(resource), written)))
    return changed(req, res, await presented(resource, language(res)), 'nothingToRestore')
  const change = res.locals.t('versions.restored', { version: number })
  try {
    const input = { ...written, change }
    const saved = await saveVersion(signedIn(req), resource, input, [], version)
    changed(req, res, await presented(saved, language(res)), flashAfterSave(req, saved))
  } catch (failure) {
    if (!(failure instanceof Conflict) || wantsJson(req)) throw failure
    await showAgain(req, res, resource)
  }
}

/** Somebody saved in between: the version again, beside what it would replace now. */
async function showAgain(req: Request, res: Response, resource: ResourceRecord) {
  const message = res.locals.t('versions.changedMeanwhile')
  res.locals.form = { values: {}, errors: {}, list: [{ target: '', message }] }
  res.status(409)
  await showVersion(req, res, resource)
}
