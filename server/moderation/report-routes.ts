import { type Request, type Response, Router } from 'express'
import { ModerationCase } from '../../models/moderation-case.ts'
import type { ReportRecord } from '../../models/report.ts'
import { REASONS } from '../../models/words/moderation-case.ts'
import { isWatchedFromOutside } from '../people/groups/coordination.ts'
import { audienceOfThing, type ModeratedKind, moderatedKinds } from '../platform/content/kinds.ts'
import type { Thing } from '../platform/content/thing.ts'
import { Forbidden } from '../platform/errors.ts'
import { parse } from '../platform/http/parse.ts'
import { againOnInvalid, respond, tellNext, wantsJson } from '../platform/http/respond.ts'
import { plainText } from '../platform/markdown/render.ts'
import { signedIn } from '../platform/who/current.ts'
import { spend } from '../platform/who/limits.ts'
import { reportForm } from './forms.ts'
import { canModerate, canReport } from './policy.ts'
import { report } from './reporting.ts'

/** `…/signalement`, below the address of everything that a member may report. */
export function reportRoutes() {
  const routes = Router()
  for (const kind of moderatedKinds()) {
    const path = `${kind.address}/signalement`
    const show = async (req: Request, res: Response) =>
      showForm(req, res, await reportable(req, kind))
    routes.get(path, show)
    routes.post(path, againOnInvalid(show), async (req, res) => {
      const thing = await reportable(req, kind)
      const input = parse(reportForm, req)
      await spend('report', signedIn(req).id)
      await answer(req, res, thing, await report(thing, signedIn(req), input))
    })
  }
  return routes
}

/** What they may not see is not there to report. */
async function reportable(req: Request, { find }: ModeratedKind) {
  const viewer = signedIn(req)
  const thing = await find(req)
  if (!canReport(viewer, thing)) throw new Forbidden('ownThing')
  return thing
}

async function showForm(req: Request, res: Response, thing: Thing) {
  const { kind, url, title, body } = thing
  const watched = await isWatchedFromOutside(await audienceOfThing(thing), thing.author)
  await respond(req, res, {
    view: 'moderation/report',
    data: { url: `${url}/signalement`, kind },
    also: {
      watched,
      thing: { url, title, excerpt: plainText(body, 300) },
      reasons: REASONS.map(value => ({
        value,
        label: res.locals.t(`moderation.reasons.${value}`),
      })),
    },
    page: { title: res.locals.t('moderation.reportTitle') },
  })
}

type Said = { report: ReportRecord; isNew: boolean }

/** Moderators go on to the case that they have just opened; the others back to what they were reading. */
async function answer(req: Request, res: Response, thing: Thing, { report, isNew }: Said) {
  const { kind, target, reason, word, createdAt } = report
  const record = {
    id: String(report._id),
    ...{ url: thing.url, kind, target: String(target), reason, word },
    createdAt: createdAt.toISOString(),
  }
  if (wantsJson(req)) {
    res.status(isNew ? 201 : 200).json(record)
    return
  }
  tellNext(req, 'reported')
  const opened = canModerate(signedIn(req)) && (await ModerationCase.findOne({ kind, target }))
  res.redirect(303, opened ? `/moderation/${opened._id}` : thing.url)
}
