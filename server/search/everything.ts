import type { Language } from '../platform/i18n/index.ts'
import { plainText } from '../platform/markdown/render.ts'
import { frenchTypography } from '../platform/markdown/typography.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import type { SearchAnswer } from './engine/index.ts'
import { highlight, passageOf } from './highlight.ts'
import { type KindRecord, recordsOf } from './hits.ts'
import { type FilePassage, passagesInFiles } from './in-files.ts'
import { scopeOf } from './scope.ts'
import { search } from './service.ts'

const EXCERPT = 160
/** How many near ones are proposed when nothing has every word. */
const NEAR = 5

type Asked = { q: string; kind: string | undefined; page: number; size: number }

/** All that this reader may see and that holds these words, best first. */
export async function searchEverything(
  viewer: Viewer | Visitor,
  { q, kind, page, size }: Asked,
  language: Language,
) {
  const answer = await search({
    q,
    filter: scopeOf(viewer),
    families: [{ name: 'of', ...(kind ? { filter: { of: kind } } : {}) }],
    offset: (page - 1) * size,
    limit: size,
  })
  const keys = answer.near ? answer.keys.slice(0, NEAR) : answer.keys
  const records = await recordsOf(keys, viewer, language)
  const inFiles = await passagesInFiles(records, answer)
  const hits = records.map(one => hitOf(one, answer, inFiles.get(one.id)))
  const { total, near, guessed, counts } = answer
  return {
    items: near ? [] : hits,
    near: near ? hits : [],
    ...{ total, guessed, counts: counts.of ?? {} },
  }
}

function hitOf(
  { kind, id, url, title, meta, texts }: KindRecord,
  answer: Pick<SearchAnswer, 'spellings'>,
  inFile: FilePassage | undefined,
) {
  const spellings = new Set(answer.spellings)
  const shown = frenchTypography(title)
  const excerpt = inFile ?? excerptOf(texts, spellings)
  return {
    ...{ kind, id, url, title, meta },
    excerpt: excerpt.text,
    file: inFile ? { name: inFile.name, url: inFile.url } : null,
    highlights: { title: highlight(shown, spellings), excerpt: excerpt.html },
  }
}

/** Where the words are, or else how the text begins. */
function excerptOf(texts: readonly string[], spellings: ReadonlySet<string>) {
  const read = texts.filter(Boolean).map(text => plainText(text))
  const text = (read[0] ?? '').slice(0, EXCERPT)
  const whole = text.length < EXCERPT ? text : `${text.replace(/\s+\S*$/, '')} …`
  return passageOf(read, spellings) ?? { text: whole, html: highlight(whole, spellings) }
}
