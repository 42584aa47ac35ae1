import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createClient } from 'redis'
import { clusterName } from '../../../server/platform/realtime/redis.ts'
import { type EmbeddedStore, startEmbeddedStore } from '../../../store/src/index.ts'
import { Agent } from '../../support/agent.ts'
import { HubProcess } from '../../support/process.ts'
import { listen } from '../../support/sockets.ts'

const REDIS_URL = 'redis://127.0.0.1:6379'

describe('Two processes of one hub, joined by Redis', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rouedad-cluster-'))
  const processes: HubProcess[] = []
  // The stream's name comes from the secret: nobody else's.
  const secret = randomBytes(16).toString('hex')
  let store: EmbeddedStore | undefined

  before(async function () {
    this.timeout(60_000)
    if (!(await redisAnswers())) {
      console.warn(`      no Redis at ${REDIS_URL}: several processes are not tested here`)
      this.skip()
    }
    store = await startEmbeddedStore({ directory: join(directory, 'store') })
    const environment = {
      MONGODB_URI: store.uri,
      REDIS_URL,
      SESSION_SECRET: secret,
    }
    for (const name of ['a', 'b']) {
      processes.push(await HubProcess.start({ ...environment, DATA_DIR: join(directory, name) }))
    }
  })

  after(async function () {
    this.timeout(30_000)
    await Promise.all(processes.map(hub => hub.kill('SIGTERM')))
    await store?.close()
    await forgetStream(clusterName(secret))
    rmSync(directory, { recursive: true, force: true })
  })

  it('share messages, presence, typing, sign-outs and what they remember', async function () {
    this.timeout(30_000)
    const [here, there] = processes
    if (!here || !there) throw new Error('Two processes were to be there')
    const admin = await here.founder()
    const member = await newMember(admin, there)
    const { body: room } = await admin.postJson('/administration/salons', { title: 'Entraide' })
    await until(async () => (await member.getJson(room.url)).status === 200)

    const a = await listen(here, admin)
    const b = await listen(there, member)
    expect([await a.join('entraide'), await b.join('entraide')]).to.deep.equal([
      { ok: true },
      { ok: true },
    ])
    await until(() => [a, b].every(one => one.all('room:presence').at(-1)?.total === 2))

    const posts = [admin, member].flatMap(agent =>
      Array.from({ length: 20 }, (_, i) =>
        agent.postJson(`${room.url}/messages`, { body: `n° ${i}` }),
      ),
    )
    expect((await Promise.all(posts)).map(({ status }) => status)).to.deep.equal(
      Array(40).fill(201),
    )
    for (const listener of [a, b]) {
      const seqs = (await listener.hear('message:posted', 40)).map(({ seq }) => Number(seq))
      expect(seqs.sort((x, y) => x - y)).to.deep.equal(Array.from({ length: 40 }, (_, i) => i + 1))
    }
    b.socket.emit('room:typing', { room: 'entraide' })
    expect((await a.hear('room:typing'))[0]).to.deep.nested.include({ 'member.name': 'Odile' })

    // Signed out through the other process, its socket here falls silent all the same.
    const elsewhere = new Agent(here.url)
    await elsewhere.send('POST', '/deconnexion', {
      headers: { cookie: member.cookie, accept: 'application/json' },
    })
    await b.disconnected()
    await until(() => a.all('room:presence').at(-1)?.total === 1)
    await until(async () => (await member.getJson(room.url)).status === 401)
    a.close()
  })

  it('find within a second what the other one writes, changes and hides', async function () {
    this.timeout(30_000)
    const [here, there] = processes
    if (!here || !there) throw new Error('Two processes were to be there')
    const writer = await here.founder()
    const reader = new Agent(there.url)
    const titles = async (q: string) =>
      (await reader.getJson(`/recherche?q=${q}`)).body.items.map(
        ({ title }: { title: string }) => title,
      )
    const isFound = async (q: string, title: string) => (await titles(q)).includes(title)
    await until(
      async () => !(await reader.get('/recherche?q=x')).text.includes('data-tone="wheat"'),
    )
    const soon = async (isTrue: () => Promise<boolean>) => {
      const start = performance.now()
      await until(isTrue)
      return performance.now() - start
    }
    const sheet = { kind: 'sheet', body: 'x', audience: 'public' }
    const made = await writer.postJson('/ressources', { ...sheet, title: 'Le loriot' })
    expect(made.status, made.text).to.equal(201)
    expect(await soon(() => isFound('loriot', 'Le loriot'))).to.be.below(1000)
    const gone = await writer.postJson(`${made.body.url}/archive`, {})
    expect(gone.status, gone.text).to.equal(200)
    expect(await soon(async () => !(await isFound('loriot', 'Le loriot')))).to.be.below(1000)
  })
})

async function newMember(admin: Agent, hub: HubProcess) {
  const account = { name: 'Odile', email: 'odile@example.org', password: 'cidre et galettes' }
  const agent = new Agent(hub.url)
  const made = await admin.postJson('/administration/invitations', { role: 'volunteer', days: 7 })
  const invitation = new URL(made.body.link).searchParams.get('invitation')
  await agent.postJson('/inscription', { ...account, invitation })
  await agent.signIn(account.email, account.password)
  return agent
}

async function until(isTrue: () => boolean | Promise<boolean>) {
  for (let i = 0; i < 200; i++) {
    if (await isTrue()) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error('It did not become true in ten seconds')
}

async function forgetStream(name: string) {
  const client = createClient({ url: REDIS_URL, socket: { reconnectStrategy: false } })
  client.on('error', () => {})
  await client.connect().then(
    () => client.del(name),
    () => undefined,
  )
  if (client.isOpen) await client.close()
}

async function redisAnswers() {
  const client = createClient({ url: REDIS_URL, socket: { reconnectStrategy: false } })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.close()
    return true
  } catch {
    return false
  }
}
