import { piecesOf } from './pieces.mjs'

/** Elements and blocks with what they hold; a tag that a block opens and another closes stays alone. */
export function treeOf(source) {
  const whole = { kind: 'root', children: [] }
  const open = [whole]
  for (const piece of piecesOf(source)) place(piece, open)
  while (open.length > 1) leaveAlone(open)
  return whole.children
}

function place(piece, open) {
  if (piece.kind === 'start') return enter({ ...piece, kind: 'element', children: [] }, open)
  if (piece.kind === 'opening') {
    const children = []
    return enter({ ...piece, kind: 'block', branches: [{ children }], children }, open)
  }
  if (piece.kind === 'else' || piece.kind === 'closing') return leaveBranch(piece, open)
  if (piece.kind === 'end') return leaveElement(piece, open)
  open.at(-1).children.push(piece)
}

function enter(node, open) {
  open.at(-1).children.push(node)
  open.push(node)
}

function leaveBranch(piece, open) {
  while (open.at(-1).kind === 'element') leaveAlone(open)
  const block = open.at(-1)
  if (piece.kind === 'closing') {
    block.end = piece
    open.pop()
  } else {
    block.children = []
    block.branches.push({ opening: piece, children: block.children })
  }
}

function leaveElement(piece, open) {
  const inner = open.findLastIndex(node => node.kind !== 'element')
  const at = open.findLastIndex(node => node.name === piece.name)
  if (at <= inner) return open.at(-1).children.push(piece)
  while (open.length - 1 > at) leaveAlone(open)
  open.pop().end = piece
}

/** An element without an end in reach: its start stands alone, what it held moves out. */
function leaveAlone(open) {
  const { children, ...start } = open.pop()
  const siblings = open.at(-1).children
  siblings.splice(siblings.length - 1, 1, { ...start, kind: 'void' }, ...children)
}
