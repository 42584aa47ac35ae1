import type { Request, Response } from 'express'
import { Member } from '../../models/member.ts'
import { type CaseRecord, ModerationCase } from '../../models/moderation-case.ts'
import { Report } from '../../models/report.ts'
import { REASONS } from '../../models/words/moderation-case.ts'
import { useOnce } from '../people/auth/used-once.ts'
import { isFromOutside } from '../people/groups/coordination.ts'
import { type Writer, writersOf } from '../people/members/writers.ts'
import { record } from '../platform/audit/record.ts'
import { moderatedKind, thingOf } from '../platform/content/kinds.ts'
import type { Thing } from '../platform/content/thing.ts'
import { objectId } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { respond, startForm } from '../platform/http/respond.ts'
import type { Language } from '../platform/i18n/index.ts'
import { renderMarkdown } from '../platform/markdown/render.ts'
import { formatDateTime } from '../platform/time/format.ts'
import { membersSeenBy } from '../platform/who/audience.ts'
import { found, signedIn } from '../platform/who/current.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { canDecide, canSeeCase } from './policy.ts'
import { ago, decisionsOn, presentCase } from './queue.ts'
import { tracesOf } from './traces.ts'

const MOST_REPORTS = 20
const MOST_EARLIER = 10

/** The case of this address, among those that this moderator may look at. */
export async function caseFor(req: Request): Promise<CaseRecord> {
  const _id = found(objectId.safeParse(req.params.id).data)
  const subject = found(await ModerationCase.findById(_id).lean<CaseRecord>())
  const viewer = signedIn(req)
  return found(subject, canSeeCase(viewer, subject, await isFromOutside(viewer, subject)))
}

/** Everything that a moderator needs in order to decide, on one page. */
export async function showCase(req: Request, res: Response) {
  const subject = await caseFor(req)
  const fromOutside = await isFromOutside(signedIn(req), subject)
  if (fromOutside) await noteReading(signedIn(req), subject)
  const spoken = language(res)
  const [read, reports, decisions, earlier, author] = await Promise.all([
    thingOf(subject.kind, subject.target),
    Report.find({ kind: subject.kind, target: subject.target })
      .sort({ createdAt: 1 })
      .limit(MOST_REPORTS)
      .lean(),
    decisionsOn(subject.kind, subject.target),
    ModerationCase.find({
      ...{ author: subject.author, _id: { $ne: subject._id } },
      ...membersSeenBy(signedIn(req)),
    })
      .sort({ waitingSince: -1 })
      .limit(MOST_EARLIER)
      .lean<CaseRecord[]>(),
    Member.findById(subject.author, 'role state suspendedUntil').lean(),
  ])
  // Where it stands is no more theirs to read than before.
  const thing = fromOutside && read ? { ...read, url: '' } : read
  const kind = moderatedKind(subject.kind)
  const traces = thing ? await tracesOf(thing) : []
  const around = thing ? ((await kind?.around?.(thing.id)) ?? []) : []
  const people = await writersOf([
    subject.author,
    ...reports.map(({ reporter }) => reporter),
    ...decisions.map(({ by }) => by),
    ...traces.map(({ editor }) => editor),
    ...around.map(({ author }) => author),
  ])
  const person = (id: unknown): Writer | null => people.get(String(id)) ?? null
  const data = {
    ...presentCase(subject, person(subject.author)),
    fromGroup: fromOutside,
    thing: thing
      ? { ...thing, html: renderMarkdown(thing.body, { french: true, headingOffset: 2 }) }
      : null,
    reports: reports.map(({ reporter, reason, word, createdAt }) => ({
      ...{ reporter: person(reporter), reason, word, createdAt: createdAt.toISOString() },
    })),
    history: decisions.map(({ act, reason, word, by, at, answer, answeredAt, until }) => ({
      ...{ act, reason: reason ?? null, word, by: person(by), at: at.toISOString() },
      ...{ answer: answer ?? null, answeredAt: answeredAt?.toISOString() ?? null },
      until: until?.toISOString() ?? null,
    })),
    edits: traces.map(({ editor, before, after, at }) => ({
      ...{ editor: person(editor), before, after, at: at.toISOString() },
    })),
    earlier: earlier.map(one => presentCase(one, person(one.author))),
  }
  startForm(res, { reason: subject.reasons[0], decisions: subject.decisions })
  const decides = canDecide(signedIn(req), { author: subject.author, authorRole: author?.role })
  await respond(req, res, {
    view: 'moderation/case',
    data,
    also: {
      can: { ...optionsFor(subject, thing, fromOutside), decide: decides },
      out: author?.state === 'suspended' || author?.state === 'excluded',
      around: around.map(one => ({ ...one, author: person(one.author) })),
      seenBefore: seenBefore(subject, thing),
      lines: linesOf(data, spoken),
      reasonChoices: REASONS.map(value => ({
        value,
        label: res.locals.t(`moderation.reasons.${value}`),
      })),
      ...(thing && (await kind?.casePage?.(thing, spoken))),
    },
    page: { title: res.locals.t('moderation.caseTitle'), nav: 'administration' },
  })
}

/** Who looks into a group from outside says so in the journal: once an hour, however often they reload. */
async function noteReading(reader: Viewer, { _id, kind, target, decisions }: CaseRecord) {
  if (!(await useOnce(`case read ${_id} ${decisions} ${reader.id}`))) return
  await record(reader, 'case.read', { kind, id: target }, { case: String(_id) })
}

/** By the name under which the page knows each: `masquage`, and what the kind has of its own. */
function optionsFor({ kind, state }: CaseRecord, thing: Thing | undefined, fromOutside: boolean) {
  const { hide, acts = [] } = moderatedKind(kind) ?? {}
  const shown = thing !== undefined && !thing.hidden
  const own = acts.map(({ path, fromInside }) => [path, shown && !(fromInside && fromOutside)])
  return {
    hide: hide !== undefined && shown,
    restore: hide !== undefined && thing?.hidden === true,
    dismiss: state === 'open',
    ...Object.fromEntries(own),
  }
}

/** Dates in words, for the page alone. */
function linesOf(
  {
    reports,
    history,
    edits,
  }: {
    reports: { createdAt: string }[]
    history: { at: string; until: string | null }[]
    edits: { at: string }[]
  },
  spoken: Language,
) {
  const day = (iso: string | null) => (iso ? formatDateTime(new Date(iso), spoken) : '')
  return {
    reports: reports.map(one => ({ ...one, ago: ago(new Date(one.createdAt), spoken) })),
    history: history.map(one => ({ ...one, day: day(one.at), untilDay: day(one.until) })),
    edits: edits.map(one => ({ ...one, day: day(one.at) })),
  }
}

/** What was reported, when it no longer reads the same. */
function seenBefore({ seen }: CaseRecord, thing: Thing | undefined) {
  if (!seen || (thing?.body === seen.body && thing.title === seen.title)) return undefined
  return { title: seen.title, body: seen.body }
}
