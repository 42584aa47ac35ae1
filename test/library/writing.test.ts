import { expect } from 'chai'
import { Resource } from '../../models/resource.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { aResource, aTitle, SHEET } from './support/resources.ts'

describe('Writing a resource', () => {
  const hub = useHub()

  it('gives back every field that was sent, with rendered Markdown beside', async () => {
    const agent = await signedInAs(hub)
    const { status, body, location } = await agent.postJson('/ressources', SHEET)
    expect(status).to.equal(201)
    expect(location).to.equal(body.url)
    const { steps, ...sent } = SHEET
    expect(body).to.deep.include(sent)
    expect(body.steps[1]).to.deep.include({ ...steps[1], mode: 'do' })
    expect(body.html).to.contain('<strong>fausse facture</strong>')
    expect(body.steps[0].html).to.contain('<em>déjà</em>')
    expect(body).to.deep.include({ version: 1, state: 'published', attachments: [] })
    expect(body.author.name).to.equal(agent.member.name)
    const read = await aVisitor(hub).getJson(body.url)
    expect(read.body).to.deep.equal(body)
  })

  it('asks for a kind and a title, and for nothing else', async () => {
    const agent = await signedInAs(hub)
    const least = await agent.postJson('/ressources/nouvelle', { kind: 'guide', title: aTitle() })
    expect(least.status).to.equal(201)
    expect(least.body).to.deep.include({ audience: 'public', steps: [], durationMinutes: null })
    const nothing = await agent.postJson('/ressources', {})
    expect(nothing.status).to.equal(422)
    expect(nothing.body.errors).to.have.all.keys('kind', 'title')
  })

  it('understands the words people use for levels, licences, publics and groups', async () => {
    const agent = await signedInAs(hub)
    const { body } = await agent.postJson('/ressources', {
      kind: 'sheet',
      title: aTitle(),
      level: 'Débutant',
      licence: 'cc-by-sa-4.0',
      groupSize: '12',
      publics: ['Seniors', 'Aidants familiaux'],
      durationMinutes: '45',
      materials: 'Un PC\nDes cartes\n',
    })
    expect(body).to.deep.include({
      level: 'beginner',
      licence: 'CC BY-SA 4.0',
      groupSize: 12,
      durationMinutes: 45,
      publics: ['Seniors', 'Aidants familiaux'],
      materials: ['Un PC', 'Des cartes'],
    })
    const list = await agent.getJson('/ressources?public=seniors')
    expect(list.body.items.map((one: { id: string }) => one.id)).to.include(body.id)
  })

  it('keeps what a session needs: tools, systems, prerequisites, Internet, cost and the day to verify', async () => {
    const agent = await signedInAs(hub)
    const title = aTitle()
    const typed = {
      ...{ kind: 'guide', title, internet: 'none', cost: 'gratuit', verifyBy: '2027-01-31' },
      ...{ tools: 'LibreOffice, 24.2\nUne clé USB\n', systems: 'Windows 11, Linux Mint' },
      prerequisites: 'Savoir copier un fichier\n',
    }
    const { body } = await agent.postJson('/ressources', typed)
    const kept = {
      ...{ internet: 'none', cost: 'gratuit', verifyBy: '2027-01-31' },
      tools: [
        { name: 'LibreOffice', version: '24.2' },
        { name: 'Une clé USB', version: '' },
      ],
      systems: ['Windows 11', 'Linux Mint'],
      prerequisites: ['Savoir copier un fichier'],
    }
    expect(body).to.deep.include(kept)
    const page = (await agent.get(body.url)).text
    for (const words of ['Sans Internet', 'LibreOffice 24.2', 'Savoir copier un fichier'])
      expect(page).to.contain(words)
    const form = (await agent.get(`${body.url}/modifier`)).text
    expect(form).to.contain('LibreOffice, 24.2\nUne clé USB</textarea>')
    const saved = await agent.postJson(`${body.url}/modifier`, {
      ...kept,
      internet: '',
      verifyBy: '',
    })
    expect(saved.body).to.deep.include({ ...kept, internet: null, verifyBy: null, version: 2 })
    const before = await agent.getJson(`${body.url}/versions/1`)
    expect(before.body).to.deep.include(kept)
  })

  it('reads what was written before a resource named its tools', async () => {
    const agent = await signedInAs(hub)
    const { slug } = await aResource({}, agent.member)
    const url = `/ressources/${slug}`
    const later = { tools: 1, systems: 1, prerequisites: 1, cost: 1 }
    await Resource.collection.updateOne({ slug }, { $unset: later })
    await Resource.updateOne({ slug }, { $set: { change: '' } })
    for (const address of [url, `${url}/modifier`, `${url}.md`])
      expect((await agent.get(address)).status).to.equal(200)
    expect((await agent.getJson(url)).body).to.deep.include({ tools: [], cost: '' })
  })

  it('refuses tools, days and needs of another shape', async () => {
    const agent = await signedInAs(hub)
    const wrong = { internet: 'peut-être', verifyBy: '31/01/2027', tools: [{ name: { $ne: 1 } }] }
    const { status, body } = await agent.postJson('/ressources', {
      ...{ kind: 'sheet', title: aTitle() },
      ...wrong,
    })
    expect(status).to.equal(422)
    expect(body.errors).to.have.all.keys('internet', 'verifyBy', 'tools.0.name')
  })

  it('refuses operators and wrong values, a message a field', async () => {
    const agent = await signedInAs(hub)
    const { status, body } = await agent.postJson('/ressources', {
      kind: { $ne: null },
      title: { $ne: null },
      summary: { $gt: '' },
      level: { $in: [] },
      durationMinutes: -3,
      groupSize: { $gt: 0 },
      publics: [{ $ne: 1 }],
      materials: { $ne: 1 },
      steps: [{ title: 'Bien' }, { title: { $ne: null }, minutes: 5 }],
      audience: 'everybody',
      licence: ['x'],
    })
    expect(status).to.equal(422)
    expect(body.errors).to.have.all.keys(
      ...['kind', 'title', 'summary', 'level', 'durationMinutes', 'groupSize', 'publics.0'],
      ...['materials', 'steps.1.title', 'audience', 'licence'],
    )
  })

  it('takes a body of 300 KB and 200 steps', async function () {
    this.timeout(20_000)
    const agent = await signedInAs(hub)
    const body = 'Un long paragraphe, **utile**.\n\n'.repeat(10_000).slice(0, 300_000)
    const long = await agent.postJson('/ressources', { kind: 'guide', title: aTitle(), body })
    expect(long.status).to.equal(201)
    expect(long.body.body.length).to.be.closeTo(300_000, 3)
    const form = new FormData()
    form.set('kind', 'sheet')
    form.set('title', aTitle())
    for (let n = 0; n < 200; n++) {
      form.set(`steps[${n}][title]`, `Étape ${n + 1}`)
      form.set(`steps[${n}][minutes]`, '1')
      form.set(`steps[${n}][body]`, 'Faire.')
    }
    const many = await agent.post('/ressources/nouvelle', form)
    expect(many.status).to.equal(303)
    const { body: read } = await agent.getJson(many.location ?? '')
    expect(read.steps).to.have.length(200)
    expect(read.durationMinutes).to.equal(200)
    expect((await agent.get(many.location ?? '')).text).to.contain('Étape 200')
  })

  it('cleans what Markdown could smuggle', async () => {
    const agent = await signedInAs(hub)
    const body = '<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://x.test/y.png)'
    const { body: read } = await agent.postJson('/ressources', {
      ...{ kind: 'guide', title: '<b>Gras</b> & co', body, summary: '"><script>' },
      steps: [{ title: '<img src=x>', body }],
    })
    expect(read.html + read.steps[0].html).to.not.match(/<script|javascript:"|<img/)
    const page = await agent.get(read.url)
    expect(page.text).to.not.match(/<b>Gras|<img src=x|"><script>/)
  })

  it('numbers a title that is taken, and keeps the address when the title changes', async () => {
    const agent = await signedInAs(hub)
    const title = aTitle('Deux fois')
    const first = await agent.postJson('/ressources', { kind: 'sheet', title })
    const second = await agent.postJson('/ressources', { kind: 'sheet', title })
    expect(second.body.slug).to.equal(`${first.body.slug}-2`)
    const renamed = await agent.postJson(`${first.body.url}/modifier`, { title: 'Autre titre' })
    expect(renamed.body).to.deep.include({
      slug: first.body.slug,
      title: 'Autre titre',
      version: 2,
    })
  })

  it('gives different addresses to the same title sent many times at once', async () => {
    const agent = await signedInAs(hub)
    const title = aTitle('Ensemble')
    const replies = await Promise.all(
      Array.from({ length: 4 }, () => agent.postJson('/ressources', { kind: 'sheet', title })),
    )
    expect(new Set(replies.map(({ body }) => body.slug)).size).to.equal(4)
  })

  it('keeps what was typed when the form is refused', async () => {
    const agent = await signedInAs(hub)
    const form = new FormData()
    form.set('kind', 'sheet')
    form.set('title', '')
    form.set('body', 'Un texte que personne ne veut perdre')
    form.append('publics', '')
    form.append('publics', 'seniors')
    form.set('steps[0][title]', '')
    form.set('steps[0][minutes]', '10')
    form.set('steps[0][body]', '')
    const { status, text } = await agent.post('/ressources/nouvelle', form)
    expect(status).to.equal(422)
    expect(text).to.contain('Un texte que personne ne veut perdre')
    expect(text).to.match(/value="seniors" checked/)
    expect(text).to.contain('href="#f-title"')
    expect(text).to.contain('href="#f-steps-0-title"')
  })

  it('keeps a public of its own words that is called like a theme, and the other way round', async () => {
    const animateur = await signedInAs(hub)
    const free = { publics: ['photo'], themes: ['seniors'] }
    const { body } = await animateur.postJson('/ressources', { ...SHEET, ...free, title: aTitle() })
    const { text } = await animateur.get(`${body.url}/modifier`)
    expect(text).to.match(/name="otherPublics"[^>]*value="photo"/)
    expect(text).to.match(/name="otherThemes"[^>]*value="seniors"/)
  })

  it('offers more steps without saving, with everything that was typed', async () => {
    const agent = await signedInAs(hub)
    const before = await Resource.countDocuments()
    const form = new FormData()
    form.set('kind', 'sheet')
    form.set('title', 'Pas fini')
    form.set('steps[0][title]', 'La première étape')
    form.set('addSteps', '1')
    const { status, text } = await agent.post('/ressources/nouvelle', form)
    expect(status).to.equal(200)
    expect(text).to.contain('value="La première étape"')
    expect(text).to.contain('name="steps[5][title]"')
    expect(await Resource.countDocuments()).to.equal(before)
  })

  it('moves and removes a step without a script, with everything that was typed', async () => {
    const agent = await signedInAs(hub)
    const typed = (button: string, value: string) => {
      const form = new FormData()
      form.set('title', 'Pas fini')
      for (const [n, title] of ['Un', 'Deux', 'Trois'].entries()) {
        form.set(`steps[${n}][title]`, title)
        form.set(`steps[${n}][minutes]`, `${n + 1}0`)
      }
      form.set(button, value)
      return agent.post('/ressources/nouvelle', form)
    }
    const titles = async (button: string, value: string) => {
      const { status, text } = await typed(button, value)
      expect(status).to.equal(200)
      expect(text).to.contain('value="Pas fini"')
      return [...text.matchAll(/name="steps\[\d+\]\[title\]" type="text" value="([^"]*)"/g)]
        .map(([, title]) => title)
        .filter(Boolean)
    }
    expect(await titles('moveStep', '1:-1')).to.deep.equal(['Deux', 'Un', 'Trois'])
    expect(await titles('moveStep', '0:1')).to.deep.equal(['Deux', 'Un', 'Trois'])
    expect(await titles('removeStep', '1')).to.deep.equal(['Un', 'Trois'])
    for (const nowhere of ['0:-1', '2:1', '9:1', 'x', '-1:1'])
      expect(await titles('moveStep', nowhere)).to.deep.equal(['Un', 'Deux', 'Trois'])
    expect(await titles('removeStep', '7')).to.deep.equal(['Un', 'Deux', 'Trois'])
  })

  it('opens only the parts of its form that hold something, or a mistake', async () => {
    const agent = await signedInAs(hub)
    const open = (text: string) =>
      [...text.matchAll(/<details class="card" id="(\w+)" open/g)].map(([, id]) => id)
    expect(open((await agent.get('/ressources/nouvelle')).text)).to.deep.equal([])
    const { body } = await agent.postJson('/ressources', {
      ...{ kind: 'guide', title: aTitle(), body: 'Un texte', systems: ['Windows 11'] },
    })
    const edit = await agent.get(`${body.url}/modifier`)
    expect(open(edit.text)).to.deep.equal(['texte', 'outils'])
    const wrong = await agent.post('/ressources/nouvelle', {
      ...{ kind: 'guide', title: 'Titre', durationMinutes: 'longtemps' },
    })
    expect(open(wrong.text)).to.deep.equal(['pourqui'])
  })

  it('is for members: a visitor is sent to sign in, or told so', async () => {
    const visitor = aVisitor(hub)
    expect((await visitor.get('/ressources/nouvelle')).location).to.match(/^\/connexion/)
    expect((await visitor.postJson('/ressources', SHEET)).status).to.equal(401)
    const resource = await aResource({ title: aTitle() })
    const edit = await visitor.postJson(`/ressources/${resource.slug}/modifier`, { title: 'Non' })
    expect(edit.status).to.equal(401)
  })

  it('lets its author and the coordination change it, and no other animateur', async () => {
    const author = await signedInAs(hub, 'animateur')
    const { body } = await author.postJson('/ressources', { kind: 'sheet', title: aTitle() })
    const other = await signedInAs(hub, 'animateur')
    for (const action of ['modifier', 'archive', 'archive/annuler', 'pieces-jointes'])
      expect((await other.postJson(`${body.url}/${action}`, { title: 'Non' })).status).to.equal(403)
    expect((await other.get(`${body.url}/modifier`)).status).to.equal(403)
    expect((await other.get(body.url)).text).to.not.contain('/modifier"')
    const coordinator = await signedInAs(hub, 'coordinator')
    const saved = await coordinator.postJson(`${body.url}/modifier`, { title: 'Mieux' })
    expect(saved.body).to.deep.include({ title: 'Mieux' })
    expect(saved.body.author.id).to.equal(author.member.id)
    expect(saved.body.editor.id).to.equal(coordinator.member.id)
  })
})
