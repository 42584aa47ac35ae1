import { type Request, type Response, Router } from 'express'
import { Verification, type VerificationRecord } from '../../../models/verification.ts'
import { resourceUrl } from '../../library/presenter.ts'
import { seen } from '../../library/seen.ts'
import { stateWords } from '../../library/verification.ts'
import { noNewLinks } from '../../moderation/holding.ts'
import { record } from '../../platform/audit/record.ts'
import { objectId, parse } from '../../platform/http/parse.ts'
import { language } from '../../platform/http/preferences.ts'
import {
  againOnInvalid,
  changed,
  created,
  removed,
  respond,
  wantsJson,
} from '../../platform/http/respond.ts'
import { authorize, found, signedIn } from '../../platform/who/current.ts'
import { isCoordinator } from '../../platform/who/viewer.ts'
import { takeBack, verify } from './actions.ts'
import { checkForm } from './forms.ts'
import { canCheck } from './policy.ts'
import { checksUrl, checkWords, presentChecks } from './presenter.ts'
import { lastChecks } from './queries.ts'

/** « Fonctionne toujours », « Ne fonctionne plus ». */
export const checkRoutes = Router()

checkRoutes.get('/:slug/verifications', showChecks)

checkRoutes.post('/:slug/verifications', againOnInvalid(showChecks), async (req, res) => {
  const viewer = signedIn(req)
  const resource = await seen(req)
  authorize(canCheck(viewer, resource))
  const input = parse(checkForm, req)
  await noNewLinks(viewer, { author: viewer.id, body: '' }, { body: input.word })
  const [check] = await presentChecks([await verify(viewer, resource, input)], resource)
  if (wantsJson(req) && check) created(req, res, check)
  else changed(req, res, { url: resourceUrl(resource) }, 'checked')
})

checkRoutes.post('/:slug/verifications/:id/suppression', async (req, res) => {
  const viewer = signedIn(req)
  const resource = await seen(req)
  const _id = found(objectId.safeParse(req.params.id).data)
  const check = found(await Verification.findOne({ _id }).lean<VerificationRecord>())
  found(check, String(check.resource) === String(resource._id))
  const own = String(check.member) === viewer.id
  authorize(own || isCoordinator(viewer))
  await takeBack(check)
  const about = { kind: 'resource', id: resource._id, label: resource.title }
  if (!own) await record(viewer, 'content.removed', about)
  removed(req, res, checksUrl(resource), 'checkRemoved')
})

async function showChecks(req: Request, res: Response) {
  const viewer = signedIn(req)
  const resource = await seen(req)
  const items = await lastChecks(resource)
  await respond(req, res, {
    view: 'resources/checks',
    data: { items, total: items.length, next: null },
    also: {
      rows: items.map(check => ({
        ...checkWords(check, language(res)),
        remove: check.member?.id === viewer.id || isCoordinator(viewer),
      })),
      check: stateWords(resource, items[0]?.member?.name, language(res)),
      resource: { title: resource.title, url: resourceUrl(resource) },
      tools: (resource.tools ?? []).map(({ name }) => name),
      systems: resource.systems ?? [],
      can: { check: canCheck(viewer, resource) },
    },
    page: {
      title: res.locals.t('checks.titleOf', { title: resource.title }),
      nav: 'ressources',
      scripts: ['kept.js'],
    },
  })
}
