import type { Token } from 'markdown-it'

/** The words of a parsed text, blocks and lines joined by one space. */
export function plainWords(tokens: Token[]): string {
  return tokens.map(words).join(' ').replace(/\s+/g, ' ').trim()
}

function words(token: Token): string {
  if (token.children) return token.children.map(inlineWords).join('')
  return token.type === 'fence' || token.type === 'code_block' ? token.content : ''
}

function inlineWords(token: Token): string {
  if (token.type === 'softbreak' || token.type === 'hardbreak') return ' '
  return token.type === 'text' || token.type === 'code_inline' || token.type === 'image'
    ? token.content
    : ''
}
