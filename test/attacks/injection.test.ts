import { expect } from 'chai'
import { createApp } from '../../server/app.ts'
import { readConfig } from '../../server/platform/config.ts'
import { type Attempt, useAttack } from './support/attack.ts'
import { FORM_BODY, JSON_BODY } from './support/attacker.ts'
import { type Call, exampleOf, fieldsOf, queryOf, READS, WRITES } from './support/calls.ts'

const SHAPES: object[] = [
  { $ne: null },
  [{ $gt: '' }],
  { toString: 'x', valueOf: 'x', toHTML: 'x' },
]
/** Hidden fields, and those of pages that the description of the API leaves out. */
const COMMON = [
  'token',
  'password',
  'email',
  'code',
  'retour',
  'id',
  'name',
  'body',
  'title',
  'role',
]
const ALSO = [
  'space',
  'key',
  'response',
  'action',
  'currentPassword',
  'clientId',
  'invitation',
  'pace',
]
const PAGE = 'text/html'

describe('operators in place of text', function () {
  this.timeout(180_000)
  const attack = useAttack()

  it('in a form never make a failure', async () => {
    expect(await attack.failuresOf(WRITES, bodiesFor)).to.deep.equal([])
  })

  it('in a field of text are refused, alone among fields that are right', async () => {
    const taken: string[] = []
    for (const call of WRITES.filter(one => textFieldsOf(one).length > 0)) {
      await attack.admin.ready()
      const address = await attack.addressOf(call)
      for (const name of textFieldsOf(call)) {
        const fields = { ...exampleOf(call), [name]: SHAPES[0] }
        const { status } = await attack.admin.postJson(address, fields)
        if (status < 400 || status >= 500) taken.push(`${call.name} ${name}: ${status}`)
      }
    }
    expect(taken).to.deep.equal([])
  })

  it('in an address are ignored', async () => {
    const known = [...READS.flatMap(queryOf), ...COMMON, ...ALSO, '__proto__', 'constructor']
    const names = [...new Set(known)]
    // This parser of queries sees each ending as a name of its own, so that one address holds them all.
    const { app } = createApp(readConfig({ SESSION_SECRET: 'x'.repeat(40) }))
    expect(app.get('query parser')).to.equal('simple')
    const query = ['[$ne]', '[__proto__][x]', '']
      .flatMap(end => names.map(name => `${name}${end}=x&${name}${end}=$ne`))
      .join('&')
    const attempts = [JSON_BODY, PAGE].map(accept => ({
      ...{ what: accept, after: `?${query}` },
      request: { method: 'GET', headers: { accept } },
    }))
    expect(await attack.failuresOf(READS, () => attempts)).to.deep.equal([])
  })

  it('find neither more nor less than without them', async () => {
    const other: string[] = []
    for (const call of READS.filter(one => queryOf(one).length > 0)) {
      const address = await attack.addressOf(call)
      const plain = await attack.admin.getJsonOrText(address)
      if (plain.total === undefined) continue
      for (const end of ['[$ne]', '[$gt]', '[$regex]', '[$where]']) {
        const query = queryOf(call).map(name => `${name}${end}=`)
        const asked = await attack.admin.getJsonOrText(`${address}?${query.join('&')}`)
        if (asked.total !== plain.total) other.push(`${call.name} ${end}`)
      }
    }
    expect(other).to.deep.equal([])
  })
})

function bodiesFor(call: Call): Attempt[] {
  const names = [...new Set([...fieldsOf(call), ...COMMON, ...ALSO])]
  const bodies = SHAPES.map(shape => Object.fromEntries(names.map(name => [name, shape])))
  const proto = '{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}'
  const json = [...bodies.map(body => JSON.stringify(body)), '[1,{}]', proto]
  const form = names.map(name => `${name}[$ne]=&${name}[toString]=x`).join('&')
  const sent: [body: string, type: string, accept: string][] = [
    ...json.map((body, n): [string, string, string] => [body, JSON_BODY, n < 3 ? PAGE : JSON_BODY]),
    [`${form}&__proto__[x]=1&constructor[prototype][x]=1`, FORM_BODY, PAGE],
  ]
  // Forms that are described have one parser: operators in each field, as JSON and as a form, and one of the others in turn.
  const turn = 1 + (WRITES.indexOf(call) % (sent.length - 2))
  const asked = call.operation?.form
    ? sent.filter((_, n) => n === 0 || n === turn || n === sent.length - 1)
    : sent
  return asked.map(([body, type, accept]) => ({
    ...{ what: `${accept} ${body}`, request: { body, headers: { 'content-type': type, accept } } },
  }))
}

/** Those that the example gives as text: nothing else can be meant by them. */
function textFieldsOf(call: Call) {
  const example = exampleOf(call)
  return fieldsOf(call).filter(name => typeof example[name] === 'string')
}
