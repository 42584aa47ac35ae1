import type { Request, RequestHandler } from 'express'
import Handlebars from 'handlebars'
import type { ResourceRecord } from '../../../models/resource.ts'
import { themeLabel } from '../../platform/content/themes.ts'
import { sendFresh } from '../../platform/http/fresh.ts'
import { parseQuery } from '../../platform/http/parse.ts'
import { language } from '../../platform/http/preferences.ts'
import { type Language, translator } from '../../platform/i18n/index.ts'
import { remember } from '../../platform/memory.ts'
import { networkSettings } from '../../platform/network/settings.ts'
import { services } from '../../platform/services.ts'
import { renderPartial } from '../../platform/views/engine.ts'
import { audiencesOf } from '../../platform/who/audience.ts'
import { viewerOf } from '../../platform/who/current.ts'
import type { Byline } from '../authors.ts'
import { labelsOf } from '../labels.ts'
import { RESOURCE_TOPICS } from '../queries.ts'
import { learningResource } from './learning-resource.ts'
import { changesSince, type FeedQuery, feedQuery, novelties } from './novelties.ts'

const MOST_NEW = 40
const MOST_A_PAGE = 50
/** Several dozens of whole texts, among what a process remembers. */
const WEIGHT = 20

type Written = { record: ResourceRecord; author: Byline | undefined }

/** The novelties, for feed readers: Atom (RFC 4287). */
export const atomFeed: RequestHandler = async (req, res) => {
  const query = parseQuery(feedQuery, req)
  const spoken = language(res)
  const body = await kept(req, spoken, `/ressources.atom${chosenBy(query)}`, async () => {
    const found = await novelties(query, viewerOf(req), MOST_NEW)
    return renderPartial('resources/atom', await atomWords(query, found, spoken), spoken)
  })
  sendFresh(req, res, { type: 'application/atom+xml; charset=utf-8', body })
}

/**
 * Everything, for other portals: JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), each item with its
 * schema.org description under `_learning_resource`. `next_url` leads from page to page, and at the end
 * is absent: the portal comes back to the last address it had.
 */
export const jsonFeed: RequestHandler = async (req, res) => {
  const query = parseQuery(feedQuery, req)
  const spoken = language(res)
  const body = await kept(req, spoken, addressOf(query), async () => {
    const found = await changesSince(query, viewerOf(req), MOST_A_PAGE)
    return JSON.stringify(await feedOf(query, found, spoken))
  })
  sendFresh(req, res, { type: 'application/feed+json; charset=utf-8', body })
}

/** For the head of a list: the same choices as a feed. */
export function atomLink(
  { kind, themes }: { kind?: FeedQuery['type']; themes: string[] },
  title: string,
) {
  const href = `/ressources.atom${chosenBy({ type: kind, theme: themes })}`
  return { type: 'application/atom+xml', title, href }
}

function kept(req: Request, spoken: Language, address: string, load: () => Promise<string>) {
  const who = audiencesOf(viewerOf(req)).join()
  const key = `feed ${who} ${spoken} ${address}`
  return remember([...RESOURCE_TOPICS, 'networks'], key, load, { weight: WEIGHT })
}

async function atomWords(query: FeedQuery, found: Written[], spoken: Language) {
  const { baseUrl } = services()
  const t = translator(spoken)
  const about = query.theme.map(key => themeLabel(key, t)).join(', ')
  const updated = Math.max(0, ...found.map(({ record }) => Number(record.updatedAt)))
  return {
    ...{
      baseUrl,
      self: `${baseUrl}/ressources.atom${chosenBy(query)}`,
      network: (await networkSettings()).name,
    },
    about,
    updated: new Date(updated).toISOString(),
    entries: found.map(({ record, author }) => ({
      ...labelsOf(record, spoken),
      url: `${baseUrl}/ressources/${record.slug}`,
      ...{ author, content: wholeText(record) },
      published: record.publishedAt.toISOString(),
      updated: record.updatedAt.toISOString(),
    })),
  }
}

async function feedOf(query: FeedQuery, found: Written[], language: Language) {
  const { baseUrl } = services()
  const { name } = await networkSettings()
  const last = found.length === MOST_A_PAGE ? found.at(-1) : undefined
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: `${name}, ${translator(language)('library.title')}`,
    home_page_url: `${baseUrl}/ressources`,
    feed_url: `${baseUrl}${addressOf(query)}`,
    ...(last ? { next_url: `${baseUrl}${addressOf(query, last.record)}` } : {}),
    language: 'fr',
    items: found.map(({ record, author }) => ({
      id: String(record._id),
      url: `${baseUrl}/ressources/${record.slug}`,
      title: record.title,
      summary: record.summary,
      content_html: absolute(wholeText(record), baseUrl),
      date_published: record.publishedAt.toISOString(),
      date_modified: record.updatedAt.toISOString(),
      ...(author ? { authors: [{ name: author.name }] } : {}),
      tags: record.themes,
      _learning_resource: learningResource(record, { language, baseUrl, author, publisher: name }),
    })),
  }
}

/** Always in the same order: one feed, one address. */
function chosenBy(
  { type, theme, depuis, apres }: Partial<FeedQuery> & Pick<FeedQuery, 'theme'>,
  last?: ResourceRecord,
) {
  const query = new URLSearchParams()
  if (type) query.set('type', type)
  for (const one of theme.toSorted()) query.append('theme', one)
  const since = last?.updatedAt ?? depuis
  const after = last ? String(last._id) : apres
  if (since) query.set('depuis', since.toISOString())
  if (since && after) query.set('apres', after)
  return query.size > 0 ? `?${query}` : ''
}

function addressOf(query: FeedQuery, last?: ResourceRecord) {
  return `/ressources.json${chosenBy(query, last)}`
}

/** The steps under their titles, then the text, as the page shows them. */
function wholeText({ steps, html }: ResourceRecord) {
  const parts = steps.map(step => `<h2>${Handlebars.escapeExpression(step.title)}</h2>${step.html}`)
  return [...parts, html].join('')
}

/** Links and pictures of this site, as somebody elsewhere has to follow them. */
function absolute(html: string, baseUrl: string) {
  return html.replace(/ (href|src)="\//g, ` $1="${baseUrl}/`)
}
