import type { NewsItem, NewsReader, Span } from '../../platform/content/news.ts'
import { newsParts } from '../../platform/content/news-parts.ts'
import type { Viewer } from '../../platform/who/viewer.ts'

/** One part of the mail: its name, and what it tells. */
export type News = { name: string; items: NewsItem[] }[]

/** What is new for this member since their last mail, among what they may see, in the order of the mail. */
export async function newsFor(viewer: Viewer, reader: NewsReader, span: Span): Promise<News> {
  const found = await Promise.all(
    newsParts().map(async part => ({ ...part, items: await part.find(viewer, reader, span) })),
  )
  const first = found.filter(({ toldFirst }) => toldFirst)
  const told = new Set(first.flatMap(({ items }) => items.map(({ url }) => url)))
  return found.map(({ name, items, unlessTold }) => ({
    name,
    items: unlessTold ? items.filter(({ url }) => !told.has(url)) : items,
  }))
}

export function isEmpty(news: News) {
  return news.every(({ items }) => items.length === 0)
}
