import { createHash } from 'node:crypto'
import { readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'chai'
import express from 'express'
import { type ReceivedFile, receiveUploads } from '../../../server/platform/files/uploads.ts'
import { freshFolder, pdf, png } from './support/samples.ts'
import { newApp, type Site, sendHalf, serve } from './support/site.ts'

const folder = freshFolder()
const incoming = () => join(folder(), 'incoming')

describe('receiveUploads', () => {
  let site: Site
  let claim: (files: ReceivedFile[]) => Promise<void>
  let reached: number

  beforeEach(async () => {
    claim = async () => {}
    reached = 0
    const app = newApp()
    app.use(express.json())
    app.use(receiveUploads({ maxFiles: 3, maxBytes: 20_000, directory: incoming() }))
    app.post('/', async (req, res) => {
      reached++
      await claim(req.uploads ?? [])
      res.json({ body: req.body, uploads: req.uploads })
    })
    site = await serve(app)
  })
  afterEach(() => site.close())

  async function post(form: FormData) {
    const answer = await fetch(site.url, { method: 'POST', body: form })
    const json: { body: object; uploads: ReceivedFile[] } = JSON.parse(await answer.text())
    return { status: answer.status, json }
  }

  async function left() {
    await pause(30)
    return readdir(incoming()).catch(() => [])
  }

  function formOf(files: [bytes: Uint8Array, name: string][], field = 'files') {
    const form = new FormData()
    for (const [bytes, name] of files) form.append(field, new Blob([new Uint8Array(bytes)]), name)
    return form
  }

  it('describes accepted files, and removes those that nobody moved', async () => {
    const form = formOf([
      [pdf, 'Été à Brest.pdf'],
      [await png(), 'photo.exe'],
    ])
    const { status, json } = await post(form)
    expect(status).to.equal(200)
    const [first, second] = json.uploads
    expect(first).to.include({ originalName: 'Été à Brest.pdf', mime: 'application/pdf' })
    expect(first).to.include({ size: pdf.length, kind: 'pdf', extension: 'pdf' })
    expect(first?.sha256).to.equal(createHash('sha256').update(pdf).digest('hex'))
    expect(second).to.include({ originalName: 'photo.exe.png', kind: 'image' })
    expect(await left()).to.eql([])
  })

  it('leaves a file to whoever moves it', async () => {
    const kept = join(folder(), 'kept')
    claim = async ([file]) => {
      if (file) await rename(file.path, kept)
    }
    await post(formOf([[pdf, 'a.pdf']]))
    expect(await left()).to.eql([])
    expect((await readFile(kept)).equals(pdf)).to.equal(true)
  })

  it('nests fields by their brackets', async () => {
    const form = formOf([[pdf, 'a.pdf']])
    form.append('title', 'Découvrir')
    form.append('steps[0][title]', 'un')
    form.append('steps[0][minutes]', '10')
    form.append('steps[1][title]', 'deux')
    form.append('themes[]', 'a')
    form.append('themes[]', 'b')
    form.append('__proto__[polluted]', 'x')
    const { json } = await post(form)
    expect(json.body).to.deep.include({
      title: 'Découvrir',
      steps: [{ title: 'un', minutes: '10' }, { title: 'deux' }],
      themes: ['a', 'b'],
    })
    expect(Object.hasOwn(Object.prototype, 'polluted')).to.equal(false)
  })

  it('accepts a form whose file field is empty', async () => {
    const { status, json } = await post(formOf([[new Uint8Array(), '']]))
    expect(status).to.equal(200)
    expect(json.uploads).to.eql([])
  })

  it('passes other requests through', async () => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(site.url, { method: 'POST', headers, body: '{"title":"a"}' })
    expect(await answer.json()).to.eql({ body: { title: 'a' }, uploads: [] })
  })

  it('takes a file of exactly the largest size', async () => {
    const { status } = await post(formOf([[Buffer.concat([pdf], 20_000), 'a.pdf']]))
    expect(status).to.equal(200)
  })

  const refusals: [string, () => FormData, object][] = [
    [
      'a type that is not kept, with the good file beside it',
      () =>
        formOf([
          [pdf, 'a.pdf'],
          [Buffer.from('<script>'), 'page.pdf'],
        ]),
      { status: 422, json: { code: 'type', fileName: 'page.pdf' } },
    ],
    [
      'a file that is too large',
      () =>
        formOf([
          [pdf, 'a.pdf'],
          [Buffer.concat([pdf], 20_001), 'gros.pdf'],
        ]),
      { status: 413, json: { code: 'size', fileName: 'gros.pdf' } },
    ],
    [
      'too many files',
      () => formOf(['a.pdf', 'b.pdf', 'c.pdf', 'd.pdf'].map(name => [pdf, name])),
      { status: 422, json: { code: 'count', fileName: 'd.pdf' } },
    ],
    [
      'a file in a field that takes none',
      () => formOf([[pdf, 'a.pdf']], 'autre'),
      { status: 422, json: { code: 'count', fileName: 'a.pdf' } },
    ],
    [
      'a field that is too long',
      () => {
        const form = formOf([[pdf, 'a.pdf']])
        form.append('body', 'x'.repeat(600_000))
        return form
      },
      { status: 413, json: { code: 'size', fileName: '' } },
    ],
    [
      'an array index that would fill the memory',
      () => {
        const form = formOf([[pdf, 'a.pdf']])
        form.append('steps[99999999]', 'x')
        return form
      },
      { status: 413, json: { code: 'size', fileName: '' } },
    ],
  ]
  for (const [what, form, expected] of refusals)
    it(`refuses ${what}, and leaves nothing`, async () => {
      expect(await post(form())).to.eql(expected)
      expect(reached).to.equal(0)
      expect(await left()).to.eql([])
    })

  it('leaves nothing of a form that is cut', async () => {
    const disposition = 'Content-Disposition: form-data; name="files"; filename="a.pdf"'
    await sendHalf(site, `--limite\r\n${disposition}\r\n\r\n%PDF-1.4\n${'x'.repeat(9000)}`)
    expect(await left()).to.eql([])
    expect(reached).to.equal(0)
  })

  it('refuses a form that ends too early', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=limite' }
    const disposition = 'Content-Disposition: form-data; name="files"; filename="a.pdf"'
    const body = `--limite\r\n${disposition}\r\n\r\n%PDF-1.4\n`
    const answer = await fetch(site.url, { method: 'POST', headers, body })
    expect(await answer.json()).to.include({ code: 'incomplete' })
    expect(await left()).to.eql([])
  })
})
