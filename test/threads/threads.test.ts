import { expect } from 'chai'
import { Thread } from '../../models/thread.ts'
import { useHub } from '../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../support/people.ts'
import { aCategory, aReply, aThread } from '../support/threads.ts'

describe('discussions', () => {
  const hub = useHub()
  let agent: Awaited<ReturnType<typeof signedInAs>>

  before(async () => {
    agent = await signedInAs(hub, 'volunteer')
  })

  it('opens one from a form and shows it', async () => {
    const reply = await agent.post('/discussions', {
      title: 'Prêt de PC ?',
      body: 'Une **charte** !',
    })
    expect(reply.status).to.equal(303)
    const page = await agent.get(String(reply.location))
    expect(page.status).to.equal(200)
    expect(page.text).to.include('Prêt de PC')
    expect(page.text).to.include('<strong>charte</strong>')
  })

  it('opens one from JSON, in the first category when none is named', async () => {
    const first = await aCategory({ order: 0 })
    const reply = await agent.postJson('/discussions', { title: 'Titre', body: 'Texte' })
    expect(reply.status).to.equal(201)
    expect(reply.location).to.equal(reply.body.url)
    expect(reply.body.category.slug).to.equal(first.slug)
    const again = await agent.getJson(reply.body.url)
    expect(again.body).to.include({ id: reply.body.id, title: 'Titre', body: 'Texte' })
    expect(again.body.replies).to.deep.equal({ items: [], total: 0, next: null })
  })

  it('refuses a category that does not exist', async () => {
    const wrong = { title: 'Titre', body: 'Texte', category: 'nulle-part' }
    const reply = await agent.postJson('/discussions', wrong)
    expect(reply.status).to.equal(422)
    expect(reply.body.errors).to.have.property('category')
  })

  it('names each wrong field, and keeps what was typed in the form', async () => {
    const json = await agent.postJson('/discussions', { title: ' ' })
    expect(json.status).to.equal(422)
    expect(json.body.errors).to.have.keys('title', 'body')
    const page = await agent.post('/discussions', { title: '', body: 'Ce que je voulais dire' })
    expect(page.status).to.equal(422)
    expect(page.text).to.include('Ce que je voulais dire')
  })

  it('refuses query operators and huge texts', async () => {
    const operator = { title: { $ne: null }, body: 'x' }
    expect((await agent.postJson('/discussions', operator)).status).to.equal(422)
    const huge = { title: 'Titre', body: 'x'.repeat(20_001) }
    expect((await agent.postJson('/discussions', huge)).status).to.equal(422)
    expect((await agent.get('/discussions?filtre[$ne]=1&page=-4&categorie=')).status).to.equal(200)
  })

  it('never lets a script through', async () => {
    const body = '<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>'
    const { location } = await agent.post('/discussions', { title: '<script>x</script>', body })
    const page = await agent.get(String(location))
    expect(page.text).to.not.match(/<script>|<img src="?x|href="javascript/)
  })

  it('makes one discussion of a form sent twice', async () => {
    const form = { title: 'Une seule fois', body: 'Merci', clientId: 'form-1' }
    const [one, two] = await Promise.all([
      agent.post('/discussions', form),
      agent.post('/discussions', form),
    ])
    expect(one.location).to.equal(two.location)
    expect(await Thread.countDocuments({ title: 'Une seule fois' })).to.equal(1)
  })

  it('is edited by its author or a coordinator, by nobody else', async () => {
    const thread = await aThread(agent.member)
    const url = `/discussions/${thread._id}`
    const change = { title: 'Nouveau titre', body: 'Nouveau texte' }
    const other = await signedInAs(hub)
    expect((await other.get(`${url}/modifier`)).status).to.equal(403)
    expect((await other.postJson(`${url}/modifier`, change)).status).to.equal(403)
    expect((await agent.get(`${url}/modifier`)).text).to.include(thread.title)
    const edited = await agent.postJson(`${url}/modifier`, change)
    expect(edited.body.title).to.equal('Nouveau titre')
    const coordinator = await signedInAs(hub, 'coordinator')
    expect((await coordinator.post(`${url}/modifier`, change)).location).to.equal(url)
  })

  it('is removed by its author while nobody has replied, then by a coordinator only', async () => {
    const alone = await aThread(agent.member)
    expect((await agent.post(`/discussions/${alone._id}/suppression`)).location).to.equal(
      '/discussions',
    )
    expect((await agent.get(`/discussions/${alone._id}`)).status).to.equal(404)
    const answered = await aThread(agent.member)
    await aReply(answered, await aMember())
    const url = `/discussions/${answered._id}/suppression`
    expect((await agent.postJson(url)).status).to.equal(403)
    const coordinator = await signedInAs(hub, 'coordinator')
    expect((await coordinator.postJson(url)).status).to.equal(204)
  })

  it('is closed by a coordinator: no more replies until it is open again', async () => {
    const thread = await aThread(agent.member)
    const url = `/discussions/${thread._id}`
    expect((await agent.postJson(`${url}/verrou`, {})).status).to.equal(403)
    const coordinator = await signedInAs(hub, 'coordinator')
    expect((await coordinator.postJson(`${url}/verrou`, { locked: true })).body.locked).to.equal(
      true,
    )
    const refused = await agent.postJson(`${url}/reponses`, { body: 'Trop tard' })
    expect(refused.status).to.equal(403)
    expect(refused.body.error.code).to.equal('threadLocked')
    expect((await agent.get(url)).text).to.not.include('<textarea')
    expect((await agent.get(`${url}/modifier`)).status).to.equal(403)
    await coordinator.post(`${url}/verrou`, { locked: 'false' })
    expect((await agent.postJson(`${url}/reponses`, { body: 'Ouf' })).status).to.equal(201)
  })

  it('sends visitors to sign in whatever the address, and answers scripts with 401', async () => {
    const thread = await aThread(agent.member)
    const visitor = aVisitor(hub)
    for (const id of [String(thread._id), 'f'.repeat(24), 'nouvelle']) {
      const page = await visitor.get(`/discussions/${id}`)
      expect([page.status, page.location]).to.deep.equal([
        303,
        `/connexion?retour=%2Fdiscussions%2F${id}`,
      ])
      expect((await visitor.getJson(`/discussions/${id}`)).status).to.equal(401)
    }
    expect((await visitor.getJson('/discussions')).status).to.equal(401)
    const writing = await visitor.postJson('/discussions', { title: 'Titre', body: 'Texte' })
    expect(writing.status).to.equal(401)
    expect((await visitor.postJson('/apercu', { body: 'x' })).status).to.equal(401)
  })

  it('says nothing of an id that does not exist', async () => {
    expect((await agent.get(`/discussions/${'f'.repeat(24)}`)).status).to.equal(404)
    expect((await agent.get('/discussions/pas-un-id')).status).to.equal(404)
  })

  it('previews a text as JSON and, without JavaScript, in the form itself', async () => {
    const json = await agent.postJson('/apercu', { body: '**gras** <script>x</script>' })
    expect(json.body.html).to.include('<strong>gras</strong>').and.not.include('<script>')
    const form = { title: 'Pas encore', body: '**gras**', apercu: '1' }
    const page = await agent.post('/discussions', form)
    expect(page.status).to.equal(200)
    expect(page.text).to.include('id="apercu"').and.include('<strong>gras</strong>')
    expect(page.text).to.include('value="Pas encore"').and.include('>**gras**</textarea>')
    expect(await Thread.exists({ title: 'Pas encore' })).to.equal(null)
  })
})
