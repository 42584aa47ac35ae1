import { expect } from 'chai'
import { parse } from 'csv-parse/sync'
import { useHub } from '../support/hub.ts'
import { type Attacker, anAttacker, raw } from './support/attacker.ts'
import { addressFor, exampleOf, fieldsOf, furnish, READS, WRITES } from './support/calls.ts'

const FORMULAS = ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1+1', '＝1+1']
const NAMES = [
  ...[
    'a\r\nSet-Cookie: x=1.txt',
    'a";filename=b.exe.txt',
    "a'b.txt",
    'a%0d%0aX: y.txt',
    '../../a.txt',
  ],
  ...[
    '\u202etxt.exe.txt',
    'a\u0000b.txt',
    'ligne\u2028deux.txt',
    '=cmd.txt',
    `${'é'.repeat(300)}.txt`,
  ],
]

describe('what the hub gives to take away', function () {
  this.timeout(180_000)
  const hub = useHub()
  let admin: Attacker

  before(async () => {
    admin = await anAttacker(hub)
    await furnish(admin)
  })

  it('runs no formula in a spreadsheet, whoever wrote it', async () => {
    await writeFormulas()
    const running: string[] = []
    let tables = 0
    for (const call of READS) {
      const address = await addressFor(call, hub, admin)
      const reply = await admin.get(address, { accept: '*/*' })
      if (!reply.headers.get('content-type')?.startsWith('text/csv')) continue
      tables++
      const rows: string[][] = parse(reply.text, { bom: true, relax_column_count: true })
      expect(reply.text, `${call.name} has what was written`).to.include('1+1')
      for (const cell of rows.flat())
        if (/^[\s]*[=+\-@＝＋－＠]/.test(cell) && !/^-?\d+([.,]\d+)?$/.test(cell))
          running.push(`${call.name}: ${cell.slice(0, 40)}`)
    }
    expect(tables).to.be.above(1)
    expect(running).to.deep.equal([])
  })

  it('is named by nobody but the hub, in each header', async () => {
    const faults: string[] = []
    for (const call of WRITES.filter(({ path }) => path.endsWith('/pieces-jointes'))) {
      await admin.ready()
      const address = await addressFor(call, hub, admin)
      for (const name of NAMES) {
        const reply = await sent(address, name)
        // What an HTTP line cannot even say is refused before the hub.
        if (reply.status !== 201) continue
        const file = await raw(admin, hub.url + JSON.parse(reply.text).url, { method: 'GET' })
        const told = file.headers.get('content-disposition') ?? ''
        if (!SAFE.test(told) || file.headers.has('set-cookie') || file.headers.has('x'))
          faults.push(`${call.name} ${JSON.stringify(name.slice(0, 30))}: ${told}`)
        const full = decodeURIComponent(told.split("''")[1] ?? '')
        if (/[\p{Cc}\p{Cf}\u2028\u2029/\\"]/u.test(full) || !full.endsWith('.txt'))
          faults.push(`${call.name}: ${full}`)
      }
    }
    expect(faults).to.deep.equal([])
  })

  /** In every line of text of every form, one formula after the other, as far as each is taken. */
  async function writeFormulas() {
    for (const call of WRITES.filter(one => linesOf(one).length > 0)) {
      for (const formula of FORMULAS.slice(0, call.path === '/lieux' ? FORMULAS.length : 1)) {
        await admin.ready()
        const told = Object.fromEntries(linesOf(call).map(name => [name, `${formula} ${name}`]))
        await admin.postJson(await addressFor(call, hub, admin), { ...exampleOf(call), ...told })
      }
    }
  }

  function linesOf(call: (typeof WRITES)[number]) {
    return fieldsOf(call).filter(name => LINES.test(name))
  }

  function sent(address: string, name: string) {
    const head = `--b\r\nContent-Disposition: form-data; name="files"; filename="`
    const quoted = name.replace(/"/g, '%22').replace(/\r\n/g, '%0D%0A')
    const body = new Uint8Array(Buffer.from(`${head}${quoted}"\r\n\r\nbonjour\r\n--b--\r\n`))
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    return raw(admin, hub.url + address, { body, headers })
  }
})

const LINES = /^(title|name|label|commune|address|phone|note|summary|excerpt|openingHours|word)$/
const SAFE =
  /^(attachment|inline); filename="[\x20-\x21\x23-\x5b\x5d-\x7e]+"; filename\*=UTF-8''[\w.%~!$&+^`|-]+$/
