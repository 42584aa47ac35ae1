import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { root } from '../../server/platform/root.ts'
import { contrast } from './contrast.ts'

const folder = join(root, 'public/css')
const SHEETS = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  name => name.endsWith('.css') && name !== 'print.css',
)

/** What `--tint`, `--tone` and `--mid` stand for where an element has a tone. */
const TONES = ['glass', 'sea', 'heather', 'wheat', 'brick']
const TONED: Record<string, (tone: string) => string> = {
  tint: tone => tone,
  tone: tone => `${tone}-t`,
  mid: tone => `${tone}-m`,
}

/** Grounds that have words of their own: only `--on-…` is legible on them. */
const OWN: Record<string, string[]> = {
  bar: ['on-bar', 'on-bar-2'],
  'bar-2': ['on-bar', 'on-bar-2'],
  act: ['on-act'],
  'act-2': ['on-act'],
  gorse: ['on-gorse'],
}
/** Dots, bars and rules of a graph: they hold no words. */
const isGraphic = (token: string) => token.endsWith('-m')

type Rule = { selector: string; texts: string[]; grounds: string[] }

describe('The colours that the stylesheets put together', () => {
  const rules = SHEETS.flatMap(name => rulesOf(readFileSync(join(folder, name), 'utf8')))
  const grounds = unique(rules.flatMap(rule => rule.grounds)).filter(token => !isGraphic(token))
  const texts = unique(rules.flatMap(rule => rule.texts))
  const pageGrounds = grounds.filter(token => !(token in OWN))
  const pageTexts = texts.filter(token => !token.startsWith('on-'))

  it('are all known: tokens of the palette, on grounds that have words', () => {
    const known = Object.keys(palettes().light)
    expect([...grounds, ...texts].filter(token => !known.includes(token))).to.deep.equal([])
    expect(pageGrounds).to.include.members(['paper', 'sheet', 'sunk', ...TONES])
    expect(pageTexts).to.include.members(['ink', 'soft', 'link', ...TONES.map(t => `${t}-t`)])
    expect(grounds).to.include.members(Object.keys(OWN))
    expect(Object.values(OWN).flat()).to.include.members(texts.filter(t => t.startsWith('on-')))
  })

  it('never put the words of a page on a ground that has its own, nor the other way round', () => {
    const strays = rules
      .filter(rule => rule.texts.some(t => rule.grounds.some(g => !belongs(t, g))))
      .map(rule => rule.selector)
    expect(strays).to.deep.equal([])
  })

  it('are never made fainter, but for what is disabled, what waits to be sent and a step to come', () => {
    const faint = SHEETS.flatMap(name => [
      ...readFileSync(join(folder, name), 'utf8').matchAll(/opacity:\s*(0?\.\d+)|color-mix\(/g),
    ])
    expect(faint.map(([whole]) => whole)).to.have.members([
      'opacity: 0.6',
      'opacity: 0.6',
      'opacity: 0.35',
    ])
  })

  for (const scheme of ['light', 'dark'] as const)
    it(`are legible, all words of a page on all grounds of a page, ${scheme}`, () => {
      const palette = palettes()[scheme]
      const pairs = [
        ...pageGrounds.flatMap(ground => pageTexts.map(text => [text, ground] as const)),
        ...Object.entries(OWN).flatMap(([ground, own]) => own.map(text => [text, ground] as const)),
      ]
      const faint = pairs
        .map(([text, ground]) => ({
          pair: `${text} on ${ground}`,
          ratio: contrast(palette[text] ?? '', palette[ground] ?? ''),
        }))
        .filter(({ ratio }) => !(ratio >= 4.5))
      expect(pairs.length).to.be.above(60)
      expect(faint).to.deep.equal([])
    })
})

function belongs(text: string, ground: string) {
  const own = OWN[ground]
  return own ? own.includes(text) : !text.startsWith('on-')
}

/** Each rule with declarations, whatever it is nested in. */
function rulesOf(css: string): Rule[] {
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, '')
  return [...bare.matchAll(/([^{};]+)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
    selector: selector.trim(),
    texts: tokensOf(body, 'color'),
    grounds: tokensOf(body, 'background(?:-color)?'),
  }))
}

/** The tokens that a property takes its colour from, with the one it falls back to. */
function tokensOf(body: string, property: string) {
  const declared = [...body.matchAll(new RegExp(`(?:^|[;\\s])${property}:\\s*([^;]+)`, 'g'))]
  return declared
    .flatMap(([, value = '']) => [...value.matchAll(/var\(--([\w-]+)/g)])
    .flatMap(([, token = '']) => (TONED[token] ? TONES.map(TONED[token]) : [token]))
}

function palettes() {
  const css = readFileSync(join(folder, 'tokens.css'), 'utf8')
  const [light = {}, dark = {}] = [...css.matchAll(/color-scheme: (?:light|dark);([^}]*)/g)].map(
    ([, body = '']) =>
      Object.fromEntries(
        [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]+);/g)].map(([, name = '', value = '']) => [
          name,
          value,
        ]),
      ),
  )
  return { light, dark: { ...light, ...dark } }
}

function unique(tokens: string[]) {
  return [...new Set(tokens)]
}
