import { expect } from 'chai'
import { useHub } from '../support/hub.ts'
import { type Attacker, anAttacker, FORM_BODY, JSON_BODY, raw } from './support/attacker.ts'
import {
  addressFor,
  type Call,
  exampleOf,
  fieldsOf,
  furnish,
  queryOf,
  READS,
  WRITES,
} from './support/calls.ts'

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
  const hub = useHub()
  let admin: Attacker
  before(async () => {
    admin = await anAttacker(hub)
    await furnish(admin)
  })

  it('in a form never make a failure', async () => {
    const failures: string[] = []
    for (const call of WRITES) {
      await admin.ready()
      const address = hub.url + (await addressFor(call, hub, admin))
      for (const [body, type, accept] of bodiesFor(call)) {
        const headers = { 'content-type': type, accept }
        const { status } = await raw(admin, address, { body, headers })
        if (status >= 500) failures.push(`${call.name} ${accept} ${body}`)
        if (status === 401) await admin.ready()
      }
    }
    expect(failures).to.deep.equal([])
  })

  it('in a field of text are refused, alone among fields that are right', async () => {
    const taken: string[] = []
    for (const call of WRITES.filter(one => textFieldsOf(one).length > 0)) {
      await admin.ready()
      const address = await addressFor(call, hub, admin)
      for (const name of textFieldsOf(call)) {
        const { status } = await admin.postJson(address, { ...exampleOf(call), [name]: SHAPES[0] })
        if (status < 400 || status >= 500) taken.push(`${call.name} ${name}: ${status}`)
      }
    }
    expect(taken).to.deep.equal([])
  })

  it('in an address are ignored', async () => {
    const failures: string[] = []
    const names = new Set([
      ...READS.flatMap(queryOf),
      ...COMMON,
      ...ALSO,
      '__proto__',
      'constructor',
    ])
    for (const call of READS) {
      await admin.ready()
      const address = hub.url + (await addressFor(call, hub, admin))
      for (const accept of [JSON_BODY, PAGE]) {
        for (const end of ['[$ne]', '[__proto__][x]', '']) {
          const query = [...names].map(name => `${name}${end}=x&${name}${end}=$ne`).join('&')
          const request = { method: 'GET', headers: { accept } }
          const { status } = await raw(admin, `${address}?${query}`, request)
          if (status >= 500) failures.push(`${call.name} ${accept} ${end}`)
        }
      }
    }
    expect(failures).to.deep.equal([])
  })

  it('find no more than without them', async () => {
    const more: string[] = []
    for (const call of READS.filter(one => queryOf(one).length > 0)) {
      const address = await addressFor(call, hub, admin)
      const plain = await admin.getJsonOrText(address)
      if (plain.total === undefined) continue
      for (const name of queryOf(call)) {
        for (const end of ['[$ne]', '[$gt]', '[$regex]', '[$where]']) {
          const asked = await admin.getJsonOrText(`${address}?${name}${end}=`)
          if ((asked.total ?? 0) > plain.total) more.push(`${call.name} ${name}${end}`)
        }
      }
    }
    expect(more).to.deep.equal([])
  })
})

function bodiesFor(call: Call): [body: string, type: string, accept: string][] {
  const names = [...new Set([...fieldsOf(call), ...COMMON, ...ALSO])]
  const bodies = SHAPES.map(shape => Object.fromEntries(names.map(name => [name, shape])))
  const proto = '{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}'
  const json = [...bodies.map(body => JSON.stringify(body)), '[1,{}]', proto]
  const form = names.map(name => `${name}[$ne]=&${name}[toString]=x`).join('&')
  return [
    ...json.slice(0, 3).map((body): [string, string, string] => [body, JSON_BODY, PAGE]),
    ...json.slice(3).map((body): [string, string, string] => [body, JSON_BODY, JSON_BODY]),
    [`${form}&__proto__[x]=1&constructor[prototype][x]=1`, FORM_BODY, PAGE],
  ]
}

/** Those that the example gives as text: nothing else can be meant by them. */
function textFieldsOf(call: Call) {
  const example = exampleOf(call)
  return fieldsOf(call).filter(name => typeof example[name] === 'string')
}
