import '../../../server/features.ts'
import { expect } from 'chai'
import { SCOPES } from '../../../models/words/token.ts'
import { areas } from '../../../server/platform/openapi/areas.ts'
import { describe as describeApi } from '../../../server/platform/openapi/document.ts'
import type { Operation } from '../../../server/platform/openapi/operation.ts'
import { Agent } from '../../support/agent.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, signedInAs } from '../../support/people.ts'
import { aToken, Program } from '../../support/tokens.ts'
import { aFile, paramsFor } from './support/ground.ts'
import { faults } from './support/schema.ts'

const document = JSON.parse(JSON.stringify(describeApi('en')))

describe('each operation of the API', function () {
  this.timeout(30_000)
  const hub = useHub()
  let admin: Awaited<ReturnType<typeof signedInAs>>
  let program: Program

  before(async () => {
    admin = await signedInAs(hub, 'admin')
    program = new Program(hub, (await aToken(admin, [...SCOPES])).secret)
    await aMember('animateur', { email: 'animateur@demo.test' })
    const space = { name: 'Cybercommune de Rostrenen', commune: 'Rostrenen' }
    expect((await admin.postJson('/lieux', space)).status).to.equal(201)
  })

  for (const operation of areas().flatMap(area => area.operations)) {
    it(`${operation.id} answers as it is described`, async () => {
      const described = describedOf(operation)
      const reply = await send(operation, described)
      expect(reply.status, reply.text).to.equal(operation.status)
      const [type = ''] = (reply.headers.get('content-type') ?? '').split(';')
      const { content } = described.responses[operation.status]
      if (!content) return expect(reply.text).to.equal('')
      const media = content[type] ?? content['*/*']
      expect(media, `${type} of ${Object.keys(content)}`).to.be.an('object')
      if (type !== 'application/json') return expect(reply.text).not.to.equal('')
      expect(faults(JSON.parse(reply.text), media.schema, document)).to.deep.equal([])
    })
  }

  it('refuses a body of another shape, where it asks for one', async () => {
    const strange = { $ne: null }
    for (const operation of withForms()) {
      const schema = describedOf(operation).requestBody.content['application/json'].schema
      // What is refused changes nothing: one thing for all its fields.
      const path = await addressOf(operation)
      for (const name of schema.required ?? []) {
        const body = { ...operation.example?.body, [name]: strange }
        const reply = await caller(operation).post(path, body)
        expect(reply.status, `${operation.id} ${name}`).to.equal(422)
        expect(faults(reply.body, { $ref: '#/components/schemas/Invalid' }, document)).to.eql([])
      }
    }
  })

  it('has an example of each body', () => {
    const silent = withForms().filter(({ example }) => !example?.body)
    expect(silent.map(({ id }) => id)).to.deep.equal([])
  })

  function withForms() {
    return areas()
      .flatMap(area => area.operations)
      .filter(({ form }) => form)
  }

  function describedOf({ path, method }: Operation) {
    return document.paths[path.replace(/:(\w+)/g, '{$1}')][method]
  }

  async function send(
    operation: Operation,
    described: ReturnType<typeof describedOf>,
  ): Promise<{ status: number; text: string; headers: Headers }> {
    const path = await addressOf(operation)
    const asked = new URLSearchParams(
      described.parameters
        .filter((one: { example?: unknown }) => one.example !== undefined)
        .map((one: { name: string; example: string }) => [one.name, one.example]),
    )
    if (operation.method === 'get') return program.get(`${path}?${asked}`)
    if (operation.files) return program.send('POST', path, { form: aFile() })
    const example = described.requestBody?.content['application/json'].example
    return caller(operation).post(path, exampleOf(operation, example))
  }

  /** The demonstration's account has this password there, and another one here. */
  function exampleOf({ id }: Operation, example: object) {
    return id === 'signIn' ? { ...example, password: 'cidre et galettes' } : example
  }

  async function addressOf(operation: Operation) {
    const params = await paramsFor(operation, hub, admin)
    return operation.path.replace(/:(\w+)/g, (_, name: string) => String(params[name]))
  }

  /** Where no token is accepted, a script asks without. */
  function caller(operation: Operation) {
    if (describedOf(operation).security.length > 0) return program
    const agent = new Agent(hub.url)
    return { post: (path: string, json: unknown) => agent.postJson(path, json) }
  }
})
