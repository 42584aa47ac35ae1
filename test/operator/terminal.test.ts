import { expect } from 'chai'
import { bytes, plural, terminalOn } from '../../server/operator/terminal.ts'

describe('what an operator’s command writes', () => {
  const written = (isTTY: boolean) => {
    const lines: string[] = []
    const write = (text: string | Uint8Array) => lines.push(String(text)) > 0
    return { lines, out: { write, isTTY, columns: 20 } }
  }

  it('is rewritten in its line on a terminal, and gone before the next message', async () => {
    const { lines, out } = written(true)
    const terminal = terminalOn(out, out)
    const until = Date.now() + 5_000
    while (lines.length === 0 && Date.now() < until) {
      terminal.progress('things: 12 documents written')
      await new Promise(setImmediate)
    }
    terminal.note('done')
    expect(lines).to.deep.equal(['\r\x1b[2Kthings: 12 document', '\r\x1b[2K', 'done\n'])
  })

  it('is silent at first elsewhere: a short command writes its answer alone', () => {
    const { lines, out } = written(false)
    const terminal = terminalOn(out, out)
    terminal.progress('things')
    terminal.say('done')
    terminal.clear()
    expect(lines).to.deep.equal(['done\n'])
  })

  it('counts as people do', () => {
    expect([0, 999, 1000, 1234567, 250e6, 5e12].map(bytes)).to.deep.equal([
      ...['0 bytes', '999 bytes', '1.0 KB', '1.2 MB', '250 MB', '5.0 TB'],
    ])
    expect([plural(1, 'file'), plural(1200, 'file')]).to.deep.equal(['1 file', '1,200 files'])
  })
})
