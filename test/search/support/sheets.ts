import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { root } from '../../../server/platform/root.ts'
import { SearchIndex } from '../../../server/search/engine/index.ts'
import { usualGroups } from '../../../server/search/synonyms/stored.ts'

/** The sheets of the demonstration, each under its slug. */
export function indexOfSheets() {
  const index = new SearchIndex()
  index.setSynonyms(usualGroups())
  for (const file of readdirSync(join(root, 'demo', 'resources'))) index.put(sheetOf(file))
  return index
}

function sheetOf(file: string) {
  const [, head = '', body = ''] = readFileSync(
    join(root, 'demo', 'resources', file),
    'utf8',
  ).split(/^---$/m)
  const { title, summary, themes = [], publics = [], materials = [], steps = [] } = parse(head)
  const texts = {
    title,
    summary,
    body,
    tags: [...themes, ...publics, ...materials].join('\n'),
    steps: steps
      .map((step: { title: string; body?: string }) => `${step.title}\n${step.body ?? ''}`)
      .join('\n'),
  }
  return { key: file.replace(/\.md$/, ''), texts, facts: { audience: 'public' } }
}
