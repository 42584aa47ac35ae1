import { type Request, type Response, Router } from 'express'
import { Member } from '../../models/member.ts'
import { ModerationCase, REASONS } from '../../models/moderation-case.ts'
import type { ReportRecord } from '../../models/report.ts'
import { visibleMessage } from '../chat/visible.ts'
import { seen as collectionFor } from '../collections/seen.ts'
import { canRead } from '../library/policy.ts'
import { resourceBySlug } from '../library/queries.ts'
import { isWatchedFromOutside } from '../people/groups/coordination.ts'
import { Forbidden } from '../platform/errors.ts'
import { parse } from '../platform/http/parse.ts'
import { againOnInvalid, respond, tellNext, wantsJson } from '../platform/http/respond.ts'
import { plainText } from '../platform/markdown/render.ts'
import { found, signedIn } from '../platform/who/current.ts'
import { spend } from '../platform/who/limits.ts'
import { ratingOf } from '../practice/ratings/routes.ts'
import { runOf } from '../practice/runs/seen.ts'
import { replyFor, threadFor } from '../threads/visible.ts'
import { audienceOfThing } from './audience.ts'
import { reportForm } from './forms.ts'
import { canModerate, canReport } from './policy.ts'
import { report } from './reporting.ts'
import {
  type Thing,
  thingOfCollection,
  thingOfMember,
  thingOfMessage,
  thingOfRating,
  thingOfReply,
  thingOfResource,
  thingOfRun,
  thingOfThread,
} from './things.ts'

/** `…/signalement`, below the address of everything that a member may report. */
export const reportRoutes = Router()

/** Each thing among those that this member may see: what they may not see is not there to report. */
const FINDERS: Record<string, (req: Request) => Promise<Thing>> = {
  '/discussions/:id': async req => thingOfThread(await threadFor(req)),
  '/discussions/:id/reponses/:reply': async req => {
    const reply = await replyFor(req)
    return found(thingOfReply(reply), !reply.removed && !reply.hiddenAt)
  },
  '/salons/:slug/messages/:seq': async req => {
    const { room, record } = await visibleMessage(req)
    return found(thingOfMessage(record, room), !record.removedAt && !record.hiddenAt)
  },
  '/ressources/:slug': async req => thingOfResource(await readable(req)),
  '/collections/:slug': async req => thingOfCollection(await collectionFor(req)),
  '/ressources/:slug/seances/:id': async req => {
    const resource = await readable(req)
    return thingOfRun(await runOf(req, resource), resource)
  },
  '/ressources/:slug/avis/:id': async req => {
    const resource = await readable(req)
    const rating = await ratingOf(req, resource)
    return found(thingOfRating(rating, resource), !rating.hiddenAt && rating.body !== '')
  },
  '/membres/:slug': async req => {
    const slug = String(req.params.slug)
    return thingOfMember(found(await Member.findOne({ slug, state: 'active' }).lean()))
  },
}

for (const [address, find] of Object.entries(FINDERS)) {
  const path = `${address}/signalement`
  const reportable = async (req: Request) => {
    const viewer = signedIn(req)
    const thing = await find(req)
    if (!canReport(viewer, thing)) throw new Forbidden('ownThing')
    return thing
  }
  const show = async (req: Request, res: Response) => showForm(req, res, await reportable(req))
  reportRoutes.get(path, show)
  reportRoutes.post(path, againOnInvalid(show), async (req, res) => {
    const thing = await reportable(req)
    const input = parse(reportForm, req)
    await spend('report', signedIn(req).id)
    const said = await report(thing, signedIn(req), input)
    await answer(req, res, thing, said)
  })
}

async function readable(req: Request) {
  const viewer = signedIn(req)
  const resource = await resourceBySlug(String(req.params.slug))
  return found(resource, canRead(viewer, resource))
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
