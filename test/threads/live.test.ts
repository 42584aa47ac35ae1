import { expect } from 'chai'
import mongoose from 'mongoose'
import { presentViewer } from '../../server/people/members/presenter.ts'
import { threadTopic } from '../../server/threads/sockets.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { listen } from '../support/sockets.ts'
import { aReply, aThread, replies } from '../support/threads.ts'

describe('a discussion while one reads it', () => {
  const hub = useHub()
  let agent: Awaited<ReturnType<typeof signedInAs>>
  let reader: Awaited<ReturnType<typeof signedInAs>>
  let thread: Awaited<ReturnType<typeof aThread>>
  let url = ''

  before(async () => {
    agent = await signedInAs(hub)
    reader = await signedInAs(hub, 'volunteer')
  })

  beforeEach(async () => {
    thread = await aThread(agent.member)
    url = `/discussions/${thread._id}`
  })

  it('gives each new reply to who joined, as the page shows it', async () => {
    const socket = await listen(hub, reader)
    expect(await socket.join(url)).to.deep.equal({ ok: true })
    const posted = await agent.postJson(`${url}/reponses`, { body: 'Une **idée**' })
    const [heard] = await socket.hear('reply:posted')
    expect(heard).to.include({
      id: posted.body.id,
      thread: String(thread._id),
      authorId: agent.member.id,
      number: 1,
      total: 1,
    })
    const page = await reader.get(url)
    expect(page.text.replace(/\s+/g, ' ')).to.include(
      String(heard?.html).replace(/\s+/g, ' ').trim(),
    )
    expect(heard?.html).to.include('<strong>idée</strong>').and.not.include('/modifier')
    socket.close()
  })

  it('tells nothing to who did not join, nor of what is not there', async () => {
    const socket = await listen(hub, reader)
    expect(await socket.join(`/discussions/${'f'.repeat(24)}`)).to.have.property('error')
    await aReply(thread, agent.member)
    const own = await aThread(agent.member)
    await socket.join(`/discussions/${own._id}`)
    await aReply(own, agent.member)
    await socket.hear('reply:posted')
    expect(socket.all('reply:posted').map(reply => reply.thread)).to.deep.equal([String(own._id)])
    socket.close()
  })

  it('lets no visitor listen', async () => {
    expect(await threadTopic(undefined, url)).to.equal(undefined)
    expect(await threadTopic(presentViewer(reader.member), url)).to.equal(`thread:${thread._id}`)
    const refused = await listen(hub, aVisitor(hub)).then(
      async socket => socket.join(url),
      () => ({ error: 'refused' }),
    )
    expect(refused).to.have.property('error')
  })

  it('asks the store for nothing when nothing has changed', async () => {
    await replies(thread, agent.member, 20)
    await reader.get(url)
    await reader.get('/discussions')
    const asked: string[] = []
    mongoose.set('debug', (collection: string, method: string) => {
      asked.push(`${collection}.${method}`)
    })
    try {
      await reader.get(url)
      await reader.get('/discussions')
    } finally {
      mongoose.set('debug', false)
    }
    expect(asked).to.deep.equal([])
  })
})
