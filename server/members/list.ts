import { DAYS, Member, type MemberRecord } from '../../models/member.ts'
import { Space } from '../../models/space.ts'
import { authorize } from '../auth/current.ts'
import { listPage } from '../http/lists.ts'
import type { Translate } from '../i18n/index.ts'
import { THEMES } from '../library/vocabulary.ts'
import { spaceChoices } from '../spaces/choices.ts'
import { volunteersFor } from './finding.ts'
import { canFindHelp, presentHelp } from './help.ts'
import { asksForHelp, type Wanted } from './help-forms.ts'
import type { Viewer } from './policy.ts'
import type { Place } from './presenter.ts'
import { presentProfile } from './profile.ts'

const RADII = [5, 10, 20, 50, 100]

type Asked = { wanted: Wanted; page: number; viewer: Viewer; t: Translate }

/** A page of members: everybody, one role, or the volunteers that somebody looks for. */
export async function membersPage(asked: Asked) {
  const { wanted, viewer } = asked
  const finding = asksForHelp(wanted)
  // Who is free when is for those who prepare workshops.
  if (finding) authorize(canFindHelp(viewer))
  const list = finding ? await foundPage(asked) : await plainPage(asked)
  const finder = wanted.role === 'volunteer' && canFindHelp(viewer)
  return {
    data: list.data,
    also: {
      ...{ ...list.also, finder: finder || finding, wanted },
      canFind: canFindHelp(viewer),
      ...(finder || finding ? await choicesFor(asked) : {}),
    },
  }
}

async function plainPage({ wanted: { role }, page, viewer, t }: Asked) {
  const members = Member.find({ state: 'active', ...(role ? { role } : {}) }).sort({ name: 1 })
  return listPage(members, page, role ? `/membres?role=${role}` : '/membres', async records => {
    const placeOf = await placesOf(records)
    return records.map(record => presentFor(record, placeOf(record), viewer, t))
  })
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
