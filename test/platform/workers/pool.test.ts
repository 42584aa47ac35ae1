import { expect } from 'chai'
import { apart, Overloaded } from '../../../server/platform/workers/pool.ts'

describe('work in a thread apart', function () {
  this.timeout(30_000)
  const terms = { longest: 3_000, mostWaiting: 3, memoryMb: 64 }
  const thrownBy = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      failure => failure,
    )

  it('is done one piece after the other, and told when it fails', async () => {
    const work = apart(import.meta.url, '../../support/odd-worker', terms)
    expect(await Promise.all([work(1), work(2), work(3)])).to.deep.equal([2, 4, 6])
    expect(await thrownBy(work('fail')))
      .to.be.an('error')
      .with.property('message', 'It did not work')
    expect(await work(4)).to.equal(8)
  })

  it('goes on in the same thread, and in a new one when it broke', async () => {
    const work = apart(import.meta.url, '../../support/odd-worker', terms)
    const first = await work('which')
    await thrownBy(work('fail'))
    expect(await work('which')).to.equal(first)
    const [broken, next] = [thrownBy(work('break')), work('which')]
    expect(await broken)
      .to.be.an('error')
      .with.property('message', 'It broke')
    expect(await next).not.to.equal(first)
  })

  it('that never ends is given up, and what waited is done', async () => {
    const work = apart(import.meta.url, '../../support/odd-worker', terms)
    const [looping, next] = [thrownBy(work('loop')), work(5)]
    expect(await looping).to.be.instanceOf(Overloaded)
    expect(await next).to.equal(10)
  })

  it('that takes all memory ends alone', async () => {
    const work = apart(import.meta.url, '../../support/odd-worker', { ...terms, longest: 20_000 })
    const [filling, next] = [thrownBy(work('fill')), work(6)]
    expect(await filling)
      .to.be.an('error')
      .with.property('code', 'ERR_WORKER_OUT_OF_MEMORY')
    expect(await next).to.equal(12)
  })

  it('is refused when too much of it waits', async () => {
    const work = apart(import.meta.url, '../../support/odd-worker', terms)
    const asked = Array.from({ length: 6 }, (_, n) => thrownBy(work(n)))
    const refused = (await Promise.all(asked)).filter(one => one instanceof Overloaded)
    expect(refused).to.have.length(2)
  })
})
