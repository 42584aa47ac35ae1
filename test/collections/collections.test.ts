import { expect } from 'chai'
import yauzl from 'yauzl'
import { AuditEntry } from '../../models/audit-entry.ts'
import { Collection } from '../../models/collection.ts'
import { Group } from '../../models/group.ts'
import { Resource } from '../../models/resource.ts'
import { removeOwnCollections } from '../../server/collections/personal-data.ts'
import { aResource, aTitle } from '../library/support/resources.ts'
import { aGroup } from '../support/groups.ts'
import { useHub } from '../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../support/people.ts'

describe('A collection', () => {
  const hub = useHub()

  it('holds resources in an order, with a word on each, once however often they are added', async () => {
    const agent = await signedInAs(hub)
    const [one, two, three] = await threeSheets()
    const made = await agent.postJson('/collections', {
      title: aTitle('Cycle'),
      audience: 'public',
    })
    expect(made.status).to.equal(201)
    const { url } = made.body
    for (const [slug, note] of [
      [one, ''],
      [two, 'À deux'],
      [two, 'Encore'],
      [three, ''],
    ])
      expect((await agent.postJson(`${url}/ressources`, { resource: slug, note })).status).to.equal(
        201,
      )
    await agent.postJson(`${url}/ressources/${three}/place`, { place: 1 })
    await agent.postJson(`${url}/ressources/${one}/mot`, { note: 'Pour finir' })
    const { body } = await aVisitor(hub).getJson(url)
    const rows = body.items.map((one: { slug: string; note: string; place: number }) => [
      one.place,
      one.slug,
      one.note,
    ])
    expect(rows).to.deep.equal([
      [1, three, ''],
      [2, one, 'Pour finir'],
      [3, two, 'À deux'],
    ])
    expect((await agent.postJson(`${url}/ressources/${two}/retrait`)).status).to.equal(204)
    expect((await agent.getJson(url)).body.total).to.equal(2)
  })

  it('is filled and arranged by forms alone', async () => {
    const agent = await signedInAs(hub)
    const [one = '', two = ''] = await threeSheets()
    const made = await agent.post('/collections/nouvelle', {
      title: aTitle(),
      audience: 'personal',
    })
    expect(made.status).to.equal(303)
    const url = made.location ?? ''
    expect((await agent.get(`/ressources/${one}`)).text).to.contain(`action="${url}/ressources"`)
    for (const resource of [one, two])
      expect((await agent.post(`${url}/ressources`, { resource })).status).to.equal(303)
    expect((await agent.post(`${url}/ressources/${two}/place`, { place: '1' })).status).to.equal(
      303,
    )
    const page = (await agent.get(url)).text
    expect(page.indexOf(two)).to.be.within(1, page.indexOf(`/ressources/${one}"`))
    const refused = await agent.post(`${url}/ressources`, { resource: 'rien' })
    expect(refused.status).to.equal(422)
    expect((await agent.post(`${url}/suppression`)).location).to.equal('/collections')
    expect((await agent.get(url)).status).to.equal(404)
  })

  it('is seen by whom it is for, in the list and at its address', async () => {
    const author = await signedInAs(hub)
    const group = await aGroup(author, 'private')
    const inside = await signedInAs(hub, 'volunteer')
    await groupWith(group.slug, inside.member._id)
    const seenBy: Record<string, boolean[]> = {
      personal: [true, false, false, false],
      [group.audience]: [true, true, false, false],
      network: [true, true, true, false],
      public: [true, true, true, true],
    }
    const readers = [author, inside, await signedInAs(hub, 'coordinator'), aVisitor(hub)]
    for (const [audience, answers] of Object.entries(seenBy)) {
      const { body } = await author.postJson('/collections', { title: aTitle(), audience })
      for (const [n, reader] of readers.entries()) {
        const status = answers[n] ? 200 : 404
        expect((await reader.getJson(body.url)).status, `${audience} ${n}`).to.equal(status)
        expect((await reader.get(`${body.url}.zip`)).status).to.equal(status)
        const list = await reader.getJson('/collections')
        expect(list.text.includes(body.slug), `list ${audience} ${n}`).to.equal(answers[n])
      }
    }
  })

  it('shows and counts nothing that its reader may not see', async () => {
    const author = await signedInAs(hub)
    const secret = await aResource({ title: aTitle('Secrète'), audience: 'network' }, author.member)
    const away = await aResource({ title: aTitle('Archivée') }, author.member)
    const { body } = await author.postJson('/collections', { title: aTitle(), audience: 'public' })
    for (const { slug } of [secret, away])
      await author.postJson(`${body.url}/ressources`, { resource: slug })
    await Resource.updateOne({ _id: away._id }, { $set: { state: 'archived' } })
    const visitor = aVisitor(hub)
    const page = await visitor.get(body.url)
    for (const { slug } of [secret, away]) expect(page.text).not.to.contain(slug)
    expect((await visitor.getJson(body.url)).body).to.deep.include({
      items: [],
      total: 0,
      count: 0,
    })
    expect((await visitor.get(`${body.url}.zip`)).text).not.to.contain(secret.slug)
    const list = await visitor.getJson('/collections')
    const mine = list.body.items.find(({ slug }: { slug: string }) => slug === body.slug)
    expect(mine.count).to.equal(0)
  })

  it('takes nothing that its author may not see, nor an audience that is not theirs', async () => {
    const other = await signedInAs(hub)
    const group = await aGroup(await signedInAs(hub), 'private')
    const held = await aResource({ title: aTitle(), audience: group.audience })
    const { body } = await other.postJson('/collections', { title: aTitle() })
    const added = await other.postJson(`${body.url}/ressources`, { resource: held.slug })
    expect([added.status, added.body.errors]).to.deep.equal([
      422,
      { resource: added.body.errors.resource },
    ])
    for (const audience of [group.audience, 'tout', { $ne: 1 }])
      expect((await other.postJson('/collections', { title: aTitle(), audience })).status).to.equal(
        422,
      )
  })

  it('says nothing of a resource that its author may not see', async () => {
    const [owner, keeper] = [await signedInAs(hub), await signedInAs(hub)]
    const { url } = (await owner.postJson('/collections', { title: aTitle('À moi') })).body
    const { audience } = await aGroup(keeper, 'private')
    const hidden = await keeper.postJson('/ressources', { kind: 'guide', title: 'Caché', audience })
    for (const act of ['retrait', 'mot', 'place'])
      for (const slug of [hidden.body.slug, 'nulle-part']) {
        const { status } = await owner.postJson(`${url}/ressources/${slug}/${act}`, { place: 1 })
        expect(status, `${slug} ${act}`).to.equal(404)
      }
  })

  it('is the network’s own when the coordination says so, which then alone changes it', async () => {
    const animateur = await signedInAs(hub)
    const official = { title: aTitle('Officielle'), audience: 'public', official: true }
    expect((await animateur.postJson('/collections', official)).status).to.equal(403)
    const { body } = await animateur.postJson('/collections', { ...official, official: false })
    const coordinator = await signedInAs(hub, 'coordinator')
    const chosen = await coordinator.postJson(`${body.url}/modifier`, { official: true })
    expect(chosen.body).to.deep.include({
      official: true,
      title: official.title,
      audience: 'public',
    })
    expect((await animateur.postJson(`${body.url}/modifier`, { title: 'Mienne' })).status).to.equal(
      403,
    )
    const noted = await AuditEntry.find({ targetKind: 'collection', targetId: body.id }).lean()
    expect(noted.map(({ act }) => act)).to.deep.equal(['content.edited'])
    expect((await animateur.postJson(`${body.url}/suppression`)).status).to.equal(403)
  })

  it('of a group is filled by each of its members', async () => {
    const keeper = await signedInAs(hub)
    const group = await aGroup(keeper, 'private')
    const member = await signedInAs(hub, 'volunteer')
    await groupWith(group.slug, member.member._id)
    const { body } = await keeper.postJson('/collections', {
      title: aTitle(),
      audience: group.audience,
    })
    const { slug } = await aResource({ title: aTitle() })
    expect((await member.postJson(`${body.url}/ressources`, { resource: slug })).status).to.equal(
      201,
    )
    expect((await member.postJson(`${body.url}/suppression`)).status).to.equal(403)
  })

  it('keeps one of two arrangements made at the same moment', async () => {
    const agent = await signedInAs(hub)
    const slugs = await threeSheets()
    const { body } = await agent.postJson('/collections', { title: aTitle() })
    for (const resource of slugs) await agent.postJson(`${body.url}/ressources`, { resource })
    const answers = await Promise.all(
      slugs.map(slug => agent.postJson(`${body.url}/ressources/${slug}/place`, { place: 2 })),
    )
    const kept = await Collection.findOne({ slug: body.slug }).lean()
    expect(kept?.items).to.have.length(3)
    expect(answers.filter(({ status }) => status === 200)).not.to.have.length(0)
  })

  it('is taken away as pages and files that ask for nothing elsewhere', async () => {
    const agent = await signedInAs(hub)
    const { slug } = await aResource({ title: aTitle('<b>Gras</b>') }, agent.member)
    const form = new FormData()
    form.append('files', new File(['%PDF-1.4\n%%EOF\n'], 'plan à plat.pdf'))
    await agent.post(`/ressources/${slug}/pieces-jointes`, form)
    const [file] = (await agent.getJson(`/ressources/${slug}`)).body.attachments
    await agent.postJson(`/ressources/${slug}/modifier`, {
      body: `Voir [le plan](${file.url}) et [la liste](/ressources).`,
    })
    const { body } = await agent.postJson('/collections', { title: aTitle(), resource: slug })
    const response = await fetch(`${hub.url}${body.url}.zip`, { headers: { cookie: agent.cookie } })
    const files = await unzip(Buffer.from(await response.arrayBuffer()))
    expect([...files.keys()]).to.include.members([
      'index.html',
      'style/main.css',
      `fiches/${slug}.html`,
      `fiches/${slug}/files/plan à plat.pdf`,
    ])
    const page = files.get(`fiches/${slug}.html`)?.toString() ?? ''
    expect(page).to.contain(`href="${slug}/files/plan%20%C3%A0%20plat.pdf"`)
    expect(page).to.contain(`href="${hub.url}/ressources"`).and.to.contain('&lt;b&gt;Gras')
    expect(page).to.match(/<link rel="stylesheet" href="..\/style\/main.css">/)
    const css = files.get('style/main.css')?.toString() ?? ''
    const fonts = [...css.matchAll(/url\("?([^")]+)"?\)/g)].map(([, name]) => `style/${name}`)
    expect(fonts).not.to.have.length(0)
    expect([...files.keys()]).to.include.members(fonts)
    for (const text of [page, files.get('index.html')?.toString() ?? ''])
      expect(text.match(/(src|<link[^>]*href)="(https?:|\/)/g)).to.equal(null)
  })

  it('leaves with its author when it was theirs alone', async () => {
    const author = await aMember('animateur')
    const now = new Date()
    const made = { author: author._id, createdAt: now, updatedAt: now, audience: 'public' }
    await Collection.create({ ...made, slug: 'a-moi', title: 'À moi' })
    await Collection.create({ ...made, slug: 'a-tous', title: 'À tous', personal: false })
    const leaving = author.toObject()
    await removeOwnCollections(leaving, true)
    expect(await Collection.distinct('slug', { author: author._id })).to.deep.equal(['a-tous'])
    await removeOwnCollections(leaving, false)
    expect(await Collection.exists({ author: author._id })).to.equal(null)
  })
})

async function threeSheets() {
  const made = []
  for (let n = 0; n < 3; n++) made.push((await aResource({ title: aTitle('Fiche') })).slug)
  return made
}

async function groupWith(slug: string, member: unknown) {
  await Group.updateOne({ slug }, { $addToSet: { members: member } })
}

function unzip(bytes: Buffer) {
  return new Promise<Map<string, Buffer>>((resolve, reject) => {
    const files = new Map<string, Buffer>()
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error || !zip) return reject(error)
      zip.on('end', () => resolve(files))
      zip.on('error', reject)
      zip.on('entry', entry => {
        zip.openReadStream(entry, async (failure, stream) => {
          if (failure || !stream) return reject(failure)
          files.set(entry.fileName, Buffer.concat(await stream.toArray()))
          zip.readEntry()
        })
      })
      zip.readEntry()
    })
  })
}
