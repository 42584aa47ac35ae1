import { expect } from 'chai'
import {
  contentDisposition,
  safeFileName,
  withExtension,
} from '../../../server/platform/files/names.ts'

describe('safeFileName', () => {
  const cases: [string, string][] = [
    ['Compte rendu.pdf', 'Compte rendu.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Bureau\\plan.pdf', 'plan.pdf'],
    ['a\r\nSet-Cookie: x.pdf', 'aSet-Cookie- x.pdf'],
    ['fiche\u202Efdp.exe', 'fichefdp.exe'],
    ['e\u0301te\u0301.odt', 'été.odt'],
    [Buffer.from('Été à Brest.odt').toString('latin1'), 'Été à Brest.odt'],
    ['Été.odt', 'Été.odt'],
    ['日本.pdf', '日本.pdf'],
    ['con.txt', '_con.txt'],
    ['LPT1', '_LPT1'],
    ['console.txt', 'console.txt'],
    ['..', 'file'],
    ['', 'file'],
    [' .caché. ', 'caché'],
    ['a<b>"c"|d?.txt', 'a-b--c--d-.txt'],
    ['50% %22.txt', '50% %22.txt'],
  ]
  for (const [given, expected] of cases)
    it(`turns ${JSON.stringify(given)} into ${expected}`, () => {
      expect(safeFileName(given)).to.equal(expected)
      expect(safeFileName(expected)).to.equal(expected)
    })

  it('keeps the extension of a long name', () => {
    const name = safeFileName(`${'😀'.repeat(300)}.pptx`)
    expect([...name]).to.have.length(120)
    expect(name).to.match(/😀\.pptx$/u)
  })
})

describe('withExtension', () => {
  it('adds the true extension to a name that promises another', () => {
    expect(withExtension('virus.exe', 'zip')).to.equal('virus.exe.zip')
    expect(withExtension('Photo.JPEG', 'jpg')).to.equal('Photo.JPEG')
    expect(withExtension('plan.PDF', 'pdf')).to.equal('plan.PDF')
  })
})

describe('contentDisposition', () => {
  it('carries an ASCII name and the true one', () => {
    expect(contentDisposition("L'été à 100 %.pdf", 'attachment')).to.equal(
      "attachment; filename=\"L'ete a 100 _.pdf\"; filename*=UTF-8''L%27%C3%A9t%C3%A9%20%C3%A0%20100%20%25.pdf",
    )
  })

  it('cannot be broken out of', () => {
    const header = contentDisposition('a"; x=\\"\r\nX-Evil: 1.pdf', 'inline')
    expect(header).to.match(/^inline; filename="[^"\\\r\n]*"; filename\*=UTF-8''[\w.%!~-]*$/)
  })
})
