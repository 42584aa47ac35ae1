import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { ConfigError, readConfig } from '../../server/platform/config.ts'

describe('settings', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rouedad-config-'))
  after(() => rmSync(directory, { recursive: true, force: true }))
  const read = (environment: Record<string, string> = {}) =>
    readConfig({ DATA_DIR: directory, ...environment })

  it('all have a default', () => {
    expect(read()).to.include({
      port: 3000,
      baseUrl: 'http://localhost:3000',
      demo: false,
      timeZone: 'Europe/Paris',
      trustProxy: false,
    })
    expect(read({ PORT: '4010' }).baseUrl).to.equal('http://localhost:4010')
  })

  it('take an empty value for none', () => {
    expect(read({ MONGODB_URI: '', PORT: '' })).to.include({ port: 3000, mongodbUri: undefined })
  })

  it('keep one secret, readable by its owner only', () => {
    const { sessionSecret } = read()
    expect(read().sessionSecret).to.equal(sessionSecret)
    const path = join(directory, 'session-secret')
    expect(readFileSync(path, 'utf8')).to.equal(sessionSecret)
    expect(statSync(path).mode & 0o777).to.equal(0o600)
  })

  const wrong: Record<string, string[]> = {
    PORT: ['port', '70000', '-1', '80.5'],
    BASE_URL: ['reseau.example.org', 'ftp://reseau.example.org'],
    MONGODB_URI: ['postgres://localhost/x'],
    REDIS_URL: ['localhost:6379'],
    SMTP_URL: ['mail.example.org'],
    MAIL_FROM: ['nobody'],
    SESSION_SECRET: ['short'],
    OIDC_ISSUER: ['proconnect.gouv.fr', 'http://proconnect.gouv.fr', 'https://a.example/?x=1'],
    OIDC_LABEL: ['x'.repeat(41)],
    DEMO: ['yes'],
    LOG_LEVEL: ['loud'],
    TRUST_PROXY: ['maybe'],
  }
  for (const [name, values] of Object.entries(wrong)) {
    it(`names ${name} in one line when it is wrong`, () => {
      for (const value of values) {
        expect(() => read({ [name]: value }), value)
          .to.throw(ConfigError)
          .with.property('message')
          .that.matches(new RegExp(`^${name} is .*; expected .+\\.$`))
      }
    })
  }

  it('ask for all that signing in by a provider needs, or nothing of it', () => {
    const all = {
      OIDC_ISSUER: 'https://proconnect.example/api/v2',
      OIDC_CLIENT_ID: 'hub',
      OIDC_CLIENT_SECRET: 'hush',
    }
    expect(read().provider).to.equal(undefined)
    expect(read(all).provider).to.include({ clientId: 'hub', label: 'proconnect.example' })
    expect(read({ ...all, OIDC_LABEL: 'ProConnect' }).provider?.label).to.equal('ProConnect')
    for (const name of Object.keys(all))
      expect(() => read({ ...all, [name]: '' }), name).to.throw(
        new RegExp(`^${name} is missing; expected .+\\.$`),
      )
    expect(() => read({ ...all, OIDC_CLIENT_SECRET: 'hush'.repeat(600) })).to.throw(/^(?!.*hush)/)
  })

  it('never repeat a secret in a message', () => {
    expect(() => read({ SESSION_SECRET: 'hush' })).to.throw(/^(?!.*hush)/)
    expect(() => read({ SMTP_URL: 'http://user:hush@mail.example.org' })).to.throw(/^(?!.*hush)/)
  })

  it('understand proxies by number and by address', () => {
    expect(read({ TRUST_PROXY: 'on' }).trustProxy).to.equal(true)
    expect(read({ TRUST_PROXY: '1' }).trustProxy).to.equal(1)
    expect(read({ TRUST_PROXY: '10.0.0.0/8, 127.0.0.1' }).trustProxy).to.equal(
      '10.0.0.0/8, 127.0.0.1',
    )
  })

  it('say when the data folder cannot be made', () => {
    const file = join(directory, 'a-file')
    writeFileSync(file, '')
    expect(() => readConfig({ DATA_DIR: join(file, 'data') })).to.throw(/^DATA_DIR is/)
  })
})
