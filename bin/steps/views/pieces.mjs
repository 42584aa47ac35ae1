/**
 * A view as a flat list of pieces, each with what stands before it: nothing (a place for a line break)
 * or a space (content, which no line break may replace except between two words).
 */
const MUSTACHE = /^(?:{{!--[\s\S]*?--}}|{{{[\s\S]*?}}}|{{[\s\S]*?}})/
const SPACE = /^[ \t\r\n]+/
const TAG_NAME = /^<\/?([a-z!][a-z0-9!-]*)/i
const WORD = /^(?:(?!{{|<[a-z/!])[^ \t\r\n])+/i
const VERBATIM = new Set(['pre', 'textarea', 'script', 'style'])
const VOID = new Set('!doctype area br col hr img input link meta source track wbr'.split(' '))

export function piecesOf(source) {
  const pieces = []
  let rest = source
  while (rest) {
    const white = SPACE.exec(rest)?.[0] ?? ''
    rest = rest.slice(white.length)
    if (!rest) break
    const piece = pieceAt(rest)
    rest = rest.slice(piece.length)
    pieces.push({ ...piece, space: spaceBetween(pieces.at(-1), white, piece) })
  }
  return pieces
}

function spaceBetween(previous, white, piece) {
  if (!previous || !white) return false
  if (previous.kind === 'word' && piece.kind === 'word') return true
  return !white.includes('\n')
}

function pieceAt(rest) {
  const mustache = MUSTACHE.exec(rest)?.[0]
  if (mustache) return { kind: kindOf(mustache), source: tidy(mustache), length: mustache.length }
  const name = TAG_NAME.exec(rest)?.[1].toLowerCase()
  if (name) return tagAt(rest, name)
  const word = WORD.exec(rest)?.[0] ?? rest[0]
  return { kind: 'word', source: word, length: word.length }
}

function kindOf(mustache) {
  if (mustache.startsWith('{{!')) return 'comment'
  if (mustache.startsWith('{{#')) return 'opening'
  if (mustache.startsWith('{{/')) return 'closing'
  if (/^{{(else\b|\^)/.test(mustache)) return 'else'
  return mustache.startsWith('{{>') ? 'partial' : 'mustache'
}

function tidy(mustache) {
  if (mustache.startsWith('{{!')) return mustache
  return argumentsOf(mustache)
    .join(' ')
    .replace(/ (}}}?)$/, '$1')
}

/** The parts of a mustache between its outermost spaces: `{{> card`, `thing=this`, `label=(t "x")}}`. */
export function argumentsOf(mustache) {
  const parts = ['']
  let depth = 0
  for (const [token] of mustache.matchAll(/"[^"]*"|'[^']*'|[ \t\r\n]+|[^ \t\r\n"']/g)) {
    if (token === '(') depth++
    if (token === ')') depth--
    if (!token.trim() && depth === 0) parts.push('')
    else parts[parts.length - 1] += token.trim() ? token : ' '
  }
  return parts
}

function tagAt(rest, name) {
  const end = endOfTag(rest)
  const source = rest.slice(0, end)
  if (source.startsWith('</')) return { kind: 'end', name, source: `</${name}>`, length: end }
  const tag = { name, attributes: attributesOf(source), length: end }
  if (!VERBATIM.has(name)) {
    return { ...tag, kind: VOID.has(name) || source.endsWith('/>') ? 'void' : 'start' }
  }
  const close = `</${name}>`
  const until = rest.toLowerCase().indexOf(close, end) + close.length
  return { ...tag, kind: 'verbatim', body: rest.slice(end, until), length: until }
}

function endOfTag(rest) {
  for (const token of tokensOfTag(rest)) if (token.text === '>') return token.end
  throw new Error(`A tag does not end: ${rest.slice(0, 60)}`)
}

function* tokensOfTag(source) {
  let at = 0
  while (at < source.length) {
    const rest = source.slice(at)
    const text = MUSTACHE.exec(rest)?.[0] ?? SPACE.exec(rest)?.[0] ?? quoted(rest) ?? rest[0]
    at += text.length
    yield { text, end: at }
  }
}

/** A quoted value whole, with the mustaches in it, which have quotes of their own. */
function quoted(rest) {
  const quote = rest[0]
  if (quote !== '"' && quote !== "'") return undefined
  let at = 1
  while (at < rest.length && rest[at] !== quote) {
    at += MUSTACHE.exec(rest.slice(at))?.[0].length ?? 1
  }
  return rest.slice(0, at + 1)
}

/** What stands between the name and the end of a tag, each with whether a space goes before it. */
function attributesOf(source) {
  const items = []
  let depth = 0
  let white = ''
  for (const { text } of tokensOfTag(source.slice(TAG_NAME.exec(source)[0].length))) {
    if (text === '>') break
    if (depth === 0 && !text.trim()) {
      white = text
      continue
    }
    const opens = text.startsWith('{{#')
    if (startsItem({ items, opens, white, depth })) {
      items.push({ source: '', space: Boolean(white) && !opens })
    }
    items.at(-1).source += tidyInTag(text)
    if (opens) depth++
    if (text.startsWith('{{/')) depth--
    white = ''
  }
  return items
}

/** A line break before a block is nothing, so that the space belongs to what the block adds. */
function startsItem({ items, opens, white, depth }) {
  if (opens && white && !white.includes('\n')) {
    throw new Error('In a tag, write the space inside the block: <a{{#if x}} class="y"{{/if}}>')
  }
  if (items.length === 0) return true
  return (Boolean(white) || (opens && depth === 0)) && !items.at(-1).source.endsWith('=')
}

function tidyInTag(text) {
  if (!text.trim()) return ' '
  return text.startsWith('{{') ? tidy(text) : text
}
