import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { build } from 'esbuild'
import { root } from '../../server/platform/root.ts'
import { contrast } from './contrast.ts'

const folder = join(root, 'public')
const read = (path: string) => readFileSync(join(folder, path), 'utf8')
const sheets = readdirSync(join(folder, 'css'), { recursive: true, encoding: 'utf8' }).filter(
  name => name.endsWith('.css'),
)

const tokens = read('css/tokens.css')
const blocks = [...tokens.matchAll(/color-scheme: (light|dark);([^}]*)/g)].map(([, , body]) =>
  Object.fromEntries(
    [...(body ?? '').matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]+);/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  ),
)
const [light = {}, bySystem = {}, byChoice = {}] = blocks

const tones = ['glass', 'sea', 'heather', 'wheat', 'brick']
const text: [string, string][] = [
  ...['paper', 'sheet', 'sunk'].flatMap(ground =>
    ['ink', 'soft', 'link'].map((word): [string, string] => [word, ground]),
  ),
  ...tones.flatMap(tone =>
    [tone, 'sheet', 'paper'].map((ground): [string, string] => [`${tone}-t`, ground]),
  ),
  ['on-act', 'act'],
  ['on-act', 'act-2'],
  ['on-bar', 'bar'],
  ['on-bar', 'bar-2'],
  ['on-bar-2', 'bar'],
  ['on-gorse', 'gorse'],
  ['ink', 'glass'],
  ['ink', 'wheat'],
  ['ink', 'sea'],
  ['soft', 'sea'],
]
const graphics: [string, string][] = [
  ...tones.flatMap(tone =>
    ['sheet', 'paper'].map((ground): [string, string] => [`${tone}-m`, ground]),
  ),
  ...['paper', 'sheet', 'sunk', 'glass', 'wheat'].map((ground): [string, string] => [
    'ring',
    ground,
  ]),
  ['act', 'paper'],
  ['edge', 'sheet'],
  ['edge', 'paper'],
  ['gorse', 'bar'],
  ['bar-edge', 'bar'],
  ['lights', 'bar-2'],
]

describe('The stylesheet', () => {
  it('is dark in the same way by choice and by the system', () => {
    expect(blocks).to.have.length(3)
    expect(Object.keys(byChoice)).to.have.length.above(25)
    expect(byChoice).to.deep.equal(bySystem)
  })

  for (const [name, palette] of Object.entries({ light, dark: { ...light, ...byChoice } })) {
    it(`has readable text and visible graphics in the ${name} palette`, () => {
      expect(tooFaint(palette, text, 4.5)).to.deep.equal([])
      expect(tooFaint(palette, graphics, 3)).to.deep.equal([])
    })
  }

  it('takes every colour from the tokens', () => {
    const strays = sheets
      .filter(name => name !== 'tokens.css')
      .flatMap(
        name => read(`css/${name}`).match(/#[0-9a-f]{3,8}\b(?=[;, )])|\brgba?\(|\bhsla?\(/g) ?? [],
      )
    expect(strays).to.deep.equal([])
  })

  it('names no token that does not exist', () => {
    const everything = sheets.map(name => read(`css/${name}`)).join('\n')
    const set = new Set([...everything.matchAll(/(--[a-z0-9-]+):/g)].map(([, name]) => name))
    const used = new Set([...everything.matchAll(/var\((--[a-z0-9-]+)/g)].map(([, name]) => name))
    expect([...used].filter(name => !set.has(name))).to.deep.equal([])
  })

  it('never shouts', () => {
    expect(sheets.filter(name => read(`css/${name}`).includes('!important'))).to.deep.equal([])
  })

  it('imports every file, in the order of the layers', () => {
    const imports = [...read('css/main.css').matchAll(/@import "\.\/(.+?)" layer\((\w+)\)/g)]
    const order = ['tokens', 'base', 'layout', 'components', 'utilities']
    const ranks = imports.map(([, , layer]) => order.indexOf(layer ?? ''))
    expect(imports.map(([, path]) => path)).to.have.members(
      sheets.filter(name => name !== 'main.css'),
    )
    expect(ranks).to.deep.equal([...ranks].sort((a, b) => a - b))
  })

  it('stays under 30 kB, and the fonts under 80 kB', async () => {
    const { outputFiles } = await build({
      entryPoints: [join(folder, 'css/main.css')],
      bundle: true,
      minify: true,
      write: false,
      external: ['*.woff2'],
    })
    const fonts = readdirSync(join(folder, 'fonts')).map(
      name => statSync(join(folder, 'fonts', name)).size,
    )
    expect(outputFiles[0]?.contents.length).to.be.within(20_000, 30_000)
    expect(fonts.reduce((sum, size) => sum + size, 0)).to.be.within(1, 80_000)
  })
})

function tooFaint(palette: Record<string, string>, pairs: [string, string][], least: number) {
  return pairs
    .map(([word, ground]) => ({
      word,
      ground,
      ratio: contrast(palette[word] ?? '', palette[ground] ?? ''),
    }))
    .filter(({ ratio }) => !(ratio >= least))
}
