import type { ResourceRecord } from '../../../models/resource.ts'
import { frenchTypography } from '../../platform/markdown/typography.ts'
import { essentialsOf, type FoundLink, linksOf } from './essentials.ts'

/** What participants take home: in print and on a page alike. */
export type Handout = {
  summary: string
  steps: { title: string; body: string }[]
  links: (FoundLink & { shown: string })[]
}

/** `origin` makes the addresses of this hub whole. */
export function handoutOf(record: ResourceRecord, origin: string): Handout {
  const texts = [record.summary, ...record.steps.map(({ body }) => body), record.body]
  return {
    summary: frenchTypography(record.summary),
    steps: record.steps.map(({ title, body, mode }) => ({
      title: frenchTypography(title),
      body: essentialsOf(body, mode),
    })),
    links: linksOf(texts).map(({ text, url }) => {
      const whole = url.startsWith('/') ? `${origin}${url}` : url
      const shown = whole.replace(/^https?:\/\//, '').replace(/\/$/, '')
      // A bare address says nothing more than itself.
      return { url: whole, shown, text: text.includes(shown) ? '' : text }
    }),
  }
}
