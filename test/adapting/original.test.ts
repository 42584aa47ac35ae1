import { expect } from 'chai'
import { Resource } from '../../models/resource.ts'
import { sendDigests } from '../../server/people/welcome/digest.ts'
import { aTitle, SHEET } from '../library/support/resources.ts'
import { useHub } from '../support/hub.ts'
import { useMails } from '../support/mails.ts'
import { aVisitor, signedInAs } from '../support/people.ts'

describe('When an original changes', function () {
  this.timeout(30_000)
  const hub = useHub()
  const mails = useMails()

  const both = async (fields: object = {}) => {
    const [author, adapter] = await Promise.all([signedInAs(hub), signedInAs(hub)])
    const sheet = { ...SHEET, title: aTitle('Original'), ...fields }
    const { body: original } = await author.postJson('/ressources', sheet)
    const { body: copy } = await adapter.postJson(`${original.url}/adaptations`, {
      title: aTitle('Copie'),
    })
    return { author, adapter, original, copy }
  }

  it('its adapter is told: on the page, at home, by mail at their pace', async () => {
    const { author, adapter, original, copy } = await both()
    const changed = 'en est à la version 2'
    await adapter.postJson('/compte/courriels', { themes: [], pace: 'soon' })
    expect((await adapter.get(copy.url)).text).not.to.contain(changed)
    expect((await adapter.getJson('/')).body.originals).to.equal(0)
    await author.postJson(`${original.url}/modifier`, { summary: 'Autrement' })
    expect((await adapter.get(copy.url)).text).to.contain(changed)
    expect((await author.get(copy.url)).text).not.to.contain(changed)
    expect((await adapter.getJson('/')).body.originals).to.equal(1)
    const { body: another } = await adapter.postJson(`${original.url}/adaptations`, {
      title: aTitle(),
    })
    await author.postJson(`${original.url}/modifier`, { summary: 'Autrement encore' })
    for (const { url, title } of [copy, another])
      expect((await adapter.get('/')).text).to.contain(`<a href="${url}/original">${title}</a>`)
    await adapter.postJson(`${another.url}/original/ignorer`, { original: 3 })
    mails.sent.length = 0
    await sendDigests(new Date(Date.now() + 2 * 3_600_000))
    const mail = mails.sent.find(({ to }) => to === adapter.member.email)
    expect(mail?.text).to.contain('Ce que vous avez adapté a changé').and.contain(original.title)
  })

  it('what does not conflict is taken over, and the copy follows the new version', async () => {
    const { author, adapter, original, copy } = await both()
    await adapter.postJson(`${copy.url}/modifier`, { cost: 'gratuit' })
    await author.postJson(`${original.url}/modifier`, { level: 'advanced', audience: 'network' })
    const page = await adapter.get(`${copy.url}/original`)
    expect(page.text).to.contain('Confirmé').and.not.contain('type="radio"')
    const taken = await adapter.post(`${copy.url}/original`, { version: '2', original: '2' })
    expect(taken.status).to.equal(303)
    const { body } = await adapter.getJson(copy.url)
    expect(body).to.deep.include({ version: 3, level: 'advanced', cost: 'gratuit' })
    expect(body).to.deep.include({ audience: 'public', title: copy.title })
    expect(body.adaptedFrom.version).to.equal(2)
    expect(body.change).to.contain('version 2')
    expect((await adapter.get(`${copy.url}/original`)).text).to.contain('dernière version')
  })

  it('what conflicts is chosen one by one, without a script', async () => {
    const { author, adapter, original, copy } = await both()
    const [first, second] = copy.steps
    await adapter.postJson(`${copy.url}/modifier`, {
      ...{ summary: 'Le mien', steps: [{ ...first, minutes: 5 }, second] },
    })
    await author.postJson(`${original.url}/modifier`, {
      ...{ summary: 'Le leur', steps: [{ ...first, minutes: 30 }, second], durationMinutes: 100 },
    })
    const page = await adapter.get(`${copy.url}/original`)
    expect(page.text).to.contain('name="choices[summary]"')
    expect(page.text).to.contain('name="choices[steps.0.minutes]"')
    const form = { version: '2', original: '2', 'choices[summary]': 'theirs' }
    const half = await adapter.post(`${copy.url}/original`, form)
    expect(half.status).to.equal(422)
    expect(half.text).to.contain('Choisissez ce qu’il faut garder')
    const whole = await adapter.post(`${copy.url}/original`, {
      ...form,
      'choices[steps.0.minutes]': 'mine',
    })
    expect(whole.status).to.equal(303)
    const { body } = await adapter.getJson(copy.url)
    expect(body.summary).to.equal('Le leur')
    expect(body.steps[0].minutes).to.equal(5)
    expect(body.durationMinutes).to.equal(100)
  })

  it('a step that one side removed and the other changed is asked about by its name', async () => {
    const { author, adapter, original, copy } = await both()
    const [first, second] = copy.steps
    await adapter.postJson(`${copy.url}/modifier`, { steps: [first] })
    await author.postJson(`${original.url}/modifier`, {
      steps: [first, { ...second, body: 'Tout autrement' }],
    })
    const { text } = await adapter.get(`${copy.url}/original`)
    expect(text).to.contain('type="radio"').and.not.contain('fields.steps')
  })

  it('a save in between is a conflict, on either side', async () => {
    const { author, adapter, original, copy } = await both()
    await author.postJson(`${original.url}/modifier`, { cost: 'un euro' })
    await author.postJson(`${original.url}/modifier`, { cost: 'deux euros' })
    const late = await adapter.post(`${copy.url}/original`, { version: '1', original: '2' })
    expect(late.status).to.equal(409)
    expect(late.text).to.contain('deux euros')
    await adapter.postJson(`${copy.url}/modifier`, { summary: 'Entre-temps' })
    const stale = await adapter.postJson(`${copy.url}/original`, { version: 1, original: 3 })
    expect(stale.status).to.equal(409)
    expect((await adapter.getJson(copy.url)).body.cost).to.equal('')
  })

  it('a version can be ignored, until the next one', async () => {
    const { author, adapter, original, copy } = await both()
    await author.postJson(`${original.url}/modifier`, { summary: 'Deux' })
    await adapter.post(`${copy.url}/original/ignorer`, { original: '2' })
    expect((await adapter.get(copy.url)).text).not.to.contain('en est à la version')
    await author.postJson(`${original.url}/modifier`, { summary: 'Trois' })
    expect((await adapter.get(copy.url)).text).to.contain('en est à la version 3')
  })

  it('a new licence that forbids it stops the copy from following', async () => {
    const { author, adapter, original, copy } = await both()
    await author.postJson(`${original.url}/modifier`, { cost: 'gratuit', licence: 'CC BY-ND' })
    const reply = await adapter.postJson(`${copy.url}/original`, {})
    expect(reply.status).to.equal(422)
    expect((await adapter.getJson(copy.url)).body.cost).to.equal('')
  })

  it('nothing of it is told to who may not read it any more, nor to others', async () => {
    const { author, adapter, original, copy } = await both()
    await author.postJson(`${original.url}/modifier`, { summary: 'Secret' })
    const path = `${copy.url}/original`
    expect((await aVisitor(hub).getJson(path)).status).to.equal(401)
    for (const role of ['volunteer', 'animateur'] as const)
      expect((await (await signedInAs(hub, role)).get(path)).status, role).to.equal(403)
    expect((await author.get(path)).status).to.equal(403)
    await Resource.updateOne({ slug: original.slug }, { $set: { state: 'hidden' } })
    expect((await adapter.get(path)).status).to.equal(404)
    expect((await adapter.get(copy.url)).text).not.to.contain('en est à la version')
    expect((await adapter.getJson('/')).body.originals).to.equal(0)
    expect((await adapter.get(`${original.url}/original`)).status).to.equal(404)
  })
})
