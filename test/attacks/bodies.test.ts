import { gzipSync } from 'node:zlib'
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

describe('bodies that no form sends', function () {
  this.timeout(180_000)
  const hub = useHub()
  let admin: Attacker
  before(async () => {
    admin = await anAttacker(hub)
    await furnish(admin)
  })

  it('are refused wherever they come, and make nothing fail', async () => {
    const failures: string[] = []
    // Read before any route is asked, but for files: these each read their own.
    for (const call of WRITES.filter((one, n) => one.operation?.files || n % 12 === 0)) {
      await admin.ready()
      const address = hub.url + (await addressFor(call, hub, admin))
      for (const [what, headers, body] of BODIES) {
        const { status } = await raw(admin, address, { body, headers })
        if (status >= 500) failures.push(`${call.name}: ${what} is ${status}`)
        if (status === 401) await admin.ready()
      }
    }
    expect(failures).to.deep.equal([])
  })

  it('hold words and numbers that no field foresaw', async () => {
    const failures: string[] = []
    for (const call of WRITES.filter(one => fieldsOf(one).length > 0)) {
      await admin.ready()
      const address = hub.url + (await addressFor(call, hub, admin))
      for (const odd of ODD) {
        const headers = { 'content-type': JSON_BODY, accept: 'text/html' }
        const { status } = await raw(admin, address, { body: withEach(call, odd), headers })
        if (status >= 500) failures.push(`${call.name}: ${odd.slice(0, 40)} is ${status}`)
        if (status === 401) await admin.ready()
      }
    }
    expect(failures).to.deep.equal([])
  })

  it('have their like in addresses', async () => {
    const failures: string[] = []
    const names = [...new Set(READS.flatMap(queryOf))]
    for (const call of READS) {
      await admin.ready()
      const address = hub.url + (await addressFor(call, hub, admin))
      for (const odd of ODD_ADDRESSES) {
        const query = names.map(name => `${name}=${odd}`).join('&')
        const { status } = await raw(admin, `${address}?${query}`, { method: 'GET' })
        if (status >= 500) failures.push(`${call.name}?=${odd.slice(0, 40)} is ${status}`)
      }
    }
    expect(failures).to.deep.equal([])
  })

  it('stand in the place of a slug or an id', async () => {
    const failures: string[] = []
    const odd = [
      '%00',
      '%ff',
      '$ne',
      '__proto__',
      'constructor',
      '..%2f..%2fetc%2fpasswd',
      '%F0%9F%98%80',
    ]
    for (const call of [...READS, ...WRITES].filter(({ path }) => path.includes(':'))) {
      await admin.ready()
      for (const one of [...odd, 'x'.repeat(5_000), `${'9'.repeat(30)}`, '-1', '1e9']) {
        const address = hub.url + call.path.replace(/:\w+/g, one)
        const request = { method: call.method, headers: { accept: 'text/html' } }
        const { status } = await raw(admin, address, request)
        if (status >= 500) failures.push(`${call.name}: ${one.slice(0, 40)} is ${status}`)
      }
    }
    expect(failures).to.deep.equal([])
  })
})

const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
const json = (charset: string) => ({ 'content-type': `${JSON_BODY}; charset=${charset}` })
const zipped = (encoding: string) => ({ 'content-type': JSON_BODY, 'content-encoding': encoding })
const bomb = new Uint8Array(gzipSync(Buffer.alloc(8_000_000, ' ')))

const BODIES: [string, Record<string, string>, string | Uint8Array<ArrayBuffer>][] = [
  ['deep', json('utf-8'), deep],
  ['a strange charset', json('utf-7'), '{}'],
  ['UTF-16', json('utf-16'), new Uint8Array(Buffer.from('{"a":1}', 'utf16le'))],
  ['no UTF-8', json('utf-8'), new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ['zipped without end', zipped('gzip'), bomb],
  ['said to be zipped', zipped('gzip'), '{}'],
  ['an unknown encoding', zipped('snappy'), '{}'],
  ['nothing but null', json('utf-8'), 'null'],
  ['cut', json('utf-8'), '{"a":'],
  ['text that looks like JSON', { 'content-type': 'text/plain' }, '{"a":1}'],
  ['of no type', { 'content-type': '' }, 'a=1'],
  ['of a strange type', { 'content-type': 'application/xml' }, '<a/>'],
  ['brackets without end', { 'content-type': FORM_BODY }, `a${'[b]'.repeat(3_000)}=1`],
  ['too many fields', { 'content-type': FORM_BODY }, 'a=1&'.repeat(3_000)],
  ['broken escapes', { 'content-type': FORM_BODY }, '%=%E0%A4&a[%=%zz'],
  ['parts without boundary', { 'content-type': 'multipart/form-data' }, 'x'],
  ['parts without end', { 'content-type': 'multipart/form-data; boundary=b' }, '--b\r\nContent-Di'],
]

/** Each as it is written in JSON, since some are no value of JavaScript. */
const ODD = [
  '"\\ud800 a\\u0000b"',
  `"${'e\u0301\u0302\u0303'.repeat(1_000)}"`,
  '1e400',
  '"275760-09-13T00:00:00.001Z"',
  '"2026-02-30T25:61"',
  '[[[[[["a"]]]]]]',
  'null',
]

/** Every field has it, in a body that names each twice. */
function withEach(call: Call, odd: string) {
  const fields = fieldsOf(call).map(name => `${JSON.stringify(name)}:${odd}`)
  const example = Object.entries(exampleOf(call)).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  )
  return `{${[...example, ...fields].join(',')}}`
}

const ODD_ADDRESSES = [
  ...['%00', '%ED%A0%80', '-1', '9'.repeat(40), '275760-09-14', '2026-02-30', '(a%2B)%2B$'],
]
