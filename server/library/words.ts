import { plainText } from '../markdown/render.ts'
import { wordsOf } from '../search/words.ts'
import type { Content } from './content.ts'

const MOST_READ = 120_000

/** The words by which a resource is found, those of its title first. `labels`: of its codes. */
export function wordsOfResource(resource: Content, labels: readonly string[]): string[] {
  const { title, summary, themes, publics, materials, steps, body } = resource
  const tools = resource.tools.map(({ name }) => name)
  const text = [...steps.map(step => `${step.title}\n${step.body}`), body].join('\n\n')
  const words = plainText(text.slice(0, MOST_READ))
  return wordsOf(
    title,
    summary,
    ...labels,
    ...themes,
    ...publics,
    ...materials,
    ...tools,
    ...resource.systems,
    words,
  )
}
