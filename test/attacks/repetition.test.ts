import { expect } from 'chai'
import { useHub } from '../support/hub.ts'
import { type Attacker, anAttacker } from './support/attacker.ts'
import {
  addressFor,
  type Call,
  exampleOf,
  fieldsOf,
  furnish,
  READS,
  WRITES,
} from './support/calls.ts'

/** Each is read again from its beginning by some expression or parser, again and again. */
const UNITS = [
  ...['a@', '[', '![', '](', '<', '<!--', '*a ', '**', '`a', '> ', '- ', '&#', 'http://', 'www.a.'],
  ...['\t', ' \n', '| ', '_a_', '~~', '\u0301', '"', "l'", '1:', '-1', 'a-', '(((', '\\'],
]
const LENGTH = 9_000
/** What one may take more than plain words of the same length: parsing is more work, but in proportion. */
const TIMES = 12
const MS = 250

describe('the same thing written again and again', function () {
  this.timeout(180_000)
  const hub = useHub()
  let admin: Attacker

  before(async () => {
    admin = await anAttacker(hub)
    await furnish(admin)
  })

  it('keeps the hub busy for no longer than words do, whatever the form', async () => {
    const slow: string[] = []
    for (const [n, call] of WRITES.filter(one => textsOf(one).length > 0).entries()) {
      await admin.ready()
      const address = await addressFor(call, hub, admin)
      // What parses Markdown meets all of them; the others, which mostly measure, some.
      const units = call.path === '/apercu' ? UNITS : UNITS.filter((_, m) => m % 9 === n % 9)
      const plain = await timed(() => admin.postJson(address, filled(call, 'mot ')))
      for (const unit of units) {
        const once = () => timed(() => admin.postJson(address, filled(call, unit)))
        if (await isSlow(once, plain)) slow.push(`${call.name} ${JSON.stringify(unit)}`)
      }
    }
    expect(slow).to.deep.equal([])
  })

  it('nor does it in an address', async () => {
    const slow: string[] = []
    for (const path of SEARCHES.filter(one => READS.some(({ path }) => path === one))) {
      const ask = (unit: string) =>
        timed(() => admin.getJson(`${path}?q=${encodeURIComponent(unit.repeat(700))}`))
      const plain = await ask('mot ')
      for (const unit of UNITS)
        if (await isSlow(() => ask(unit), plain)) slow.push(`${path} ${JSON.stringify(unit)}`)
    }
    expect(slow).to.deep.equal([])
  })

  it('would be seen, if it did', async () => {
    const catastrophe = /^(a+)+$/
    const busy = async (text: string) => timed(async () => catastrophe.test(text))
    expect(await isSlow(() => busy(`${'a'.repeat(27)}!`), await busy('mot '))).to.equal(true)
  })

  /** Slow each time, since a busy machine is slow once. */
  async function isSlow(once: () => Promise<number>, plain: number) {
    for (let tries = 0; tries < 3; tries++) if ((await once()) < plain * TIMES + MS) return false
    return true
  }

  async function timed(act: () => Promise<unknown>) {
    const start = performance.now()
    await act()
    return performance.now() - start
  }
})

const SEARCHES = ['/recherche', '/ressources', '/membres']

function textsOf(call: Call) {
  return fieldsOf(call).filter(name => typeof exampleOf(call)[name] === 'string')
}

function filled(call: Call, unit: string) {
  const text = unit.repeat(Math.ceil(LENGTH / unit.length))
  return { ...exampleOf(call), ...Object.fromEntries(textsOf(call).map(name => [name, text])) }
}
