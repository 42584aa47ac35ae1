import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import express, { type ErrorRequestHandler } from 'express'
import { receiveUploads } from '../../../server/platform/files/uploads.ts'
import { patientServer } from '../../../server/platform/http/server.ts'

const HEAD = 'POST / HTTP/1.1\r\nHost: hub\r\nContent-Type: multipart/form-data; boundary=b\r\n'
const PART = '--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`

describe('the patience of the server', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rouedad-patience-'))
  let server: Server

  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })
  after(() => rmSync(directory, { recursive: true, force: true }))

  it('ends with a body slower than its limit: 408, and nothing left of the file', async () => {
    await start({ requestMs: 300, headersMs: 300, lookEveryMs: 50 })
    const answer = await dialogue(`${HEAD}Content-Length: 1000000\r\n\r\n${PART}lentement`)
    expect(answer).to.match(/^HTTP\/1.1 408 /)
    await emptied()
  })

  it('ends with headers that never end, and with silence', async () => {
    await start({ requestMs: 300, headersMs: 100, lookEveryMs: 20 })
    expect(await dialogue('POST / HTTP/1.1\r\nHost: hub\r\nX-a: ')).to.match(/^HTTP\/1.1 408 /)
    server.close()
    await start({ silenceMs: 100 })
    expect(await dialogue(`${HEAD}Content-Length: 1000\r\n\r\n${PART}`)).to.equal('')
    await emptied()
  })

  it('ends with a stream without end, once it is refused', async () => {
    await start({})
    const { sent, answer } = await endless(CHUNKED)
    expect(answer).to.match(/^HTTP\/1.1 413 /)
    // What the line itself holds comes beside what is read.
    expect(sent).to.be.below(60_000_000)
    await emptied()
  })

  it('lets a browser finish its form, so that the refusal is seen', async () => {
    await start({})
    const rest = 'x'.repeat(3_000_000)
    const answer = await dialogue(
      `${HEAD}Connection: close\r\nContent-Length: ${PART.length + rest.length}\r\n\r\n${PART}${rest}`,
    )
    expect(answer).to.match(/^HTTP\/1.1 413 /)
  })

  async function start(patience: Parameters<typeof patientServer>[1]) {
    const app = express()
    app.post('/', receiveUploads({ directory, maxBytes: 1_000_000 }), (_req, res) => void res.end())
    app.use(((error, _req, res, next) => {
      if (res.destroyed) next()
      else res.status(error.status).end()
    }) satisfies ErrorRequestHandler)
    server = patientServer(app, patience)
    server.listen(0)
    await once(server, 'listening')
  }

  /** What the server says until it closes the line. */
  async function dialogue(said: string) {
    const line = connect(portOf(server))
    let answer = ''
    line.on('data', part => {
      answer += part
    })
    line.on('error', () => {}).write(said)
    await once(line, 'close')
    return answer
  }

  /** What was begun is removed once its line is closed, which the disk takes a moment for. */
  async function emptied() {
    for (const end = Date.now() + 5_000; Date.now() < end && readdirSync(directory).length > 0; )
      await new Promise(resolve => setImmediate(resolve))
    expect(readdirSync(directory)).to.deep.equal([])
  }

  async function endless(head: string) {
    const line = connect(portOf(server)).setMaxListeners(0)
    let answer = ''
    let open = true
    line.on('data', part => {
      answer += part
    })
    line
      .on('error', () => {})
      .on('close', () => {
        open = false
      })
    line.write(`${head}${PART.length.toString(16)}\r\n${PART}\r\n`)
    const chunk = Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`)
    let sent = 0
    while (open && sent < 200_000_000) {
      sent += chunk.length
      if (!line.write(chunk))
        await new Promise<void>(resolve => line.once('drain', resolve).once('close', resolve))
    }
    line.destroy()
    return { sent, answer }
  }
})

function portOf(server: Server) {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('Not listening')
  return address.port
}
