import type { NewsPart, Span } from '../platform/content/news.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { changedOriginals } from './following.ts'

export const originalNews: NewsPart = {
  name: 'originals',
  place: 5,
  find: (viewer, _reader, span) => newOriginals(viewer, span),
}

/** What the member's adaptations were made from has changed. */
async function newOriginals(viewer: Viewer, { since, until }: Span) {
  const changed = await changedOriginals(viewer)
  return changed
    .filter(({ original }) => original.updatedAt > since && original.updatedAt <= until)
    .map(({ adaptation, original }) => ({
      title: original.title,
      url: `/ressources/${adaptation.slug}/original`,
    }))
}
