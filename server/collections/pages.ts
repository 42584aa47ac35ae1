import type { Request, Response } from 'express'
import { Collection, type CollectionRecord } from '../../models/collection.ts'
import { bylinesOf } from '../library/authors.ts'
import { CARD_FIELDS, cardsOf } from '../library/queries.ts'
import { canReport } from '../moderation/policy.ts'
import { audienceChoices } from '../people/groups/queries.ts'
import { listPage, pagerOf } from '../platform/http/lists.ts'
import { parseQuery } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { respond, startForm } from '../platform/http/respond.ts'
import { authorize, signedIn, viewerOf } from '../platform/who/current.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import { collectionsQuery } from './forms.ts'
import { canEdit, canMake, canMakeOfficial } from './policy.ts'
import { collectionUrl, presentCollection, presentEntries, rightsOn } from './presenter.ts'
import { COLLECTION_TOPICS, countsFor, resourcesIn, visibleTo } from './queries.ts'
import { changeable, seen } from './seen.ts'

const A_PAGE = 24
const ITEMS_A_PAGE = 20

export async function showCollections(req: Request, res: Response) {
  const viewer = viewerOf(req)
  const { page } = parseQuery(collectionsQuery, req)
  const found = Collection.find(visibleTo(viewer)).sort({ updatedAt: -1, _id: -1 })
  const present = async (records: CollectionRecord[]) => {
    const [people, count] = await Promise.all([
      bylinesOf(records.map(({ author }) => author)),
      countsFor(records, viewer),
    ])
    return records.map(one =>
      presentCollection(one, people.get(String(one.author)), count(one), language(res)),
    )
  }
  const list = await listPage(found, page, '/collections', present, A_PAGE)
  await respond(req, res, {
    view: 'collections/index',
    data: list.data,
    also: { ...list.also, can: { make: canMake(viewer) } },
    page: {
      title: res.locals.t('collections.title'),
      nav: 'ressources',
      topics: COLLECTION_TOPICS,
    },
  })
}

/** One page of it, or the same page as a form where its items are put in order (`ranger`). */
export async function showCollection(req: Request, res: Response) {
  const viewer = viewerOf(req)
  const collection = await seen(req)
  const data = await wholeCollection(collection, viewer, res)
  const rights = rightsOn(collection, viewer)
  const isArranged = Boolean(rights.fill && req.query.ranger)
  const { page } = parseQuery(collectionsQuery, req)
  const url = collectionUrl(collection)
  startForm(res, {})
  await respond(req, res, {
    view: 'collections/show',
    data,
    also: {
      can: { ...rights, report: canReport(viewer, collection) },
      shown: data.items.slice((page - 1) * ITEMS_A_PAGE, page * ITEMS_A_PAGE),
      isArranged,
      pager: pagerOf(page, data.total, isArranged ? `${url}?ranger=1` : url, ITEMS_A_PAGE),
    },
    page: {
      title: collection.title,
      description: collection.summary,
      nav: 'ressources',
      topics: COLLECTION_TOPICS,
      scripts: isArranged ? ['arrange.js'] : [],
    },
  })
}

/** Where the page of the collection that this request is about is put in order. */
export function arrangingUrl(req: Request, collection: CollectionRecord) {
  const { page } = parseQuery(collectionsQuery, req)
  return `${collectionUrl(collection)}?ranger=1${page > 1 ? `&page=${page}` : ''}`
}

/** A collection with the cards of what its reader may see in it. */
export async function wholeCollection(
  collection: CollectionRecord,
  viewer: Viewer | Visitor,
  res: Response,
) {
  const entries = await resourcesIn(collection, viewer, CARD_FIELDS)
  const spoken = language(res)
  const [cards, people] = await Promise.all([
    cardsOf(
      entries.map(({ record }) => record),
      spoken,
    ),
    bylinesOf([collection.author]),
  ])
  const items = presentEntries(
    cards.map((card, index) => ({ card, note: entries[index]?.note ?? '' })),
  )
  const author = people.get(String(collection.author))
  return {
    ...presentCollection(collection, author, items.length, spoken),
    items,
    total: items.length,
  }
}

export async function showNew(req: Request, res: Response) {
  authorize(canMake(signedIn(req)))
  startForm(res, { audience: 'personal' })
  await showForm(req, res, 'collections/new', 'collections.newTitle', {})
}

export async function showEdit(req: Request, res: Response) {
  const collection = await changeable(req, canEdit)
  const { title, summary, official, personal, audience } = collection
  startForm(res, { title, summary, official, audience: personal ? 'personal' : audience })
  const data = presentCollection(collection, undefined, 0, language(res))
  await showForm(req, res, 'collections/edit', 'collections.editTitle', data)
}

async function showForm(req: Request, res: Response, view: string, title: string, data: object) {
  const viewer = signedIn(req)
  const { t } = res.locals
  const plain = ['personal', 'network', 'public'].map(value => ({
    value,
    label: t(`collections.audiences.${value}`),
  }))
  await respond(req, res, {
    view,
    data,
    also: {
      audiences: await audienceChoices(viewer, plain),
      can: { official: canMakeOfficial(viewer) },
    },
    page: { title: t(title), nav: 'ressources', scripts: ['kept.js'] },
  })
}
