import { Member, type MemberRecord } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import { DAYS, ROLES } from '../../../models/words/member.ts'
import { THEMES } from '../../platform/content/themes.ts'
import { listPage, PAGE_SIZE, pagerOf } from '../../platform/http/lists.ts'
import type { Translate } from '../../platform/i18n/index.ts'
import { authorize } from '../../platform/who/current.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import { scopeOf } from '../../search/scope.ts'
import { search } from '../../search/service.ts'
import { volunteersFor } from './finding.ts'
import { canFindHelp, presentHelp } from './help.ts'
import { asksForHelp, type Wanted } from './help-forms.ts'
import type { Place } from './presenter.ts'
import { presentProfile } from './profile.ts'
import { spaceChoices } from './space-choices.ts'

const RADII = [5, 10, 20, 50, 100]

type Asked = { wanted: Wanted; page: number; viewer: Viewer; t: Translate }

/** A page of members: everybody, one role, or the volunteers that somebody looks for. */
export async function membersPage(asked: Asked) {
  const { wanted, viewer } = asked
  const finding = asksForHelp(wanted)
  // Who is free when is for those who prepare workshops.
  if (finding) authorize(canFindHelp(viewer))
  const list = finding ? await foundPage(asked) : await readPage(asked)
  const finder = wanted.role === 'volunteer' && canFindHelp(viewer)
  return {
    data: list.data,
    also: {
      ...{ ...list.also, finder: finder || finding, wanted },
      ...{ canFind: canFindHelp(viewer), narrowed: Boolean(wanted.q || wanted.role) },
      tabs: tabsOf(wanted),
      ...(finder || finding ? await choicesFor(asked) : {}),
    },
  }
}

function readPage(asked: Asked) {
  return asked.wanted.q ? namedPage(asked) : plainPage(asked)
}

async function plainPage({ wanted, page, viewer, t }: Asked) {
  const { role } = wanted
  const members = Member.find({ state: 'active', ...(role ? { role } : {}) }).sort({ name: 1 })
  return listPage(members, page, addressOf(wanted), records => presentAll(records, viewer, t))
}

/** Those whose name, skills or presentation say it, as far as they show them; the best first. */
async function namedPage({ wanted, page, viewer, t }: Asked) {
  const { q, role } = wanted
  const mayBe = { of: 'members', ...(role ? { role } : {}) }
  const answer = await search({
    q,
    filter: { $and: [scopeOf(viewer), mayBe] },
    offset: (page - 1) * PAGE_SIZE,
    limit: PAGE_SIZE,
  })
  const ids = answer.near ? [] : answer.keys.map(key => key.slice('members:'.length))
  const records = await Member.find({ _id: { $in: ids }, state: 'active' }).lean()
  const byId = new Map(records.map(record => [String(record._id), record]))
  const ordered = ids.flatMap(id => byId.get(id) ?? [])
  const pager = pagerOf(page, answer.total, addressOf(wanted))
  const items = await presentAll(ordered, viewer, t)
  return { data: { items, total: answer.total, next: pager.next }, also: { pager } }
}

async function presentAll(records: MemberRecord[], viewer: Viewer, t: Translate) {
  const placeOf = await placesOf(records)
  return records.map(record => presentFor(record, placeOf(record), viewer, t))
}

/** Everybody, then one role at a time, the words kept. */
function tabsOf({ q, role }: Wanted) {
  return [undefined, ...ROLES].map(one => ({
    url: addressOf({ q, role: one }),
    label: one ? `roles.${one}` : 'members.everyRole',
    current: one === role,
  }))
}

function addressOf({ q, role }: Pick<Wanted, 'q' | 'role'>) {
  const query = new URLSearchParams({ ...(q ? { q } : {}), ...(role ? { role } : {}) }).toString()
  return query ? `/membres?${query}` : '/membres'
}

async function foundPage({ wanted, page, viewer, t }: Asked) {
  const address = `/membres?${queryOf(wanted)}`
  const { items, total, pager } = await volunteersFor(viewer, wanted, page, address)
  const placeOf = await placesOf(items.map(({ member }) => member))
  const shown = items.map(({ member, km }) => ({
    ...presentFor(member, placeOf(member), viewer, t),
    distanceKm: km === undefined ? null : Math.round(km),
    away: km === undefined ? undefined : t('volunteers.away', { km: Math.round(km) }),
  }))
  return { data: { items: shown, total, next: pager.next }, also: { pager } }
}

/** With what they offer, for who may look for help. */
export function presentFor(member: MemberRecord, place: Place, viewer: Viewer, t: Translate) {
  const offers = canFindHelp(viewer) && member.role === 'volunteer'
  const help = offers ? presentHelp(member, t) : undefined
  return { ...presentProfile(member, place, viewer), ...(help ? { help } : {}) }
}

async function choicesFor({ viewer, t }: Asked) {
  return {
    skillChoices: THEMES.map(theme => t(`library.themes.${theme}`)),
    dayChoices: DAYS.map(value => ({ value, label: t(`volunteers.days.${value}`) })),
    radii: RADII,
    spaces: viewer.space ? [] : await spaceChoices(),
  }
}

function queryOf(wanted: Wanted) {
  const { competence, jour, rayon, lieu } = wanted
  const query = new URLSearchParams({ role: 'volunteer' })
  const given = { competence, jour, rayon, lieu }
  for (const [name, value] of Object.entries(given)) if (value) query.set(name, String(value))
  return query
}

/** The spaces of a page of members in one query. */
async function placesOf(records: Pick<MemberRecord, 'space'>[]) {
  const ids = records.map(({ space }) => space).filter(Boolean)
  const spaces = await Space.find({ _id: { $in: ids } }, 'name slug commune').lean()
  const byId = new Map(spaces.map(space => [String(space._id), space]))
  return ({ space }: Pick<MemberRecord, 'space'>) => byId.get(String(space)) ?? null
}
