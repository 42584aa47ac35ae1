import { gfm } from '@joplin/turndown-plugin-gfm'
import TurndownService from 'turndown'

const LONGEST = 4_000_000
/** Before the words of what its writer made the title of the whole, above all headings. */
export const TITLE_MARK = '\u2060'

/** HTML as our readers of documents write it → Markdown as members write it. */
export function markdownOf(html: string): string {
  const service = new TurndownService({
    headingStyle: 'atx',
    codeBlockStyle: 'fenced',
    bulletListMarker: '-',
    emDelimiter: '_',
  })
  service.use(gfm)
  service.addRule('title', {
    filter: node => node.nodeName === 'H1' && node.className === 'title',
    replacement: words => `\n\n# ${TITLE_MARK}${words.trim()}\n\n`,
  })
  // Nothing runs here, and nobody should read what was hidden.
  service.remove(['script', 'style'])
  return service
    .turndown(html.slice(0, LONGEST))
    .replace(/^(\s*(?:-|\d+\.)) {2,3}(?=\S)/gm, '$1 ')
    .replace(/\u00a0/g, ' ')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
