import type { Token } from 'markdown-it'
import type { StepMode } from '../../../models/words/resource.ts'
import { parserFor } from '../../platform/markdown/parser.ts'

export type FoundLink = { text: string; url: string }

const MOST_LINKS = 12

/**
 * Of a step's Markdown, what participants keep: its lists, tables, pictures and code, or else its first line.
 * What is only said around the table stays with whoever leads.
 */
export function essentialsOf(body: string, mode: StepMode): string {
  const lines = body.split('\n')
  const blocks = parserFor({})
    .parse(body, {})
    .filter(({ level, nesting, map }) => level === 0 && nesting !== -1 && map)
  const kept = blocks.filter(isToDo)
  if (kept.length === 0 && mode !== 'talk') return firstLine(blocks.find(isText), lines)
  return kept.map(({ map }) => lines.slice(map?.[0], map?.[1]).join('\n').trimEnd()).join('\n\n')
}

/** The addresses of a text, each once, with the words that lead to it. */
export function linksOf(texts: readonly string[]): FoundLink[] {
  const found = new Map<string, string>()
  for (const text of texts)
    for (const token of parserFor({}).parse(text, {})) readLinks(token.children ?? [], found)
  return [...found].slice(0, MOST_LINKS).map(([url, said]) => ({ url, text: said }))
}

function readLinks(tokens: readonly Token[], found: Map<string, string>) {
  tokens.forEach((token, index) => {
    const url = token.type === 'link_open' ? String(token.attrGet('href') ?? '') : ''
    if (!/^(https?:|\/)/i.test(url) || found.has(url)) return
    const end = tokens.findIndex((one, at) => at > index && one.type === 'link_close')
    const said = tokens.slice(index + 1, end).map(({ content }) => content)
    found.set(url, said.join(''))
  })
}

function firstLine(block: Token | undefined, lines: readonly string[]) {
  return lines[block?.map?.[0] ?? lines.length]?.trim() ?? ''
}

function isToDo({ type }: Token) {
  return ['bullet_list_open', 'ordered_list_open', 'table_open', 'fence', 'code_block'].includes(
    type,
  )
}

function isText({ type }: Token) {
  return type === 'paragraph_open'
}
