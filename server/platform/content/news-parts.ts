import { features } from '../features/feature.ts'
import type { NewsPart } from './news.ts'

/** Every part, in the order of the mail. */
export function newsParts(): NewsPart[] {
  return features()
    .flatMap(({ news = [] }) => news)
    .sort((a, b) => a.place - b.place)
}
