import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect } from 'chai'
import { root } from '../../server/platform/root.ts'

const built = join(root, 'dist/public')
const manifest: Record<string, string> = JSON.parse(
  readFileSync(join(built, 'manifest.json'), 'utf8'),
)
const files = readdirSync(join(built, 'assets'))
const plain = files.filter(name => !/\.(br|gz)$/.test(name))

const scripts = () =>
  existsSync(join(root, 'public/js'))
    ? readdirSync(join(root, 'public/js')).filter(name => /^[^_].*(?<!\.d)\.ts$/.test(name))
    : []

describe('The built assets', () => {
  it('are all in the manifest, under hashed names that exist', () => {
    expect(manifest).to.include.all.keys(
      'main.css',
      'icons.svg',
      'favicon.svg',
      'atkinson-next.woff2',
    )
    expect(manifest).to.include.all.keys('bricolage.woff2', 'robots.txt')
    for (const script of scripts())
      expect(manifest).to.have.property(script.replace(/\.ts$/, '.js'))
    for (const [name, address] of Object.entries(manifest)) {
      expect(existsSync(join(built, address)), address).to.equal(true)
      if (name !== 'robots.txt') expect(address).to.match(/^\/assets\/[\w.-]+-[0-9A-Z]{8}\.\w+$/)
    }
    const listed = Object.values(manifest).map(address => address.replace('/assets/', ''))
    expect(
      plain.filter(name => !name.startsWith('chunk-') && !listed.includes(name)),
    ).to.deep.equal([])
  })

  it('have Brotli and gzip copies of the same bytes', () => {
    const paths = [
      ...plain.filter(name => !name.endsWith('.woff2')).map(name => `assets/${name}`),
      'robots.txt',
    ]
    for (const path of paths) {
      const content = readFileSync(join(built, path))
      expect(
        brotliDecompressSync(readFileSync(join(built, `${path}.br`))).equals(content),
        path,
      ).to.equal(true)
      expect(gunzipSync(readFileSync(join(built, `${path}.gz`))).equals(content), path).to.equal(
        true,
      )
    }
  })

  it('have every icon of public/icons in one sprite, ready to be used', () => {
    const names = readdirSync(join(root, 'public/icons')).map(name => name.replace(/\.svg$/, ''))
    const sprite = readFileSync(join(built, manifest['icons.svg'] ?? ''), 'utf8')
    const symbols = [
      ...sprite.matchAll(/<symbol id="([^"]+)" viewBox="0 0 (?:20 20|28 28)"><path/g),
    ].map(([, id]) => id)
    expect(symbols).to.have.members(names)
  })

  it('have a stylesheet that points at the hashed fonts and keeps the order of its layers', () => {
    const css = readFileSync(join(built, manifest['main.css'] ?? ''), 'utf8')
    expect(css).to.match(/^@layer tokens,base,layout,components,utilities;/)
    for (const font of ['atkinson-next.woff2', 'bricolage.woff2']) {
      expect(css).to.include(`url("./${manifest[font]?.replace('/assets/', '')}")`)
    }
  })
})
