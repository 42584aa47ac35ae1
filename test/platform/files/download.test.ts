import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'chai'
import { type Download, sendFile } from '../../../server/platform/files/download.ts'
import { openFileStore } from '../../../server/platform/files/open.ts'
import { type FileStore, newFileKey } from '../../../server/platform/files/store.ts'
import { freshFolder } from './support/samples.ts'
import { newApp, type Site, serve } from './support/site.ts'

const folder = freshFolder()
const bytes = '0123456789'

describe('sendFile', () => {
  let site: Site
  let file: Download

  beforeEach(async () => {
    const store = openFileStore({ dataDirectory: folder() })
    const key = newFileKey()
    await store.put(key, Readable.from([bytes]))
    file = { store, key, name: 'Été.pdf', mime: 'application/pdf', size: 10, etag: 'abc' }
    const app = newApp()
    app.get('/', (req, res) => sendFile(res, file, req))
    site = await serve(app)
  })
  afterEach(() => site.close())

  const get = (headers: Record<string, string> = {}, method = 'GET') =>
    fetch(site.url, { headers, method })

  it('sends the bytes as an attachment that nothing can run', async () => {
    const answer = await get()
    expect(await answer.text()).to.equal(bytes)
    expect(Object.fromEntries(answer.headers)).to.include({
      'content-type': 'application/pdf',
      'content-length': '10',
      'content-disposition': `attachment; filename="Ete.pdf"; filename*=UTF-8''%C3%89t%C3%A9.pdf`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      'accept-ranges': 'bytes',
      etag: '"abc"',
    })
  })

  it('shows images and PDF inline when asked, and nothing else', async () => {
    file = { ...file, inline: true }
    expect((await get()).headers.get('content-disposition')).to.match(/^inline;/)
    file = { ...file, mime: 'text/plain' }
    const text = await get()
    expect(text.headers.get('content-disposition')).to.match(/^attachment;/)
    expect(text.headers.get('content-type')).to.equal('text/plain; charset=utf-8')
  })

  it('sends a range, the last bytes, or 416', async () => {
    const part = await get({ range: 'bytes=2-4' })
    expect([part.status, await part.text()]).to.eql([206, '234'])
    expect(part.headers.get('content-range')).to.equal('bytes 2-4/10')
    expect(part.headers.get('content-length')).to.equal('3')
    expect(await (await get({ range: 'bytes=-3' })).text()).to.equal('789')
    const beyond = await get({ range: 'bytes=20-30' })
    expect([beyond.status, beyond.headers.get('content-range')]).to.eql([416, 'bytes */10'])
    expect((await get({ range: 'bytes=0-1,4-5' })).status).to.equal(200)
    expect((await get({ range: 'bytes=2-4', 'if-range': '"old"' })).status).to.equal(200)
    expect((await get({ range: 'bytes=2-4', 'if-range': '"abc"' })).status).to.equal(206)
  })

  it('answers 304 to who has it already', async () => {
    const answer = await get({ 'if-none-match': '"abc"', 'cache-control': 'max-age=0' })
    expect([answer.status, await answer.text()]).to.eql([304, ''])
    expect((await get({ 'if-none-match': '"old"' })).status).to.equal(200)
  })

  it('answers HEAD without bytes', async () => {
    const answer = await get({}, 'HEAD')
    expect([answer.headers.get('content-length'), await answer.text()]).to.eql(['10', ''])
  })

  it('sends an empty file', async () => {
    const key = newFileKey()
    await file.store.put(key, Readable.from([]))
    file = { ...file, key, size: 0 }
    const answer = await get()
    expect([answer.status, await answer.text()]).to.eql([200, ''])
  })

  it('answers 404 for a file that is gone, and 500 without a path for one that cannot be read', async () => {
    file = { ...file, key: newFileKey() }
    const gone = await get()
    expect([gone.status, gone.headers.get('content-disposition')]).to.eql([404, null])
    file = { ...file, store: serving(() => createReadStream(join(folder(), 'uploads'))) }
    const unreadable = await get()
    expect(unreadable.status).to.equal(500)
    expect(await unreadable.text()).not.to.include(folder())
  })

  it('cuts the answer when the bytes stop halfway', async () => {
    const halfway = async function* () {
      yield '01234'
      await pause(20)
      throw new Error('disk')
    }
    file = { ...file, store: serving(() => Readable.from(halfway())) }
    const error = await get()
      .then(answer => answer.text())
      .catch(error => error)
    expect(error).to.be.instanceOf(Error)
  })

  it('closes the file when the reader leaves', async () => {
    const endless = Readable.from(
      (async function* () {
        for (;;) yield Buffer.alloc(65_536)
      })(),
    )
    file = { ...file, size: 1e12, store: serving(() => endless) }
    const leaving = new AbortController()
    await fetch(site.url, { signal: leaving.signal })
    leaving.abort()
    for (let i = 0; i < 50 && !endless.destroyed; i++) await pause(10)
    expect(endless.destroyed).to.equal(true)
  })

  function serving(open: () => Readable): FileStore {
    return { ...file.store, open: async () => open() }
  }
})
