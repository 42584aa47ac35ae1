import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { useAttack } from './support/attack.ts'
import { FORM_BODY, JSON_BODY } from './support/attacker.ts'
import {
  type Call,
  exampleOf,
  fieldsOf,
  queryOf,
  READS,
  shapesOf,
  WRITES,
} from './support/calls.ts'
import { kindsIn } from './support/world.ts'

describe('bodies that no form sends', function () {
  this.timeout(180_000)
  const attack = useAttack()

  it('are refused wherever they come, and make nothing fail', async () => {
    // Read before any route is asked, but for parts: each route that takes files reads these itself.
    const failures = await attack.failuresOf(WRITES, call =>
      BODIES.filter(
        ([, headers]) => WRITES.indexOf(call) % 24 === 0 || (takesFiles(call) && hasParts(headers)),
      ).map(([what, headers, body]) => ({ what, request: { body, headers } })),
    )
    expect(failures).to.deep.equal([])
  })

  it('hold words and numbers that no field foresaw', async () => {
    const calls = WRITES.filter(one => fieldsOf(one).length > 0)
    const headers = { 'content-type': JSON_BODY, accept: 'text/html' }
    const odd = inTurn(calls, ODD)
    const failures = await attack.failuresOf(calls, call =>
      odd(call).map(one => ({ what: one, request: { body: withEach(call, one), headers } })),
    )
    expect(failures).to.deep.equal([])
  })

  it('have their like in addresses', async () => {
    const names = [...new Set(READS.flatMap(queryOf))]
    const queryWith = (odd: string) => names.map(name => `${name}=${odd}`).join('&')
    const odd = inTurn(READS, ODD_ADDRESSES)
    const failures = await attack.failuresOf(READS, call =>
      odd(call).map(one => ({
        ...{ what: one, after: `?${queryWith(one)}`, request: { method: 'GET' } },
      })),
    )
    expect(failures).to.deep.equal([])
  })

  it('stand in the place of a slug or an id', async () => {
    const calls = [...READS, ...WRITES].filter(({ path }) => path.includes(':'))
    const odd = inTurnOfKind(calls, ODD_NAMES)
    const failures = await attack.failuresOf(calls, call =>
      odd(call).map(one => ({
        ...{ what: one, instead: call.path.replace(/:\w+/g, one) },
        request: { method: call.method, headers: { accept: 'text/html' } },
      })),
    )
    expect(failures).to.deep.equal([])
  })
})

/** Each route meets two of them, in turn; all of them the first whose fields are described as none before. */
function inTurn(calls: Call[], all: string[]) {
  const known = new Set<string>()
  const turns = new Map<Call, string[]>()
  for (const [n, call] of calls.entries()) {
    const shapes = shapesOf(call)
    const isKnown = shapes.every(shape => known.has(shape))
    for (const shape of shapes) known.add(shape)
    turns.set(call, isKnown ? some(all, n, 2) : all)
  }
  return (call: Call) => turns.get(call) ?? all
}

/** Routes read the names of one kind of thing alike: the kind meets all of them, and each route two at least. */
function inTurnOfKind(calls: Call[], all: string[]) {
  const kindOf = (call: Call) => kindsIn(call).at(-1)
  return (call: Call) => {
    const alike = calls.filter(one => kindOf(one) === kindOf(call))
    const count = Math.max(2, Math.ceil(all.length / alike.length))
    return some(all, alike.indexOf(call) * count, count)
  }
}

function some(all: string[], from: number, count: number) {
  return Array.from(
    { length: Math.min(count, all.length) },
    (_, n) => all[(from + n) % all.length] ?? '',
  )
}

function takesFiles({ operation }: Call) {
  return Boolean(operation?.files)
}

function hasParts(headers: Record<string, string>) {
  return headers['content-type']?.startsWith('multipart/') ?? false
}

const ODD_NAMES = [
  ...['%00', '%ff', '$ne', '__proto__', 'constructor', '..%2f..%2fetc%2fpasswd', '%F0%9F%98%80'],
  ...['x'.repeat(5_000), '9'.repeat(30), '-1', '1e9'],
]
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
