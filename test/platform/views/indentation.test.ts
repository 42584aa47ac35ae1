import { join } from 'node:path'
import { expect } from 'chai'
import Handlebars from 'handlebars'
import { root } from '../../../server/platform/root.ts'
import { withoutIndentation } from '../../../server/platform/views/indentation.ts'

// By its whole path: the tests' JavaScript stands in a folder that has no `bin/`.
const { formatted }: typeof import('../../../bin/steps/views/print.mjs') = await import(
  join(root, 'bin/steps/views/print.mjs')
)

function rendered(view: string, data: object = {}) {
  return Handlebars.compile(withoutIndentation(Handlebars.parse(view, { ignoreStandalone: true })))(
    data,
  )
}

describe('indentation of the views', () => {
  it('shows nothing for a line break beside a tag or a mustache', () => {
    expect(
      rendered('<p>\n  <b>1</b>\n  {{#if many}}\n    s\n  {{/if}}\n</p>\n', { many: 1 }),
    ).equals('<p><b>1</b>s</p>')
  })

  it('shows one space for a line break between two words', () => {
    expect(rendered('<p>\n  one\n  two\n</p>')).equals('<p>one two</p>')
  })

  it('keeps a space that stands on one line', () => {
    expect(rendered('<b>{{a}}</b> <i>{{a}}</i> {{a}} b', { a: 1 })).equals('<b>1</b> <i>1</i> 1 b')
  })

  it('keeps attributes apart, also those of a condition', () => {
    const view =
      '<a\n  href="x"\n  {{#if now}} class="y"{{/if}}\n  {{#if now}} hidden{{/if}}\n  {{b}}\n>z</a>'
    expect(rendered(view, { now: true, b: 'id' })).equals('<a href="x" class="y" hidden id>z</a>')
    expect(rendered(view, { b: 'id' })).equals('<a href="x" id>z</a>')
  })

  it('leaves what is content to the letter', () => {
    const view = '<pre>a\n  b {{c}}\n</pre><textarea>\n x\n</textarea><i title="a\n b"></i>'
    expect(rendered(view, { c: 1 })).equals(view.replace('{{c}}', '1'))
  })

  it('is what the formatter relies on: an indented view gives the same page', () => {
    const long = 'word '.repeat(40)
    const views = [
      `<div><p>${long}<b>x</b>, {{a}} <i>y</i>${long}</p>{{#if a}}<ul><li>1</li><li>2</li></ul>{{else}}no{{/if}}</div>`,
      `<p>${long}{{#if a}}<a href="{{a}}">{{else}}<span>{{/if}}t{{#if a}}</a>{{else}}</span>{{/if}}</p>`,
      `<div>${'<b>{{a}}</b> '.repeat(30)}<pre>{{a}}\n  b\n</pre></div>`,
      `<input ${'data-x="{{a}}" '.repeat(12)}data-y{{#if a}} checked{{/if}}>`,
    ]
    for (const view of views) {
      const indented = formatted(view)
      expect(formatted(indented)).equals(indented)
      for (const a of ['', 'v']) expect(rendered(indented, { a })).equals(rendered(view, { a }))
    }
  })
})
