import { SaxesParser } from 'saxes'
import { DocumentRefused } from './refusal.ts'

type Style = { bold: boolean; italic: boolean; parent: string }

/** What the styles of a document mean: bold, italic, a title, a list that is numbered. */
export class OdtStyles {
  readonly #styles = new Map<string, Style>()
  readonly #numbered = new Set<string>()

  read(xml: string) {
    const parser = new SaxesParser()
    let style: Style | undefined
    let list = ''
    parser.on('opentag', ({ name, attributes }) => {
      if (name === 'style:style') {
        style = { bold: false, italic: false, parent: attributes['style:parent-style-name'] ?? '' }
        this.#styles.set(attributes['style:name'] ?? '', style)
      }
      if (name === 'style:text-properties' && style) {
        style.bold ||= attributes['fo:font-weight'] === 'bold'
        style.italic ||= attributes['fo:font-style'] === 'italic'
      }
      if (name === 'text:list-style') list = attributes['style:name'] ?? ''
      if (name === 'text:list-level-style-number' && list)
        this.#numbered.add(`${list} ${attributes['text:level'] ?? '1'}`)
    })
    parser.on('closetag', ({ name }) => {
      if (name === 'style:style') style = undefined
      if (name === 'text:list-style') list = ''
    })
    parse(parser, xml)
  }

  emphasis(name: string) {
    const { bold, italic } = this.#styles.get(name) ?? { bold: false, italic: false }
    return { bold, italic }
  }

  isTitle(name: string) {
    return name === 'Title' || this.#styles.get(name)?.parent === 'Title'
  }

  isNumbered(list: string, level: number) {
    return this.#numbered.has(`${list} ${level}`)
  }
}

export function parse(parser: SaxesParser, xml: string) {
  parser.on('error', failure => {
    throw new DocumentRefused('damaged', failure)
  })
  parser.write(xml).close()
}
