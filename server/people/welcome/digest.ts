import { Member, type MemberRecord } from '../../../models/member.ts'
import type { NewsItem, Span } from '../../platform/content/news.ts'
import { type Translate, translator } from '../../platform/i18n/index.ts'
import { log } from '../../platform/log.ts'
import { spokenBy, writeTo } from '../../platform/mail/letter.ts'
import { services } from '../../platform/services.ts'
import { viewerById } from '../auth/passport.ts'
import { isLeaving } from '../members/departures.ts'
import { isEmpty, type News, newsFor } from './news.ts'
import { nextMail } from './pace.ts'

type Told = Pick<MemberRecord, '_id' | 'mail'>

const AT_ONCE = 50
const MOST_LINES = 10

/** Mails what is new to each member whose time has come. Answers how many mails left. */
export async function sendDigests(now = new Date()) {
  let sent = 0
  for (;;) {
    const due = await Member.find({ 'mail.nextAt': { $lte: now } }, '_id mail')
      .sort({ 'mail.nextAt': 1 })
      .limit(AT_ONCE)
      .lean<Told[]>()
    for (const member of due) if (await tell(member, now)) sent += 1
    if (due.length < AT_ONCE) return sent
  }
}

/** Whoever moves the next date first sends the mail: no other process does. */
async function tell({ _id, mail }: Told, until: Date) {
  if (!mail) return false
  const nextAt = nextMail(mail.pace, until)
  const member = await Member.findOneAndUpdate(
    { _id, 'mail.nextAt': mail.nextAt },
    nextAt ? { $set: { 'mail.nextAt': nextAt } } : { $unset: { 'mail.nextAt': 1 } },
    { returnDocument: 'after' },
  ).lean<MemberRecord>()
  if (!member || !isReachable(member) || (await isLeaving(String(_id)))) return false
  const span = { since: mail.since, until }
  try {
    const sent = await sendNews(member, span)
    await Member.updateOne({ _id }, { $set: { 'mail.since': until } })
    return sent
  } catch (failure) {
    // What was not told is told by the next one.
    log.warn({ err: failure, member: String(_id) }, 'news not sent')
    return false
  }
}

/** Nobody gets news at an address that they did not confirm, or while they are kept out. */
function isReachable({ state, confirmBy }: MemberRecord) {
  return state === 'active' && !confirmBy
}

async function sendNews(member: MemberRecord, span: Span) {
  const viewer = await viewerById(String(member._id))
  const news = viewer && (await newsFor(viewer, member, span))
  if (!news || isEmpty(news) || !member.mail) return false
  const t = translator(spokenBy(member))
  const { baseUrl } = services()
  const stop = `${baseUrl}/courriels/arret/${member.mail.key}`
  await writeTo(member, {
    subject: `welcome.mail.subject.${member.mail.pace}`,
    text: 'welcome.mail.text',
    values: { stop, choice: `${baseUrl}/compte/courriels`, news: inWords(news, t, baseUrl) },
    unsubscribe: stop,
  })
  return true
}

function inWords(news: News, t: Translate, baseUrl: string) {
  return news
    .map(({ name, items }) => section(t(`welcome.mail.${name}`), items, t, baseUrl))
    .filter(Boolean)
    .join('\n\n')
}

function section(title: string, items: NewsItem[], t: Translate, baseUrl: string) {
  if (items.length === 0) return ''
  const lines = items.slice(0, MOST_LINES).map(one => `- ${one.title}\n  ${baseUrl}${one.url}`)
  const more = items.length - MOST_LINES
  return [title, ...lines, ...(more > 0 ? [t('welcome.mail.more', { count: more })] : [])].join(
    '\n',
  )
}
