import { type Request, type Response, Router } from 'express'
import { flashAfterSave } from '../library/after-save.ts'
import { isNothing } from '../library/comparing/compare.ts'
import { differenceInWords } from '../library/comparing/presenter.ts'
import { resourceUrl } from '../library/presenter.ts'
import { presented } from '../library/queries.ts'
import { Conflict } from '../platform/errors.ts'
import { parse } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { againOnInvalid, changed, respond, wantsJson } from '../platform/http/respond.ts'
import { signedIn } from '../platform/who/current.ts'
import { catchUp, followed, ignore, merged } from './catching-up.ts'
import { conflictInWords } from './conflicts.ts'
import { catchUpForm, ignoreForm } from './forms.ts'

/** What changed in the original since it was taken, and what to do of it. */
export const catchUpRoutes = Router()

catchUpRoutes.get('/:slug/original', showCatchUp)

catchUpRoutes.post('/:slug/original', againOnInvalid(showCatchUp), async (req, res) => {
  const both = await followed(req)
  const change = res.locals.t('adapting.tookOver', { version: both.original.version })
  try {
    const saved = await catchUp(signedIn(req), both, { ...parse(catchUpForm, req), change })
    changed(req, res, await presented(saved, language(res)), flashAfterSave(req, saved))
  } catch (failure) {
    if (!(failure instanceof Conflict) || wantsJson(req)) throw failure
    await showAgain(req, res)
  }
})

catchUpRoutes.post('/:slug/original/ignorer', async (req, res) => {
  const both = await followed(req)
  const saved = await ignore(both, parse(ignoreForm, req).original)
  changed(req, res, await presented(saved, language(res)), 'originalIgnored')
})

async function showCatchUp(req: Request, res: Response) {
  const both = await followed(req)
  const { adaptation, original, taken } = both
  const choices = catchUpForm.safeParse(req.body ?? {}).data?.choices
  const { conflicts, difference } = await merged(both, choices)
  const { title, version } = original
  const spoken = language(res)
  await respond(req, res, {
    view: 'resources/original',
    data: {
      original: { title, version, url: resourceUrl(original) },
      taken,
      difference,
      conflicts,
    },
    also: {
      resource: { title: adaptation.title, url: resourceUrl(adaptation) },
      mine: adaptation.version,
      upToDate: taken === version,
      nothing: isNothing(difference),
      words: differenceInWords(difference, spoken),
      questions: conflicts.map(one => conflictInWords(one, spoken)),
    },
    page: {
      title: res.locals.t('adapting.originalTitle', { title }),
      nav: 'ressources',
      scripts: ['kept.js'],
    },
  })
}

/** One of both was saved meanwhile: what there is to choose now. */
async function showAgain(req: Request, res: Response) {
  const message = res.locals.t('adapting.changedMeanwhile')
  res.locals.form = { values: {}, errors: {}, list: [{ target: '', message }] }
  res.status(409)
  await showCatchUp(req, res)
}
