import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { expect } from 'chai'
import { ZipFile } from 'yazl'
import { useHub } from '../support/hub.ts'
import { type Attacker, anAttacker, raw } from './support/attacker.ts'
import { furnish } from './support/calls.ts'
import { takingFiles } from './support/files.ts'

describe('files that no one should send', function () {
  this.timeout(180_000)
  const hub = useHub()
  let admin: Attacker
  let taking: string[]
  before(async () => {
    admin = await anAttacker(hub)
    await furnish(admin)
    taking = await takingFiles(hub, admin)
    expect(taking).to.have.length.above(6)
  })

  it('are refused with a word in the reader’s language wherever files are taken, or kept whole', async () => {
    const faults: string[] = []
    const all = await samples()
    for (const [n, address] of taking.entries()) {
      await admin.ready()
      // Files are read in one place for all: the first routes meet every sample, the others some, one of them to be refused.
      const some = all.filter(
        ([, , refused], m) => n < 2 || (m + n) % 4 === 0 || (refused && m % 5 === n % 5),
      )
      for (const [name, bytes, expected] of some) {
        const { type, body } = multipart([[name, bytes]])
        const headers = { 'content-type': type, accept: 'text/html', 'accept-language': 'en' }
        const reply = await raw(admin, address, { body, headers })
        const told = `${address} ${name.slice(0, 20)}: ${reply.status}`
        if (reply.status >= 500 || (expected && reply.status < 400)) faults.push(told)
        if (reply.status >= 400 && !reply.text.includes('<html lang="en"')) faults.push(told)
      }
    }
    expect(faults).to.deep.equal([])
    expect(await waiting()).to.deep.equal([])
  })

  it('in ten thousand parts, or cut, leave nothing behind', async () => {
    for (const address of taking) {
      await admin.ready()
      const many = multipart(Array.from({ length: 10_000 }, () => ['a.txt', Buffer.from('a')]))
      const headers = { 'content-type': many.type }
      const { status } = await raw(admin, address, { body: many.body, headers })
      expect([413, 422], address).to.include(status)
      await cut(address)
    }
    expect(await waiting()).to.deep.equal([])
  })

  it('without end, or as long as a disk, are answered long before, and fill no memory', async () => {
    const others = [`${hub.url}/administration/invitations/liste`, `${hub.url}/apercu`]
    const before = process.memoryUsage().rss
    let most = 0
    for (const address of new Set([...taking, ...others])) {
      await admin.ready()
      for (const length of [1_000_000_000, undefined]) {
        const { status, sent } = await withoutEnd(address, length)
        expect(status, `${address} ${length}`).to.be.oneOf([400, 413, 422])
        expect(sent, `${address} ${length}`).to.be.below(MOST_READ)
        most = Math.max(most, process.memoryUsage().rss - before)
      }
    }
    expect(most).to.be.below(MOST_MEMORY)
    expect(await waiting()).to.deep.equal([])
  })

  /** A file that goes on as long as nobody answers; how much of it was sent until then. */
  function withoutEnd(address: string, length: number | undefined) {
    return new Promise<{ status: number; sent: number }>((resolve, reject) => {
      const isForm = !JSON_ONLY.test(address)
      const type = isForm ? 'multipart/form-data; boundary=b' : 'application/json'
      const headers = { cookie: admin.cookie, 'content-type': type, accept: 'application/json' }
      const long = length === undefined ? {} : { 'content-length': String(length) }
      const asking = request(address, { method: 'POST', headers: { ...headers, ...long } })
      const name = address.endsWith('/liste') ? 'a.csv' : 'a.txt'
      const field = `--b\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n\r\n`
      let sent = 0
      const more = () => {
        if (asking.destroyed || sent >= MOST_READ)
          return asking.destroy(new Error(`No answer from ${address} ${length}`))
        sent += LUMP.length
        return asking.write(LUMP, error => error ?? setImmediate(more))
      }
      asking.on('response', ({ statusCode = 0 }) => {
        resolve({ status: statusCode, sent })
        asking.destroy()
      })
      asking.on('error', reject)
      asking.write(isForm ? field : '{"body":"')
      more()
    })
  }

  /** What is left among the files that come, once the hub had its turns to remove them. */
  async function waiting() {
    const folder = join(hub.dataDirectory, 'incoming')
    for (let turn = 0; turn < 2_000; turn++) {
      if ((await readdir(folder).catch(() => [])).length === 0) return []
    }
    return readdir(folder)
  }

  /** Begins a file, and leaves in the middle of it. */
  function cut(address: string) {
    return new Promise<void>(resolve => {
      const headers = {
        ...{ cookie: admin.cookie, 'content-length': '1000000' },
        'content-type': 'multipart/form-data; boundary=b',
      }
      const asking = request(address, { method: 'POST', headers })
      asking.on('error', () => resolve()).on('close', () => resolve())
      const start =
        '--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-1.4\n'
      asking.write(start + 'x'.repeat(100_000), () => asking.destroy())
    })
  }
})

/** Takes no files: what is read there is what every form of words is. */
const JSON_ONLY = /\d\/apercu$/
const LUMP = Buffer.alloc(256 * 1024, 'mot ')
/** The largest file, its form, and what is on its way. */
const MOST_READ = 40 * 1024 * 1024
const MOST_MEMORY = 200 * 1024 * 1024

type Sample = [name: string, bytes: Buffer, refused: boolean]

async function samples(): Promise<Sample[]> {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  const text = Buffer.from('bonjour')
  return [
    ['dessin.svg', Buffer.from(svg), true],
    ['page.html', Buffer.from('<!doctype html><script>alert(1)</script>'), true],
    ['photo.png', Buffer.from(svg), true],
    ['vide.pdf', Buffer.alloc(0), true],
    ['outil.exe', Buffer.from('MZ\u0090\u0000'), true],
    ['bombe.docx', await bomb(), false],
    ['toile.png', hugePng(), false],
    ['../../../etc/passwd.txt', text, false],
    ['a\u0000b.txt', text, false],
    [`${'x'.repeat(5_000)}.txt`, text, false],
    ['\u202Etxt.exe', text, true],
  ]
}

/** 50 MB of nothing, in the file that tells what a .docx is. */
function bomb() {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.alloc(50_000_000), '[Content_Types].xml')
  zip.end()
  return new Promise<Buffer>((resolve, reject) => {
    const parts: Buffer[] = []
    zip.outputStream.on('data', part => parts.push(Buffer.from(part)))
    zip.outputStream.on('end', () => resolve(Buffer.concat(parts))).on('error', reject)
  })
}

/** A canvas of 60,000 × 60,000, in a few bytes. */
function hugePng() {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(60_000, 0)
  head.writeUInt32BE(60_000, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const parts = [
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...parts])
}

function chunk(name: string, data: Buffer) {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)])
}

function multipart(files: [name: string, bytes: Buffer][]) {
  const boundary = 'b0undary'
  const parts = files.flatMap(([name, bytes]) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n\r\n`,
    ),
    bytes,
    Buffer.from('\r\n'),
  ])
  const body = new Uint8Array(Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]))
  return { type: `multipart/form-data; boundary=${boundary}`, body }
}
