import { expect } from 'chai'
import { Thread } from '../../../models/thread.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { signedInAs } from '../../support/people.ts'
import { listen } from '../../support/sockets.ts'

describe('a socket that joins while its member leaves', () => {
  const hub = useHub()

  it('is out, although the right was there when it asked', async () => {
    const keeper = await signedInAs(hub)
    const passing = await signedInAs(hub, 'volunteer')
    const { url, audience } = await aGroup(keeper, 'open', [passing.member])
    const words = { title: 'Entre nous', body: 'Alors ?', audience }
    const thread = (await keeper.postJson('/discussions', words)).body
    const socket = await listen(hub, passing)
    const restore = onceFound(() => passing.postJson(`${url}/sortie`))
    try {
      expect(await socket.join(thread.url)).to.deep.equal({ error: 'notFound' })
    } finally {
      restore()
    }
    await keeper.postJson(`${thread.url}/reponses`, { body: 'Tu entends ?' })
    await socket.leave('-')
    expect(socket.heard).to.deep.equal([])
    socket.close()
  })

  /** Does this between the first answer that the discussion is there, and what is made of it. */
  function onceFound(act: () => Promise<unknown>) {
    const exists = Thread.exists.bind(Thread)
    const restore = () => Object.assign(Thread, { exists })
    const slow = async (...asked: Parameters<typeof exists>) => {
      const found = await exists(...asked)
      restore()
      await act()
      return found
    }
    Object.assign(Thread, { exists: slow })
    return restore
  }
})
