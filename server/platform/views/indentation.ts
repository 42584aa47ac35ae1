/**
 * Takes the indentation of a view away, by JSX's rule, so that views can be indented while pages stay as they are:
 * white space with a line break is nothing beside a tag or a mustache, one space between two words, one space
 * between two attributes. White space without a line break is content and stays.
 */
export function withoutIndentation(program: hbs.AST.Program) {
  new Reader().read(program.body)
  return program
}

type Place = 'text' | 'tag' | '"' | "'" | 'verbatim'

const VERBATIM = new Set(['pre', 'textarea', 'script', 'style'])
const PIECES = /[ \t\r\n]+|<\/?[a-z!][a-z0-9!-]*|\/?>|["']|[^ \t\r\n<>"'/]+|[<>/]/gi

class Reader {
  #place: Place = 'text'
  #tag = ''

  read(body: hbs.AST.Statement[]) {
    body.forEach((node, index) => {
      if (isContent(node)) node.value = this.#text(node.value, body[index + 1])
      if (isBlock(node)) this.#branches([node.program, node.inverse])
      if (isPartialBlock(node)) this.#branches([node.program])
    })
  }

  /** Each branch starts where the block does: inside the same tag, or in the same text. */
  #branches(branches: (hbs.AST.Program | undefined)[]) {
    const [place, tag] = [this.#place, this.#tag]
    for (const branch of branches) {
      if (!branch) continue
      this.#place = place
      this.#tag = tag
      this.read(branch.body)
    }
  }

  #text(text: string, following: hbs.AST.Statement | undefined) {
    const pieces = text.match(PIECES) ?? []
    let besideTag = true
    let written = ''
    pieces.forEach((piece, index) => {
      const next = pieces[index + 1]
      written += piece.includes('\n') ? this.#lineBreak(piece, next, besideTag, following) : piece
      besideTag = this.#move(piece)
    })
    return written
  }

  #lineBreak(
    piece: string,
    next: string | undefined,
    besideTag: boolean,
    following: hbs.AST.Statement | undefined,
  ) {
    if (this.#place === 'text') return besideTag || !next || startsTag(next) ? '' : ' '
    if (this.#place !== 'tag') return piece
    const attributeFollows = next ? !next.endsWith('>') : following && !isBlock(following)
    return attributeFollows ? ' ' : ''
  }

  /** Whether the piece ended a tag. */
  #move(piece: string) {
    if (this.#place === 'text' && startsTag(piece)) {
      this.#place = 'tag'
      this.#tag = piece.slice(1).toLowerCase()
    } else if (this.#place === 'verbatim') {
      if (piece.toLowerCase() === `</${this.#tag}`) this.#place = 'tag'
      if (this.#place === 'tag') this.#tag = ''
    } else if (this.#place === 'tag') {
      if (piece === '"' || piece === "'") this.#place = piece
      if (piece.endsWith('>')) this.#place = VERBATIM.has(this.#tag) ? 'verbatim' : 'text'
      return piece.endsWith('>')
    } else if (piece === this.#place) this.#place = 'tag'
    return false
  }
}

function startsTag(piece: string) {
  return /^<[a-z/!]/i.test(piece)
}

function isContent(node: hbs.AST.Node): node is hbs.AST.ContentStatement {
  return node.type === 'ContentStatement'
}

function isBlock(node: hbs.AST.Node): node is hbs.AST.BlockStatement {
  return node.type === 'BlockStatement'
}

function isPartialBlock(node: hbs.AST.Node): node is hbs.AST.PartialBlockStatement {
  return node.type === 'PartialBlockStatement'
}
