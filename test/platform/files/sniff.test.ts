import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import sharp from 'sharp'
import { identifyFile } from '../../../server/platform/files/sniff.ts'
import { freshFolder, opendocument, openxml, pdf, png, zip } from './support/samples.ts'

const folder = freshFolder()

async function identify(bytes: Buffer | string, name: string) {
  const path = join(folder(), 'file')
  await writeFile(path, bytes)
  return identifyFile(path, name)
}

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const slides = 'application/vnd.openxmlformats-officedocument.presentationml.presentation'

describe('identifyFile', () => {
  it('knows documents by their content, whatever their name says', async () => {
    const found = [
      await identify(pdf, 'photo.png'),
      await identify(opendocument('text'), 'a.zip'),
      await identify(opendocument('spreadsheet'), 'a.ods'),
      await identify(opendocument('presentation'), 'a.odp'),
      await identify(openxml('word', 'document.xml', `${word}.main+xml`), 'a.docx'),
      await identify(openxml('xl', 'workbook.xml', `${sheet}.main+xml`), 'a.xlsx'),
      await identify(openxml('ppt', 'presentation.xml', `${slides}.main+xml`), 'a.pptx'),
      await identify(zip({ 'lisez-moi.txt': 'bonjour' }), 'a.docx'),
    ]
    expect(found.map(file => `${file?.extension} ${file?.kind}`)).to.eql([
      ...['pdf pdf', 'odt document', 'ods sheet', 'odp slides'],
      ...['docx document', 'xlsx sheet', 'pptx slides', 'zip archive'],
    ])
    expect(found[4]?.mime).to.equal(word)
  })

  it('knows pictures', async () => {
    const image = sharp(await png())
    const found = [
      await identify(await png(), 'a.pdf'),
      await identify(await image.clone().jpeg().toBuffer(), 'a'),
      await identify(await image.clone().gif().toBuffer(), 'a'),
      await identify(await image.clone().webp().toBuffer(), 'a'),
    ]
    expect(found.map(file => file?.mime)).to.eql([
      ...['image/png', 'image/jpeg', 'image/gif', 'image/webp'],
    ])
  })

  it('takes UTF-8 text as text, even when it begins like a sound or holds tags', async () => {
    for (const text of ['Été : ☀\r\n\tfin', 'FORMATION 2026', 'BM', '<script>alert(1)</script>'])
      expect(await identify(text, 'Notes.TXT'), text).to.eql({
        ...{ mime: 'text/plain', extension: 'txt', kind: 'text' },
      })
    expect((await identify('a;b\n1;2', 'a.csv'))?.mime).to.equal('text/plain')
  })

  const refused: [string, Buffer | string, string][] = [
    ['a program', Buffer.from('MZ\u0090\u0000\u0003\u0000\u0000\u0000'), 'a.pdf'],
    ['a program named as text', Buffer.from('MZ\u0090\u0000\u0003\u0000'), 'a.txt'],
    ['a page named as a PDF', '<!doctype html><script>alert(1)</script>', 'a.pdf'],
    ['a page', '<!doctype html><p>a</p>', 'a.html'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'a.svg'],
    ['an SVG named as a PNG', '<?xml version="1.0"?><svg/>', 'a.png'],
    [
      'a Word file with macros',
      openxml('word', 'document.xml', 'application/vnd.ms-word.document.macroEnabled.main+xml'),
      'a.docx',
    ],
    [
      'a sheet with macros',
      openxml('xl', 'workbook.xml', 'application/vnd.ms-excel.sheet.macroEnabled.main+xml'),
      'a.xlsx',
    ],
    ['an old Office file', Buffer.from('d0cf11e0a1b11ae1'.padEnd(1200, '0'), 'hex'), 'a.doc'],
    ['a Java archive', zip({ 'META-INF/MANIFEST.MF': 'x' }), 'a.zip'],
    ['text that is not UTF-8', Buffer.from('caf\u00e9', 'latin1'), 'a.txt'],
    ['text cut inside a character', Buffer.from('é').subarray(0, 1), 'a.txt'],
    ['an empty file', '', 'a.txt'],
    ['text without an extension', 'bonjour', 'README'],
  ]
  for (const [what, bytes, name] of refused)
    it(`refuses ${what}`, async () => expect(await identify(bytes, name)).to.equal(undefined))
})
