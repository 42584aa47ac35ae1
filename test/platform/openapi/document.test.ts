import '../../../server/features.ts'
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect } from 'chai'
import { LANGUAGES } from '../../../server/platform/i18n/index.ts'
import { areas } from '../../../server/platform/openapi/areas.ts'
import { describe as describeApi } from '../../../server/platform/openapi/document.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor } from '../../support/people.ts'
import { aProgram } from '../../support/tokens.ts'

const operations = areas().flatMap(area => area.operations)
const calls = (document: ReturnType<typeof describeApi>) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  )

describe('the document of the API', () => {
  for (const language of LANGUAGES) {
    const document = describeApi(language)

    it(`is valid OpenAPI 3.1 (${language})`, async () => {
      const validator = new Validator()
      const { valid, errors } = await validator.validate(structuredClone(document))
      expect(errors ?? []).to.deep.equal([])
      expect(valid).to.equal(true)
      expect(validator.version).to.equal('3.1')
      const broken = { ...structuredClone(document), paths: { discussions: 'GET' } }
      expect((await new Validator().validate(broken)).valid).to.equal(false)
    })

    it(`says everything in words (${language})`, () => {
      const silent = calls(document).filter(
        ({ operation: { summary } }) => summary.length < 5 || summary.startsWith('api.'),
      )
      expect(silent).to.deep.equal([])
      const texts = JSON.stringify(document)
      expect(texts).not.to.match(/"(api|tokens)\.[\w.]+"/)
    })
  }

  const document = describeApi('en')

  it('gives each operation a name of its own', () => {
    const names = calls(document).map(({ operation }) => operation.operationId)
    expect(names).to.have.length(operations.length)
    expect(new Set(names).size).to.equal(names.length)
    for (const name of names) expect(name).to.match(/^[a-z][A-Za-z]+$/)
  })

  it('declares each parameter of an address once, and each answer with a word', () => {
    for (const { path, operation } of calls(document)) {
      const inPath = operation.parameters.filter(one => one.in === 'path').map(({ name }) => name)
      expect(inPath, path).to.deep.equal([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
      const names = operation.parameters.map(one => `${one.in} ${one.name}`)
      expect(new Set(names).size, path).to.equal(names.length)
      for (const [status, answer] of Object.entries(operation.responses)) {
        expect(status).to.match(/^[1-5]\d\d$/)
        expect(JSON.stringify(answer), path).to.match(/^\{"(\$ref|description)":"[^"]+"/)
      }
      expect(document.tags.map(({ name }) => name)).to.include(operation.tags[0])
    }
  })

  it('refers only to what it holds', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(String)
    expect(references).to.have.length.above(50)
    for (const [, reference = ''] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)) {
      const target = reference
        .replace('#/', '')
        .split('/')
        .reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), document)
      expect(target, reference).to.be.an('object')
    }
    for (const name of Object.keys(document.components.schemas)) expect(name).to.match(/^[\w.-]+$/)
  })

  it('says what forms ask, as they read it', () => {
    const form = (path: string) => {
      const body = JSON.stringify(document.paths[path]?.post?.requestBody)
      return JSON.parse(body).content['application/json'].schema
    }
    const thread = form('/discussions')
    expect(thread.required).to.deep.equal(['body', 'title'])
    expect(thread.properties.title).to.include({ type: 'string', minLength: 1, maxLength: 160 })
    expect(form('/lieux').required).to.deep.equal(['name', 'commune'])
    expect(form('/lieux/{slug}/modifier')).not.to.have.key('required')
    expect(form('/administration/membres/{id}/role').properties.role.enum).to.include('coordinator')
  })

  it('names the scope of each operation, and none where people only go', () => {
    const security = (path: string, method = 'get') =>
      JSON.stringify(document.paths[path]?.[method]?.security)
    expect(security('/discussions')).to.equal('[{"token":["read"]}]')
    expect(security('/discussions', 'post')).to.equal('[{"token":["threads"]}]')
    expect(security('/ressources')).to.equal('[{"token":["read"]},{}]')
    expect(security('/connexion', 'post')).to.equal('[]')
    expect(security('/administration/reseau', 'post')).to.equal('[{"token":["administration"]}]')
  })
})

describe('/api', () => {
  const hub = useHub()

  it('gives the document to anybody, in their language, once', async () => {
    const visitor = aVisitor(hub)
    const french = await visitor.get('/api/openapi.json', { 'accept-language': 'fr' })
    const english = await visitor.get('/api/openapi.json', { 'accept-language': 'en' })
    expect(french.status).to.equal(200)
    expect(french.headers.get('content-type')).to.match(/^application\/json/)
    expect(JSON.parse(french.text)).to.deep.equal(JSON.parse(JSON.stringify(describeApi('fr'))))
    expect(JSON.parse(english.text).info.title).to.equal('For programs')
    const tag = String(french.headers.get('etag'))
    const again = await visitor.get('/api/openapi.json', {
      'accept-language': 'fr',
      'if-none-match': tag,
    })
    expect(again.status).to.equal(304)
    const program = await aProgram(hub, ['read'], 'volunteer')
    expect((await program.get('/api/openapi.json')).body.openapi).to.equal('3.1.0')
  })

  it('shows every operation on a page, and how to get a token', async () => {
    const visitor = aVisitor(hub)
    for (const language of LANGUAGES) {
      const { status, text } = await visitor.get('/api', { 'accept-language': language })
      expect(status).to.equal(200)
      for (const { method, path } of operations)
        expect(text).to.include(`<code>${method.toUpperCase()} ${path}</code>`)
      expect(text).to.include('href="/compte/jetons"').and.include('href="/api/openapi.json"')
      expect(text).to.include(language === 'fr' ? 'Créer un jeton' : 'Make a token')
      expect(text).not.to.match(/<script|https?:\/\/(?!localhost)/)
    }
  })
})
