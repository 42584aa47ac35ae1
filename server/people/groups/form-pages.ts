import type { Request, Response } from 'express'
import { GROUP_KINDS } from '../../../models/words/group.ts'
import { respond, startForm } from '../../platform/http/respond.ts'
import { authorize, signedIn } from '../../platform/who/current.ts'
import { canClose, canKeep, canMake, canMakeForTerritory } from './policy.ts'
import { presentGroup } from './presenter.ts'
import { territoriesById } from './territories.ts'
import { groupToChange } from './visible.ts'

export async function showNew(req: Request, res: Response) {
  const viewer = signedIn(req)
  authorize(canMake(viewer))
  startForm(res, { kind: 'open' })
  const territorial = canMakeForTerritory(viewer)
  await respond(req, res, {
    view: 'groups/new',
    data: { url: '/groupes/nouveau' },
    also: {
      kinds: kindChoices(res, territorial),
      territories: territorial ? await territoryChoices() : [],
    },
    page: { title: res.locals.t('groups.newTitle'), nav: 'groupes' },
  })
}

export async function showEdit(req: Request, res: Response) {
  const viewer = signedIn(req)
  const group = await groupToChange(req, canKeep)
  const { title, purpose, kind } = group
  startForm(res, { title, purpose, kind })
  await respond(req, res, {
    view: 'groups/edit',
    data: { ...presentGroup(group, viewer), purpose },
    also: {
      kinds: kind === 'territory' ? [] : kindChoices(res, false),
      can: { close: canClose(viewer, group) },
    },
    page: { title: res.locals.t('groups.editTitle'), nav: 'groupes' },
  })
}

function kindChoices(res: Response, territorial: boolean) {
  const kinds = GROUP_KINDS.filter(kind => territorial || kind !== 'territory')
  return kinds.map(value => ({ value, label: res.locals.t(`groups.kindChoices.${value}`) }))
}

async function territoryChoices() {
  const territories = [...(await territoriesById()).values()]
  return territories.map(({ slug, name }) => ({ value: slug, label: name }))
}
