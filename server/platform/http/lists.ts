import type { Query } from 'mongoose'

/** What fits in a page of 400 nodes. */
export const PAGE_SIZE = 15

export type Pager = {
  page: number
  pages: number
  total: number
  previous: string | null
  next: string | null
  links: { page: number; url: string; current: boolean; gap: boolean }[]
}

/**
 * One page of a list: `{ items, total, next }` for everybody, and the links between pages for the
 * view. `address` is the list's own, with its filters.
 */
export async function listPage<R, T>(
  query: Query<R[], R>,
  page: number,
  address: string,
  present: (records: R[]) => Promise<T[]> | T[],
  size = PAGE_SIZE,
) {
  const [total, records] = await Promise.all([
    query.clone().countDocuments(),
    query
      .skip((page - 1) * size)
      .limit(size)
      .lean(),
  ])
  const pager = pagerOf(page, total, address, size)
  // `lean()` answers the records themselves, which is what the model's type says of a plain read.
  const items = await present(records as R[])
  return { data: { items, total, next: pager.next }, also: { pager } }
}

export function pagerOf(page: number, total: number, address: string, size = PAGE_SIZE): Pager {
  const pages = Math.max(1, Math.ceil(total / size))
  const url = (n: number) => withPage(address, n)
  return {
    page,
    pages,
    total,
    previous: page > 1 ? url(page - 1) : null,
    next: page < pages ? url(page + 1) : null,
    links: shownPages(page, pages).map((n, i, all) => ({
      page: n,
      url: url(n),
      current: n === page,
      gap: i > 0 && n - (all[i - 1] ?? n) > 1,
    })),
  }
}

/** First, last, and those around the current one. */
function shownPages(page: number, pages: number) {
  const near = [1, page - 1, page, page + 1, pages]
  return [...new Set(near)].filter(n => n >= 1 && n <= pages).sort((a, b) => a - b)
}

function withPage(address: string, page: number) {
  const [path, search] = address.split('?')
  const query = new URLSearchParams(search)
  if (page > 1) query.set('page', String(page))
  const rest = query.toString()
  return rest ? `${path}?${rest}` : String(path)
}
