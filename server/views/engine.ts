import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import Handlebars from 'handlebars'
import { hasKey, LANGUAGES, type Language, translator } from '../i18n/index.ts'
import { fromSources, root } from '../root.ts'
import { viewHelpers } from './helpers.ts'

/**
 * The pages: every file of `views/` compiled once a language at start, where sentences without values
 * become plain text. A page is a view inside `layouts/main`; a partial is any view, by its path.
 */
type Template = Handlebars.TemplateDelegate

const folder = join(root, 'views')
let newest = 0
let environments = compileAll()

/** A whole page. `data.page` is what the layout asks for. Throws on an unknown view. */
export function renderPage(
  view: string,
  data: object,
  language: Language,
  layout = 'layouts/main',
) {
  refreshFromSources()
  const body = render(view, data, language)
  return render(layout, { ...data, body }, language)
}

/** One partial alone, as broadcasts send it. */
export function renderPartial(view: string, data: object, language: Language) {
  refreshFromSources()
  return render(view, data, language)
}

function render(view: string, data: object, language: Language) {
  const template = environments[language].get(view)
  if (!template) throw new Error(`No view is called ${view}`)
  return template(data)
}

function compileAll() {
  const sources = readSources()
  return Object.fromEntries(
    LANGUAGES.map(language => [language, compileLanguage(sources, language)]),
  ) as Record<Language, Map<string, Template>>
}

function compileLanguage(sources: Map<string, string>, language: Language) {
  const handlebars = Handlebars.create()
  handlebars.registerHelper(viewHelpers(language))
  const compiled = new Map<string, Template>()
  for (const [name, source] of sources) {
    const template = handlebars.compile(translated(source, name, language), {
      knownHelpersOnly: false,
      preventIndent: true,
    })
    compiled.set(name, template)
    handlebars.registerPartial(name, template)
  }
  return compiled
}

/** `{{t "threads.title"}}` costs nothing when it has no values: it becomes the sentence itself. */
function translated(source: string, name: string, language: Language) {
  const program = Handlebars.parse(source)
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
      const [content] = key ? Handlebars.parse(Handlebars.escapeExpression(t(key))).body : []
      if (content) body[index] = content
    }
    if (isBlock(node)) {
      replaceSentences(node.program.body, t)
      if (node.inverse) replaceSentences(node.inverse.body, t)
    }
    if (isPartialBlock(node)) replaceSentences(node.program.body, t)
  })
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

function readSources() {
  const sources = new Map<string, string>()
  for (const path of viewFiles()) {
    newest = Math.max(newest, statSync(path).mtimeMs)
    const name = relative(folder, path)
      .replaceAll('\\', '/')
      .replace(/\.hbs$/, '')
    sources.set(name, readFileSync(path, 'utf8'))
  }
  return sources
}

function viewFiles() {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.hbs'))
    .map(name => join(folder, name))
}

let lookedAt = Date.now()

/** While developing, a changed view shows at the next request. */
function refreshFromSources() {
  if (!fromSources || Date.now() - lookedAt < 500) return
  lookedAt = Date.now()
  if (viewFiles().some(path => statSync(path).mtimeMs > newest)) environments = compileAll()
}
