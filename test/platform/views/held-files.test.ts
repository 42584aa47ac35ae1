import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { expect } from 'chai'
import express from 'express'
import { heldFiles, serveHeld } from '../../../server/platform/views/held-files.ts'

describe('files held in memory', () => {
  const CSS = 'body { color: black }'
  const folder = mkdtempSync(join(tmpdir(), 'rouedad-held-'))
  let server: Server
  let url: string

  before(done => {
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'assets/main.css'), CSS)
    writeFileSync(join(folder, 'assets/main.css.br'), brotliCompressSync(CSS))
    writeFileSync(join(folder, 'robots.txt'), 'User-agent: *')
    const app = express()
    app.use(serveHeld(heldFiles(folder), path => (path === '/robots.txt' ? 'no-cache' : 'public')))
    app.use((_req, res) => void res.status(404).end())
    // A build while the hub runs: the files that its pages name are gone.
    rmSync(folder, { recursive: true })
    server = app.listen(0, () => {
      url = `http://localhost:${(server.address() as AddressInfo).port}`
      done()
    })
  })
  after(done => {
    server.close(done)
  })

  /** As it comes over the line: fetch() would decode it, and ask for no answer from memory. */
  const get = (path: string, headers: OutgoingHttpHeaders = {}, method = 'GET') =>
    new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: Buffer }>(
      (resolve, reject) => {
        const asking = request(url, { path, headers, method }, async answer => {
          const { statusCode: status, headers } = answer
          resolve({ status, headers, body: await buffer(answer) })
        })
        asking.on('error', reject).end()
      },
    )

  it('are served though their folder is gone', async () => {
    const { status, headers, body } = await get('/assets/main.css')
    expect(status).to.equal(200)
    expect(headers).to.include({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public',
    })
    expect(String(body)).to.equal(CSS)
    expect((await get('/robots.txt')).headers['cache-control']).to.equal('no-cache')
  })

  it('come in the form that the reader takes, each with a tag of its own', async () => {
    const plain = await get('/assets/main.css')
    const small = await get('/assets/main.css', { 'accept-encoding': 'gzip, deflate, br' })
    expect(small.headers).to.include({ 'content-encoding': 'br', vary: 'Accept-Encoding' })
    expect(String(brotliDecompressSync(small.body))).to.equal(CSS)
    expect(small.headers.etag).not.to.equal(plain.headers.etag)
    for (const without of ['gzip', 'br;q=0', 'identity']) {
      const whole = await get('/assets/main.css', { 'accept-encoding': without })
      expect(whole.headers['content-encoding'], without).to.equal(undefined)
      expect(String(whole.body)).to.equal(CSS)
    }
  })

  it('are not sent twice to who has them', async () => {
    const { etag } = (await get('/robots.txt')).headers
    expect((await get('/robots.txt', { 'if-none-match': etag })).status).to.equal(304)
  })

  it('are these alone, by reading alone', async () => {
    const others = ['/assets', '/assets/main.css.br', '/assets/%2e%2e/robots.txt', '/../robots.txt']
    for (const path of others) expect((await get(path)).status, path).to.equal(404)
    expect((await get('/robots.txt', {}, 'POST')).status).to.equal(404)
    const { status, body } = await get('/robots.txt', {}, 'HEAD')
    expect([status, body.length]).to.deep.equal([200, 0])
  })
})
