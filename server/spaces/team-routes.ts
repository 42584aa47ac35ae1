import { type Request, Router } from 'express'
import { z } from 'zod'
import { Space, type SpaceRecord } from '../../models/space.ts'
import type { Act } from '../../models/words/audit-entry.ts'
import { record } from '../platform/audit/record.ts'
import { parse } from '../platform/http/parse.ts'
import { removed, respond } from '../platform/http/respond.ts'
import { authorize, found, signedIn } from '../platform/who/current.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { canEntrust, canLetIn } from './policy.ts'
import { entrust, letIn, turnDown, wholeTeam } from './team.ts'

/** Who belongs to a space: its keepers let volunteers in, its animateurs name keepers. */
export const teamRoutes = Router({ mergeParams: true })

export const keeperForm = z.object({ keeper: z.union([z.boolean(), z.stringbool()]) })

teamRoutes.get('/', async (req, res) => {
  const space = await spaceFor(req, canLetIn)
  const { items, claims } = await wholeTeam(space)
  await respond(req, res, {
    view: 'spaces/team',
    data: { items, total: items.length, next: null, claims },
    also: {
      space: { name: space.name, url: `/lieux/${space.slug}` },
      can: { entrust: canEntrust(signedIn(req), space) },
    },
    page: { title: res.locals.t('spaces.teamOf', { name: space.name }), nav: 'lieux' },
  })
})

teamRoutes.post('/:member/acceptation', async (req, res) => {
  const space = await spaceFor(req, canLetIn)
  const member = await letIn(space, String(req.params.member))
  await note(req, 'member.spaceGranted', space, member)
  removed(req, res, teamUrl(space), 'saved')
})

teamRoutes.post('/:member/refus', async (req, res) => {
  const space = await spaceFor(req, canLetIn)
  const member = await turnDown(space, String(req.params.member))
  await note(req, 'member.spaceRefused', space, member)
  removed(req, res, teamUrl(space), 'saved')
})

teamRoutes.post('/:member/charge', async (req, res) => {
  const space = await spaceFor(req, canEntrust)
  const { keeper } = parse(keeperForm, req)
  const member = await entrust(space, String(req.params.member), keeper)
  await note(req, keeper ? 'space.entrusted' : 'space.relieved', space, member)
  removed(req, res, teamUrl(space), 'saved')
})

async function spaceFor(req: Request, allowed: (viewer: Viewer, space: SpaceRecord) => boolean) {
  const viewer = signedIn(req)
  const space = found(await Space.findOne({ slug: String(req.params.slug) }).lean())
  authorize(allowed(viewer, space))
  return space
}

function teamUrl({ slug }: SpaceRecord) {
  return `/lieux/${slug}/equipe`
}

function note(req: Request, act: Act, space: SpaceRecord, member: { id?: unknown; name: string }) {
  const about = { kind: 'member', id: member.id, label: member.name }
  return record(signedIn(req), act, about, { space: space.name })
}
