import { Group, type GroupRecord } from '../../../models/group.ts'
import { Member, type MemberRecord } from '../../../models/member.ts'
import type { Jobs } from '../../platform/jobs/jobs.ts'
import { writeTo } from '../../platform/mail/letter.ts'
import { services } from '../../platform/services.ts'
import { keepersOf } from './people.ts'
import { groupUrl } from './queries.ts'

type Concerned = { group: string; member: string }
type Invited = Concerned & { by: string }
type Answered = Concerned & { accepted: boolean; word: string }

/** Who is invited, who is asked and who is answered hear of it by mail, after the answer of the page. */
export function defineGroupJobs(jobs: Jobs) {
  jobs.define<Invited>('mail.groupInvited', mailInvited)
  jobs.define<Concerned>('mail.groupAsked', mailAsked)
  jobs.define<Answered>('mail.groupAnswered', mailAnswered)
}

export function tellInvited(group: GroupRecord, member: unknown, by: { name: string }) {
  const told = { ...concerned(group, member), by: by.name }
  return services().jobs.soon<Invited>('mail.groupInvited', told)
}

export function tellKeepers(group: GroupRecord, member: unknown) {
  return services().jobs.soon<Concerned>('mail.groupAsked', concerned(group, member))
}

export function tellAnswer(
  group: GroupRecord,
  member: unknown,
  answer: { accepted: boolean; word: string },
) {
  const told = { ...concerned(group, member), ...answer }
  return services().jobs.soon<Answered>('mail.groupAnswered', told)
}

function concerned({ _id }: GroupRecord, member: unknown): Concerned {
  return { group: String(_id), member: String(member) }
}

/** Unless they answered meanwhile, or the invitation was taken back. */
async function mailInvited({ group: id, member, by }: Invited) {
  const group = await Group.findOne({ _id: id, closedAt: null, invited: member }).lean()
  const guest = await reachable(member)
  if (group && guest && wantsNews(guest)) await news(guest, 'invited', group, { by })
}

async function mailAsked({ group: id, member }: Concerned) {
  const group = await Group.findOne({ _id: id, closedAt: null, asked: member }).lean<GroupRecord>()
  const asking = await reachable(member)
  if (!group || !asking) return
  for (const { _id } of await keepersOf(group)) {
    const keeper = await reachable(_id)
    if (keeper && wantsNews(keeper)) await news(keeper, 'asked', group, { asking: asking.name })
  }
}

/** Whoever asked hears the answer, whatever news they want otherwise. */
async function mailAnswered({ group: id, member, accepted, word }: Answered) {
  const group = await Group.findOne({ _id: id, closedAt: null }, 'title slug').lean()
  const asking = await reachable(member)
  if (!group || !asking) return
  const said = word ? `\n${word}\n` : ''
  await mail(asking, accepted ? 'accepted' : 'declined', group, { word: said })
}

type Place = Pick<GroupRecord, 'title' | 'slug'>
type Values = Record<string, string>

/** What one may ask not to get any more. */
function news(reader: MemberRecord, kind: string, group: Place, values: Values) {
  const { baseUrl } = services()
  const choice = `${baseUrl}/compte/courriels`
  const stop = reader.mail ? `${baseUrl}/courriels/arret/${reader.mail.key}` : undefined
  return mail(reader, kind, group, { ...values, choice }, stop)
}

function mail(reader: MemberRecord, kind: string, group: Place, more: Values, stop?: string) {
  const [subject, text] = [`groups.mail.${kind}.subject`, `groups.mail.${kind}.text`]
  const values = { ...more, group: group.title, link: linkFor(kind, group) }
  return writeTo(reader, { subject, text, values, unsubscribe: stop })
}

/** Where the reader goes on from: keepers to who asks, and who was refused to the other groups. */
function linkFor(kind: string, group: Place) {
  const { baseUrl } = services()
  if (kind === 'declined') return `${baseUrl}/groupes`
  return `${baseUrl}${groupUrl(group)}${kind === 'asked' ? '/membres' : ''}`
}

/** Nobody gets mails of members at an address that they did not confirm. */
function reachable(id: unknown) {
  return Member.findOne({ _id: id, state: 'active', confirmBy: null }).lean<MemberRecord>()
}

function wantsNews({ mail }: MemberRecord) {
  return mail?.pace !== 'never'
}
