import { execFileSync } from 'node:child_process'
import { expect } from 'chai'
import { Overloaded, TookTooLong, workerPool } from '../../../server/platform/workers/pool.ts'
import { childArguments } from '../../support/child.ts'

describe('work in a worker thread', function () {
  this.timeout(30_000)
  const limits = { longest: 3_000, mostWaiting: 3, memoryMb: 64 }
  const pool = (changed = {}) =>
    workerPool(import.meta.url, '../../support/odd-worker', { ...limits, ...changed })
  const thrownBy = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      failure => failure,
    )

  it('is done one piece after the other, and told when it fails', async () => {
    const work = pool()
    expect(await Promise.all([work(1), work(2), work(3)])).to.deep.equal([2, 4, 6])
    expect(await thrownBy(work('fail')))
      .to.be.an('error')
      .with.property('message', 'Error: It did not work')
    expect(await work(4)).to.equal(8)
  })

  it('goes on in the same thread, and in a new one when it broke', async () => {
    const work = pool()
    const first = await work('which')
    await thrownBy(work('fail'))
    expect(await work('which')).to.equal(first)
    const [broken, next] = [thrownBy(work('break')), work('which')]
    expect(await broken)
      .to.be.an('error')
      .with.property('message', 'Error: It broke')
    expect(await next).not.to.equal(first)
  })

  it('that never ends is given up, and what waited is done', async () => {
    const work = pool()
    const [looping, next] = [thrownBy(work('loop')), work(5)]
    expect(await looping).to.be.instanceOf(TookTooLong)
    expect(await next).to.equal(10)
  })

  it('that takes all memory ends alone', async () => {
    const work = pool({ longest: 20_000 })
    const [filling, next] = [thrownBy(work('fill')), work(6)]
    expect(await filling)
      .to.be.an('error')
      .with.property('code', 'ERR_WORKER_OUT_OF_MEMORY')
    expect(await next).to.equal(12)
  })

  it('that ends or crashes its thread ends alone', async () => {
    const work = pool()
    const [ending, crashing, next] = [thrownBy(work('end')), thrownBy(work('crash')), work(7)]
    expect(await ending)
      .to.be.an('error')
      .with.property('message', 'The thread ended with code 3')
    expect(await crashing)
      .to.be.an('error')
      .with.property('message', 'It crashed')
    expect(await next).to.equal(14)
  })

  it('is refused when too much of it waits', async () => {
    const work = pool()
    const asked = Array.from({ length: 6 }, (_, n) => thrownBy(work(n)))
    const refused = (await Promise.all(asked)).filter(one => one instanceof Overloaded)
    expect(refused).to.have.length(2)
  })

  it('that cannot be sent is refused, and what waited is done', async () => {
    const work = pool()
    const [unsendable, next] = [thrownBy(work(() => 1)), work(8)]
    expect(await unsendable).to.have.property('name', 'DataCloneError')
    expect(await next).to.equal(16)
  })

  it('has a thread of its own each time when none is to stay', async () => {
    const work = pool({ idle: 0 })
    const [one, other] = await Promise.all([work('which'), work('which')])
    expect(one).not.to.equal(other)
  })

  it('keeps no process from ending, at rest or in the middle', () => {
    const said = execFileSync(
      process.execPath,
      childArguments(import.meta.url, '../../support/pool-user'),
      {
        encoding: 'utf8',
        timeout: 20_000,
      },
    )
    expect(said).to.equal('2\n')
  })
})
