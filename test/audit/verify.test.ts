import { join } from 'node:path'
import { expect } from 'chai'
import audit from '../../server/operator/audit.ts'
import { WrongUsage } from '../../server/operator/command.ts'
import { GENESIS, hashOf } from '../../server/platform/audit/chain.ts'
import { aTerminal, useFolder, withStore } from '../operator/open.ts'

describe('npx hub audit verify', function () {
  this.timeout(60_000)
  const folder = useFolder()
  let turn = 0

  async function aLog(
    length: number,
    spoil: (entries: ReturnType<typeof chain>) => void = () => {},
  ) {
    const data = join(folder, `audit-${++turn}`)
    const entries = chain(length)
    spoil(entries)
    await withStore(data, async db => {
      await db.collection('audit_entries').createIndex({ seq: 1 }, { unique: true })
      if (entries.length > 0) await db.collection('audit_entries').insertMany(entries)
    })
    return data
  }

  async function run(data: string, values = {}) {
    const { terminal, said } = aTerminal()
    const environment = { DATA_DIR: data }
    return { code: await audit.run({ words: ['verify'], values, environment, terminal }), said }
  }

  it('tells how many entries there are, and where the log ends', async () => {
    const { code, said } = await run(await aLog(120))
    const last = chain(120).at(-1)
    expect([code, said]).to.deep.equal([0, ['120 entries in one chain', `last: 120 ${last?.hash}`]])
    expect(await run(await aLog(0))).to.deep.equal({ code: 0, said: ['0 entries in one chain'] })
  })

  it('ends with 1 at the first entry that was changed, removed or put in', async () => {
    const changed = await aLog(9, entries =>
      Object.assign(entries[4] ?? {}, { actorName: 'Autre' }),
    )
    expect((await run(changed)).said[0]).to.include('4 entries in one chain, then a break at 5')
    const removed = await aLog(9, entries => void entries.splice(4, 1))
    const { code, said } = await run(removed)
    expect(code).to.equal(1)
    expect(said[0]).to.include('then a break at 5: missing')
    const first = await aLog(9, entries => void entries.shift())
    expect((await run(first)).said[0]).to.include('break at 1')
  })

  it('finds that the end was cut off, given a hash that was told before', async () => {
    const data = await aLog(5)
    const [, seventh] = chain(7).slice(-2)
    expect((await run(data, { last: chain(3).at(-1)?.hash })).code).to.equal(0)
    const { code, said } = await run(data, { last: seventh?.hash })
    expect(code).to.equal(1)
    expect(said.at(-1)).to.include('was cut off')
  })

  it('understands nothing else', async () => {
    const { terminal } = aTerminal()
    const call = { words: ['erase'], values: {}, environment: { DATA_DIR: folder }, terminal }
    const failure = await audit.run(call).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(failure).to.be.instanceOf(WrongUsage)
  })
})

/** A log as the hub writes it, the same each time. */
function chain(length: number) {
  let previous = GENESIS
  return Array.from({ length }, (_, n) => {
    const facts = {
      ...{ seq: n + 1, at: new Date(1_700_000_000_000 + n), actor: '', actorName: 'Alan' },
      ...{
        act: 'member.role',
        targetKind: 'member',
        targetId: 'x',
        targetLabel: '',
        details: '{}',
      },
      previous,
    }
    const hash = hashOf(facts)
    previous = hash
    return { ...facts, hash }
  })
}
