import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { type Checkout, freshCheckout } from './checkout.ts'

describe('bin/prepare', function () {
  this.timeout(60_000)
  let checkout: Checkout

  beforeEach(async () => {
    checkout = await freshCheckout()
  })
  afterEach(() => checkout.remove())

  const builtAt = async () => (await stat(checkout.at('dist/.built'))).mtimeMs
  const touch = async (path: string) => {
    const soon = Date.now() / 1000 + 5
    await utimes(checkout.at(path), soon, soon)
  }

  it('installs and builds a fresh checkout, then does nothing and says nothing', async () => {
    const first = await checkout.prepare()
    expect(first.said).to.match(/^Installing packages…\nBuilding…\nBuilt in [\d.]+ s\n$/)
    expect(first.code).to.equal(0)
    expect(await readFile(checkout.at('dist/server/index.js'), 'utf8')).to.include('served')
    expect(existsSync(checkout.at('dist/public/manifest.json'))).to.equal(true)
    const built = await builtAt()

    expect(await checkout.prepare()).to.deep.equal({ code: 0, said: '' })
    expect(await checkout.installs()).to.equal(1)
    expect(await builtAt()).to.equal(built)
  })

  it('installs with the development packages, which the build needs', async () => {
    await checkout.prepare(['--install-only'], { NODE_ENV: 'production' })
    expect(await readFile(checkout.at('npm.log'), 'utf8')).to.equal(
      'ci --include=dev --no-audit --no-fund\n',
    )
    expect(existsSync(checkout.at('dist'))).to.equal(false)
  })

  it('builds again when a source changed or went away, and installs again when the lock file changed', async () => {
    await writeFile(checkout.at('models/gone.ts'), 'export const gone = 1\n')
    await checkout.prepare()
    await touch('server/index.ts')
    expect((await checkout.prepare()).said).to.match(/^Building…\n/)
    expect((await checkout.prepare()).said).to.equal('')

    await rm(checkout.at('models/gone.ts'))
    await touch('models')
    expect((await checkout.prepare()).said).to.match(/^Building…\n/)
    expect(existsSync(checkout.at('dist/models/gone.js'))).to.equal(false)

    await touch('package-lock.json')
    expect((await checkout.prepare()).said).to.match(/^Installing packages…\nBuilding…\n/)
    expect((await checkout.prepare()).said).to.equal('')
  })

  it('keeps the last good build when the next one does not compile', async () => {
    await checkout.prepare()
    await writeFile(checkout.at('server/index.ts'), 'const wrong = = 1\n')
    await touch('server/index.ts')

    const { code, said } = await checkout.prepare()
    expect(code).to.not.equal(0)
    expect(said).to.include('server/index.ts(1,15)').and.include('The server does not compile.')
    expect(await readFile(checkout.at('dist/server/index.js'), 'utf8')).to.include('served')
  })

  it('shows what npm said when the install fails, and tries again the next time', async () => {
    const { code, said } = await checkout.prepare([], { NPM_FAILS: '1' })
    expect(code).to.equal(7)
    expect(said).to.include('the registry is away').and.include('failed.').and.not.include('at ')
    expect((await checkout.prepare(['--install-only'])).code).to.equal(0)
  })

  it('installs and builds once for two starts at the same moment', async () => {
    const both = await Promise.all([checkout.prepare(), checkout.prepare()])
    expect(both.map(outcome => outcome.code)).to.deep.equal([0, 0])
    expect(
      both
        .map(outcome => outcome.said)
        .join('')
        .match(/Built in/g),
    ).to.have.length(1)
    expect(await checkout.installs()).to.equal(1)
    expect(existsSync(checkout.at('.preparing'))).to.equal(false)
  })

  it('is not stopped by the lock of a process that died', async () => {
    await mkdir(checkout.at('.preparing'))
    await writeFile(checkout.at('.preparing/pid'), '4194999')
    expect((await checkout.prepare(['--install-only'])).code).to.equal(0)
  })
})
