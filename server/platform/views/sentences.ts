import Handlebars from 'handlebars'
import { hasKey, type Language, translator } from '../i18n/index.ts'
import { withoutIndentation } from './indentation.ts'

/** `{{t "threads.title"}}` costs nothing when it has no values: it becomes the sentence itself. */
export function translated(source: string, name: string, language: Language) {
  // Handlebars would take other line breaks away around a block that has a line of its own
  const program = withoutIndentation(Handlebars.parse(source, { ignoreStandalone: true }))
  const t = translator(language)
  new SentenceCheck(name, language).accept(program)
  replaceSentences(program.body, t)
  return program
}

type Node = hbs.AST.Node

class SentenceCheck extends Handlebars.Visitor {
  readonly #view: string
  readonly #language: Language

  constructor(view: string, language: Language) {
    super()
    this.#view = view
    this.#language = language
  }

  override MustacheStatement(node: hbs.AST.MustacheStatement) {
    this.#check(node)
    super.MustacheStatement(node)
  }

  override SubExpression(node: hbs.AST.SubExpression) {
    this.#check(node)
    super.SubExpression(node)
  }

  #check(node: hbs.AST.MustacheStatement | hbs.AST.SubExpression) {
    const key = sentenceKey(node)
    if (key && !hasKey(this.#language, key)) {
      throw new Error(`views/${this.#view}.hbs asks for "${key}", missing in ${this.#language}`)
    }
  }
}

function sentenceKey(node: hbs.AST.MustacheStatement | hbs.AST.SubExpression) {
  const [first] = node.params
  const named = node.path.type === 'PathExpression' && 'original' in node.path && node.path.original
  return named === 't' && first?.type === 'StringLiteral' && 'value' in first
    ? String(first.value)
    : undefined
}

function replaceSentences(body: Node[], t: (key: string) => string) {
  body.forEach((node, index) => {
    if (isMustache(node) && !node.hash?.pairs.length && node.params.length === 1) {
      const key = sentenceKey(node)
      if (key) body[index] = sentence(Handlebars.escapeExpression(t(key)), node)
    }
    if (isBlock(node)) {
      replaceSentences(node.program.body, t)
      if (node.inverse) replaceSentences(node.inverse.body, t)
    }
    if (isPartialBlock(node)) replaceSentences(node.program.body, t)
  })
}

/** Plain text between two tags, without asking the parser again. */
const [text] = Handlebars.parse('text').body

function sentence(words: string, { loc }: Node): Node {
  return Object.assign({ ...text, type: 'ContentStatement', loc }, { value: words })
}

function isMustache(node: Node): node is hbs.AST.MustacheStatement {
  return node.type === 'MustacheStatement'
}

function isBlock(node: Node): node is hbs.AST.BlockStatement {
  return node.type === 'BlockStatement'
}

function isPartialBlock(node: Node): node is hbs.AST.PartialBlockStatement {
  return node.type === 'PartialBlockStatement'
}
