import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import Handlebars from 'handlebars'
import { LANGUAGES, type Language } from '../i18n/index.ts'
import { fromSources, root } from '../root.ts'
import { viewHelpers } from './helpers.ts'
import { translated } from './sentences.ts'

/**
 * The pages: every file of `views/` compiled once a language at start, where sentences without values
 * become plain text. A page is a view inside `layouts/main`; a partial is any view, by its path.
 */
type Template = Handlebars.TemplateDelegate

const folder = join(root, 'views')
let newest = 0
let lookedAt = Date.now()
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

/** While developing, a changed view shows at the next request. */
function refreshFromSources() {
  if (!fromSources || Date.now() - lookedAt < 500) return
  lookedAt = Date.now()
  if (viewFiles().some(path => statSync(path).mtimeMs > newest)) environments = compileAll()
}
