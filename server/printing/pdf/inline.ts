import type { Token } from 'markdown-it'
import { LINK, type Piece, type Style } from './theme.ts'

/** What stands in a line of Markdown: styled words, and pictures that come after them. */
export type Inline = { pieces: Piece[]; images: { src: string; alt: string }[] }

/** `address` makes addresses of this hub whole. */
export function inlineOf(
  tokens: readonly Token[],
  style: Style,
  address: (href: string) => string,
): Inline {
  const pieces: Piece[] = []
  const images: Inline['images'] = []
  const styles = [style]
  for (const token of tokens) {
    const now = styles.at(-1) ?? style
    if (token.type === 'image')
      images.push({ src: String(token.attrGet('src') ?? ''), alt: token.content })
    else if (token.type === 'softbreak' || token.type === 'hardbreak')
      pieces.push({ text: '\n', style: now })
    else if (token.type === 'code_inline')
      pieces.push({ text: token.content, style: { ...now, face: 'mono', size: now.size * 0.9 } })
    else if (token.nesting === 1) styles.push(opened(token, now, address))
    else if (token.nesting === -1) styles.pop()
    else if (token.content) pieces.push({ text: token.content, style: now })
  }
  return { pieces: withAddresses(pieces), images }
}

function opened(token: Token, now: Style, address: (href: string) => string): Style {
  if (token.type === 'strong_open')
    return { ...now, face: now.face === 'display-bold' ? now.face : 'text-bold' }
  if (token.type === 'em_open') return { ...now, oblique: true }
  if (token.type === 's_open') return { ...now, strike: true }
  if (token.type === 'link_open')
    return { ...now, colour: LINK, href: address(String(token.attrGet('href') ?? '')) }
  return now
}

/** On paper nobody can follow a link: its address is written after it. */
function withAddresses(pieces: Piece[]) {
  return pieces.flatMap((piece, index) => {
    const { href, ...style } = piece.style
    if (!href || pieces[index + 1]?.style.href === href) return [piece]
    const said = pieces
      .filter(one => one.style.href === href)
      .map(one => one.text)
      .join('')
    const short = href.replace(/^(https?:\/\/|mailto:|tel:)/, '').replace(/\/$/, '')
    if (said.includes(short) || said.includes(href)) return [piece]
    const size = style.size * 0.86
    return [piece, { text: ` (${short})`, style: { ...style, size, colour: '#4a5b68' } }]
  })
}
