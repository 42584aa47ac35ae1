import { argumentsOf } from './pieces.mjs'
import { treeOf } from './tree.mjs'

/**
 * A view indented. Line breaks go only where `server/platform/views/indentation.ts` takes them away again:
 * beside a tag or a mustache, between two words, between two attributes.
 */
const WIDTH = 110
// a mark that no view holds, before the further lines of a <pre> or <textarea>
const UNMOVED = '\u0000'
const INLINE = new Set(
  'a abbr b bdi br button cite code data dfn em i img input kbd label mark meter output progress q s samp select small span strong sub sup svg time u use path var'.split(
    ' ',
  ),
)

export function formatted(source) {
  const lines = linesOf(treeOf(source), 0).map(line => line.replace(UNMOVED, ''))
  return `${lines.join('\n')}\n`
}

/** Children, one a line or filling lines; a line is never broken at a space that a tag or mustache touches. */
function linesOf(nodes, depth) {
  const lines = []
  nodes.forEach((node, index) => {
    const previous = nodes[index - 1]
    const gap = gapBefore(node)
    const room = WIDTH - depth * 2 - (lines.at(-1) ?? '').length - gap.length
    const fits = flatOf(node)?.length <= room
    if (previous && mayShareLine(previous, node) && (fits || !mayBreak(previous, node))) {
      const [first, ...others] = fits ? [flatOf(node)] : wrapped(node, depth, WIDTH - room)
      lines.push(`${lines.pop()}${gap}${first}`, ...others)
    } else lines.push(...wrapped(node, depth, depth * 2))
  })
  return lines
}

function mayBreak(previous, node) {
  return !node.space || (previous.kind === 'word' && node.kind === 'word')
}

function mayShareLine(previous, node) {
  if (node.space) return true
  if (node.kind === 'word' && /^[,.;:!?)]/.test(node.source)) return true
  if (isSaid(previous) && isShortBlock(node)) return true
  if (isSaid(node) && isShortBlock(previous)) return true
  return !standsAlone(node) && !standsAlone(previous)
}

function isSaid({ kind }) {
  return kind === 'word' || kind === 'mustache'
}

function isShortBlock(node) {
  return node.kind === 'block' && flatOf(node)?.length < 40
}

function standsAlone(node) {
  if (isSaid(node)) return false
  if (['comment', 'partial', 'block'].includes(node.kind)) return true
  return !INLINE.has(node.name) || flatOf(node) === undefined
}

function wrapped(node, depth, used) {
  const flat = flatOf(node)
  return flat !== undefined && used + flat.length <= WIDTH ? [flat] : broken(node, depth)
}

/** On one line, or undefined where the node holds what has lines of its own. */
function flatOf(node) {
  if (node.kind === 'verbatim')
    return node.body.includes('\n') ? undefined : flatTag(node) + node.body
  if (node.kind === 'void') return flatTag(node)
  if (node.kind === 'element') return around(flatTag(node), flatChildren(node.children), node.end)
  if (node.kind === 'block') return flatBlock(node)
  return node.source.includes('\n') ? undefined : node.source
}

function around(start, inside, end) {
  return inside === undefined ? undefined : start + inside + gapBefore(end) + end.source
}

function flatBlock({ source, branches, end }) {
  let written = source
  for (const { opening, children } of branches) {
    const inside = flatChildren(children)
    if (inside === undefined) return undefined
    written += opening ? gapBefore(opening) + opening.source + inside : inside
  }
  return written + gapBefore(end) + end.source
}

function flatChildren(children) {
  if (children.length > 1 && children.some(child => standsTall(child))) return undefined
  const parts = children.map(child => [gapBefore(child), flatOf(child)])
  return parts.some(([, flat]) => flat === undefined) ? undefined : parts.flat().join('')
}

/** A block element among others gets a line of its own, however short. */
function standsTall(node) {
  return (node.kind === 'element' || node.kind === 'void') && !INLINE.has(node.name)
}

function gapBefore(node) {
  return node.space ? ' ' : ''
}

function flatTag({ name, attributes }) {
  const inside = attributes.map(({ source, space }) => (space ? ' ' : '') + source).join('')
  return `<${name}${inside}>`
}

function broken(node, depth) {
  if (node.kind === 'void') return brokenTag(node, depth)
  if (node.kind === 'verbatim') return brokenVerbatim(node, depth)
  if (node.kind === 'element') return brokenElement(node, depth)
  if (node.kind === 'block') return brokenBlock(node, depth)
  return node.kind === 'comment' ? [node.source] : brokenMustache(node.source, depth)
}

function brokenTag(tag, depth) {
  const flat = flatTag(tag)
  if (depth * 2 + flat.length <= WIDTH || tag.attributes.length === 0) return [flat]
  const closing = tag.attributes.at(-1).source === '/' ? '/>' : '>'
  const shown = closing === '/>' ? tag.attributes.slice(0, -1) : tag.attributes
  return [`<${tag.name}`, ...shown.map(({ source }) => `  ${source}`), closing]
}

/** Its body is content to the letter, so what follows the tag is not indented. */
function brokenVerbatim(node, depth) {
  const tag = brokenTag(node, depth)
  const [first, ...others] = node.body.split('\n')
  return [...tag.slice(0, -1), tag.at(-1) + first, ...others.map(line => UNMOVED + line)]
}

function brokenElement(node, depth) {
  const tag = brokenTag(node, depth)
  if (node.children.length === 0)
    return [...tag.slice(0, -1), tag.at(-1) + gapBefore(node.end) + node.end.source]
  return between(tag, node.children, node.end, depth)
}

function brokenBlock({ source, branches, end }, depth) {
  const [first, ...others] = branches
  let lines = brokenMustache(source, depth)
  let children = first.children
  for (const branch of others) {
    lines = between(lines, children, branch.opening, depth)
    children = branch.children
  }
  return between(lines, children, end, depth)
}

/** Children a step further in, but on the line of the start or end where a space between them is content. */
function between(start, children, end, depth) {
  const inside = linesOf(children, depth + 1).map(indented)
  const lines = [...start]
  if (children[0]?.space) lines.push(`${lines.pop()} ${inside.shift().trimStart()}`)
  lines.push(...inside)
  if (end.space) lines.push(`${lines.pop()} ${end.source}`)
  else lines.push(end.source)
  return lines
}

function indented(line) {
  return line.startsWith(UNMOVED) ? line : `  ${line}`
}

function brokenMustache(source, depth) {
  if (depth * 2 + source.length <= WIDTH || !/^{{[#>]/.test(source)) return [source]
  const [first, second, ...others] = argumentsOf(source)
  if (others.length === 0) return [source]
  const last = others.pop()
  const end = /}}$/.exec(last)[0]
  return [`${first} ${second}`, ...[...others, last.slice(0, -2)].map(part => `  ${part}`), end]
}
