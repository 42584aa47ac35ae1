import { Member } from '../../../models/member.ts'
import { kinds } from '../../platform/content/kinds.ts'
import { renderMarkdown } from '../../platform/markdown/render.ts'
import { services } from '../../platform/services.ts'

/**
 * A member is new until three of their contributions stand for others to read, or a week has passed since
 * the coordination let them in by hand. Coordinators and administrators never are.
 */
const STANDING = 3
const WEEK_MS = 7 * 24 * 3600 * 1000

/** What a new member writes with a link to another site is looked at before others see it. */
export async function mustWait(author: { id: string }, texts: readonly string[]) {
  return texts.some(text => linksElsewhere(text).length > 0) && (await isNew(author.id))
}

export async function isNew(id: string, now = Date.now()) {
  const member = await Member.findById(id, 'role approvedAt').lean()
  if (!member) return true
  if (member.role === 'coordinator' || member.role === 'admin') return false
  if (member.approvedAt && now - member.approvedAt.getTime() > WEEK_MS) return false
  return (await standing(id)) < STANDING
}

/** The links to other sites, as readers would get them: written as links, or made one by Markdown. */
export function linksElsewhere(text: string): string[] {
  const { host } = new URL(services().baseUrl)
  const links = renderMarkdown(text).matchAll(/<a [^>]*?href="(https?:[^"]*)"/gi)
  return [...links]
    .map(([, href = '']) => href)
    .filter(href => !URL.canParse(href) || new URL(href).host !== host)
}

async function standing(author: string) {
  const counts = kinds().map(({ writing }) => writing?.standing?.(author, STANDING) ?? 0)
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}
