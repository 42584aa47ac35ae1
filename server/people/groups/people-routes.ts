import { type Request, type Response, Router } from 'express'
import type { GroupRecord } from '../../../models/group.ts'
import type { Act } from '../../../models/words/audit-entry.ts'
import { record } from '../../platform/audit/record.ts'
import { pagerOf } from '../../platform/http/lists.ts'
import { pageQuery, parse, parseQuery } from '../../platform/http/parse.ts'
import { againOnInvalid, removed, respond } from '../../platform/http/respond.ts'
import { signedIn } from '../../platform/who/current.ts'
import * as actions from './actions.ts'
import { answerForm, inviteForm, keeperForm } from './forms.ts'
import { tellAnswer, tellInvited } from './mails.ts'
import { keepersOf, named, peopleOf } from './people.ts'
import { canChoosePeople, hasAsked, isIn } from './policy.ts'
import { presentGroup, presentPerson } from './presenter.ts'
import { groupUrl } from './queries.ts'
import { groupToChange, personOf } from './visible.ts'

/** Who is in a group, who asks, who is invited; its keepers decide. */
export const peopleRoutes = Router({ mergeParams: true })

const A_PAGE = 12

peopleRoutes.get('/membres', showPeople)

peopleRoutes.post('/invitations', againOnInvalid(showPeople), async (req, res) => {
  const group = await groupToChange(req, canChoosePeople)
  const { _id } = await actions.invite(group, parse(inviteForm, req).member)
  await tellInvited(group, _id, signedIn(req))
  removed(req, res, `${groupUrl(group)}/membres`, 'groupInvited')
})

peopleRoutes.post('/demandes/:member/acceptation', againOnInvalid(showPeople), async (req, res) => {
  const group = await groupToChange(req, canChoosePeople)
  const { word } = parse(answerForm, req)
  const person = await personOf(req)
  await actions.accept(group, person)
  await tellAnswer(group, person.id, { accepted: true, word })
  removed(req, res, `${groupUrl(group)}/membres`, 'groupAccepted')
})

/** A request that is refused, or an invitation that is taken back. */
peopleRoutes.post('/demandes/:member/refus', againOnInvalid(showPeople), async (req, res) => {
  const group = await groupToChange(req, canChoosePeople)
  const { word } = parse(answerForm, req)
  const person = await personOf(req)
  await actions.decline(group, person)
  if (hasAsked(person, group)) await tellAnswer(group, person.id, { accepted: false, word })
  removed(req, res, `${groupUrl(group)}/membres`, 'groupDeclined')
})

peopleRoutes.post('/membres/:member/retrait', async (req, res) => {
  const group = await groupToChange(req, canChoosePeople)
  const person = await personOf(req)
  await actions.remove(group, person)
  await note(req, 'group.removed', group, person)
  removed(req, res, `${groupUrl(group)}/membres`, 'groupRemoved')
})

peopleRoutes.post('/membres/:member/charge', async (req, res) => {
  const group = await groupToChange(req, canChoosePeople)
  const person = await personOf(req)
  const { keeper } = parse(keeperForm, req)
  await actions.setKeeper(group, person, keeper)
  await note(req, keeper ? 'group.entrusted' : 'group.relieved', group, person)
  removed(req, res, `${groupUrl(group)}/membres`, 'saved')
})

/** Names are for those who are in it. */
async function showPeople(req: Request, res: Response) {
  const viewer = signedIn(req)
  const group = await groupToChange(req, isIn)
  const { page } = parseQuery(pageQuery, req)
  const [people, keepers] = await Promise.all([peopleOf(group), keepersOf(group)])
  const keeperIds = new Set(keepers.map(({ _id }) => String(_id)))
  const pager = pagerOf(page, people.length, `${groupUrl(group)}/membres`, A_PAGE)
  const items = people.slice((page - 1) * A_PAGE, page * A_PAGE).map(person => ({
    ...presentPerson(person),
    keeper: keeperIds.has(String(person._id)),
  }))
  const choose = canChoosePeople(viewer, group)
  await respond(req, res, {
    view: 'groups/people',
    data: {
      ...{ items, total: people.length, next: pager.next },
      ...(choose ? await waiting(group) : {}),
    },
    also: { group: presentGroup(group, viewer), pager, choose, lastKeeper: keepers.length === 1 },
    page: {
      title: res.locals.t('groups.peopleOf', { title: group.title }),
      nav: 'groupes',
    },
  })
}

const MOST_WAITING = 10

async function waiting({ asked, invited }: GroupRecord) {
  const [asking, guests] = await Promise.all([
    named(asked.slice(0, MOST_WAITING)),
    named(invited.slice(0, MOST_WAITING)),
  ])
  return { asked: asking.map(presentPerson), invited: guests.map(presentPerson) }
}

function note(
  req: Request,
  act: Extract<Act, `group.${string}`>,
  { _id, title }: GroupRecord,
  { id, name }: { id: string; name: string },
) {
  const about = { kind: 'group', id: _id, label: title }
  return record(signedIn(req), act, about, { member: id, name })
}
