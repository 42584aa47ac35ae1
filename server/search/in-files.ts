import { textsOf } from '../platform/attachments/texts/read.ts'
import type { FoundFile } from '../platform/content/kind.ts'
import { folded } from '../platform/http/slugs.ts'
import type { SearchAnswer } from './engine/index.ts'
import { type Highlighted, passageOf } from './highlight.ts'

type Read = { id: string; title: string; texts: readonly string[]; files?: readonly FoundFile[] }

/** Where a file says what its record does not. */
export type FilePassage = Highlighted & { name: string; url: string }

/** Of these records, what was found in their files alone: by id, the file that says the most of it. */
export async function passagesInFiles(
  records: readonly Read[],
  { heard, spellings }: Pick<SearchAnswer, 'heard' | 'spellings'>,
): Promise<Map<string, FilePassage>> {
  const silent = records.filter(one => one.files?.length && !saysAll(one, heard))
  const keys = silent.flatMap(one => (one.files ?? []).map(({ key }) => key))
  const texts = await textsOf(keys)
  const passages = new Map<string, FilePassage>()
  for (const { id, files = [] } of silent) {
    const best = bestOf(files, texts, new Set(spellings))
    if (best) passages.set(id, best)
  }
  return passages
}

/** Whether its own words have something of each thing that was asked for. */
function saysAll({ title, texts }: Read, heard: readonly (readonly string[])[]) {
  const words = new Set(folded([title, ...texts].join(' ')).match(/[\p{L}\p{N}]+/gu))
  return heard.every(spellings => spellings.length === 0 || spellings.some(one => words.has(one)))
}

function bestOf(
  files: readonly FoundFile[],
  texts: ReadonlyMap<string, string>,
  spellings: ReadonlySet<string>,
): FilePassage | undefined {
  const found = files.flatMap(({ key, name, url }) => {
    const passage = passageOf([texts.get(key) ?? ''], spellings)
    return passage ? [{ ...passage, name, url }] : []
  })
  const marks = ({ html }: Highlighted) => html.split('<mark>').length
  return found.sort((a, b) => marks(b) - marks(a))[0]
}
