import type { Request, Response } from 'express'
import { Space } from '../../../models/space.ts'
import { OUTCOMES } from '../../../models/words/run-report.ts'
import { resourceUrl } from '../../library/presenter.ts'
import { seen } from '../../library/seen.ts'
import { PUBLICS } from '../../library/vocabulary.ts'
import { canReport } from '../../moderation/policy.ts'
import { spaceChoices } from '../../people/members/space-choices.ts'
import { listPage } from '../../platform/http/lists.ts'
import { pageQuery, parseQuery } from '../../platform/http/parse.ts'
import { language } from '../../platform/http/preferences.ts'
import { respond, startForm } from '../../platform/http/respond.ts'
import { authorize, signedIn } from '../../platform/who/current.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import { oldest, today } from './forms.ts'
import { canChangeRun, canTell } from './policy.ts'
import { type PresentedRun, presentOneRun, presentRuns, runsUrl, runWords } from './presenter.ts'
import { standing } from './queries.ts'
import { runOf } from './seen.ts'

/** Every workshop that was told of a sheet, with what they say together. */
export async function showRuns(req: Request, res: Response) {
  const viewer = signedIn(req)
  const resource = await seen(req)
  const { page } = parseQuery(pageQuery, req)
  const list = await listPage(standing(resource), page, runsUrl(resource), runs =>
    presentRuns(runs, resource),
  )
  await respond(req, res, {
    view: 'runs/index',
    data: list.data,
    also: {
      ...list.also,
      rows: list.data.items.map(run => forViewer(run, viewer, res)),
      resource: headOf(resource),
      can: { tell: canTell(viewer, resource) },
    },
    page: {
      title: res.locals.t('runs.titleOf', { title: resource.title }),
      nav: 'ressources',
    },
  })
}

export async function showRun(req: Request, res: Response) {
  const viewer = signedIn(req)
  const resource = await seen(req)
  const run = await presentOneRun(await runOf(req, resource), resource)
  await respond(req, res, {
    view: 'runs/show',
    data: run,
    also: { row: forViewer(run, viewer, res), resource: headOf(resource) },
    page: { title: res.locals.t('runs.titleOf', { title: resource.title }), nav: 'ressources' },
  })
}

export async function showNewRun(req: Request, res: Response) {
  const viewer = signedIn(req)
  const resource = await seen(req)
  authorize(canTell(viewer, resource))
  const mine = await mySpace(viewer)
  const { publics } = resource
  startForm(res, { day: today(), space: mine ?? '', publics: publics.filter(isKnown) })
  await showForm(req, res, 'runs/new', {
    url: `${runsUrl(resource)}/nouvelle`,
    resource: headOf(resource),
  })
}

export async function showEditRun(req: Request, res: Response) {
  const resource = await seen(req)
  const record = await runOf(req, resource)
  authorize(canChangeRun(signedIn(req), record))
  const run = await presentOneRun(record, resource)
  const { space, photo, ...values } = run
  startForm(res, { ...values, space: space?.url.split('/').at(-1) ?? '', photoAlt: photo?.alt })
  await showForm(req, res, 'runs/edit', { ...run, resource: headOf(resource) })
}

async function showForm(req: Request, res: Response, view: string, data: object) {
  const { t } = res.locals
  await respond(req, res, {
    view,
    data,
    also: {
      ...{ today: today(), oldest: oldest() },
      spaces: await spacesFor(signedIn(req)),
      publics: PUBLICS.map(value => ({ value, label: t(`library.publics.${value}`) })),
      outcomes: OUTCOMES.map(value => ({ value, label: t(`runs.outcomes.${value}`) })),
    },
    page: { title: t('runs.tell'), nav: 'ressources', scripts: ['kept.js', 'uploads.js'] },
  })
}

/** One's own first. */
async function spacesFor(viewer: Viewer) {
  const [all, mine] = await Promise.all([spaceChoices(), mySpace(viewer)])
  return [
    ...all.filter(({ value }) => value === mine),
    ...all.filter(({ value }) => value !== mine),
  ]
}

async function mySpace({ space }: Viewer) {
  return space ? (await Space.findById(space, 'slug').lean())?.slug : undefined
}

function forViewer(run: PresentedRun, viewer: Viewer, res: Response) {
  const owned = { member: run.member?.id, author: run.member?.id }
  return {
    ...runWords(run, language(res)),
    can: { change: canChangeRun(viewer, owned), report: canReport(viewer, owned) },
  }
}

function headOf(resource: { title: string; slug: string; kind: string }) {
  return { title: resource.title, url: resourceUrl(resource), kind: resource.kind }
}

function isKnown(text: string) {
  return PUBLICS.some(one => one === text)
}
