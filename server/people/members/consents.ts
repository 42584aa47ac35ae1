import { LegalPage } from '../../../models/legal-page.ts'
import { Member } from '../../../models/member.ts'
import { remember } from '../../platform/memory.ts'

/** The page that everybody with an account was shown. */
const PAGE = 'privacy'

/** What a new account has read: the version in force at this moment. */
export async function consentNow(now = new Date()) {
  return { page: PAGE, version: await versionInForce(), at: now }
}

export async function versionInForce() {
  return (await latest({ page: PAGE })) ?? 0
}

/** Whether the page has changed in a way that this member has not been told of yet. Costs no query. */
export function hasNews(member: string): Promise<boolean> {
  return remember(['legal_pages', `members:${member}`], `news ${member}`, async () => {
    const important = await latest({ page: PAGE, important: true })
    if (important === undefined) return false
    const known = await Member.findById(member, 'consents createdAt').lean()
    const read = (known?.consents ?? []).filter(({ page }) => page === PAGE)
    return !read.some(({ version }) => version >= important)
  })
}

/** They have read what is new; said twice, it is once. */
export async function noteRead(member: string, now = new Date()) {
  const consent = await consentNow(now)
  const isNew = { $not: { $elemMatch: { page: PAGE, version: consent.version } } }
  await Member.updateOne({ _id: member, consents: isNew }, { $push: { consents: consent } })
}

async function latest(filter: { page: 'privacy'; important?: true }) {
  const last = await LegalPage.findOne(filter, 'version').sort({ version: -1 }).lean()
  return last?.version
}
