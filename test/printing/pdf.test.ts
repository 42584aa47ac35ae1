import { expect } from 'chai'
import sharp from 'sharp'
import { Resource } from '../../models/resource.ts'
import { aResource, aTitle } from '../library/support/resources.ts'
import { useHub } from '../support/hub.ts'
import { allElements, readPdf } from '../support/pdf.ts'
import { aVisitor, signedInAs } from '../support/people.ts'

describe('The print pack of a resource', function () {
  this.timeout(60_000)
  const hub = useHub()

  async function printed(slug: string, headers: Record<string, string> = {}) {
    const reply = await fetch(new URL(`/ressources/${slug}.pdf`, hub.url), { headers })
    return { reply, bytes: new Uint8Array(await reply.arrayBuffer()) }
  }

  it('says what it is to those who do not see it', async () => {
    const title = aTitle('Envoyer une pièce jointe')
    const { slug } = await aResource({ title })
    const { reply, bytes } = await printed(slug)
    expect(reply.status).to.equal(200)
    expect(reply.headers.get('content-type')).to.equal('application/pdf')
    expect(reply.headers.get('content-disposition')).to.match(/^inline; filename=".+\.pdf"/)
    const pdf = readPdf(bytes)
    expect(pdf).to.deep.include({ language: 'fr-FR', marked: true, showsTitle: true, title })
    expect(pdf.metadata).to.contain('pdfuaid:part')
    expect(pdf.fonts.allEmbedded).to.equal(true)
    const elements = allElements(pdf.structure)
    const types = elements.map(({ type }) => type)
    expect(types).to.include.members(['Document', 'Sect', 'H1', 'H2', 'H3', 'P', 'L', 'LI', 'Link'])
    expect(elements.filter(one => one.type === 'Figure' && !one.alt)).to.deep.equal([])
    expect(elements.map(({ alt }) => alt).join()).to.contain(
      'Tour de table, 20\u00A0min, on\u00A0se\u00A0parle',
    )
    expect(pdf.outline.map(one => one.title)).to.deep.equal([
      'Fiche d’animation',
      'Livret de participation',
    ])
    expect(pdf.outline[0]?.headings).to.include('Déroulé')
  })

  it('holds the sheet, then the handout, numbered and with the way back', async () => {
    const body =
      '## Avant\n\nLire [le guide](https://example.org/guide).\n\n| Quoi | Où |\n|---|---|\n| A | B |'
    const { slug } = await aResource({ title: aTitle(), body })
    const pdf = readPdf((await printed(slug)).bytes)
    const [first = '', ...others] = pdf.pages
    const last = others.at(-1) ?? ''
    for (const words of ['Tour de table', '0 h 00', 'Un PC pour deux', '6 à 8 personnes'])
      expect(first.replaceAll('\u00A0', ' ')).to.contain(words)
    expect(first).to.contain(`page 1 sur ${pdf.pages.length}`)
    expect(first).to.contain('CC BY-SA 4.0')
    expect(pdf.pages.join()).to.contain('Mes notes pendant la séance')
    expect(last).to.contain('Ce que nous avons fait')
    expect(last).to.contain('example.org/guide')
    expect(pdf.links).to.include.members([
      'https://example.org/guide',
      `${hub.url}/ressources/${slug}`,
    ])
    const types = allElements(pdf.structure).map(({ type }) => type)
    expect(types).to.include.members(['Table', 'TR', 'TH', 'TD'])
  })

  it('shows the pictures that are its own, with their description', async () => {
    const agent = await signedInAs(hub)
    const png = await sharp({
      create: { width: 300, height: 200, channels: 4, background: '#0a5f5b' },
    })
      .png()
      .toBuffer()
    const form = new FormData()
    form.set('kind', 'guide')
    form.set('title', aTitle('Avec image'))
    form.append('files', new Blob([new Uint8Array(png)]), 'menu.png')
    const made = await agent.send('POST', '/ressources', {
      form,
      headers: { accept: 'application/json' },
    })
    const { url, slug, attachments } = JSON.parse(made.text)
    const body = `![Le menu ouvert](${attachments[0].url})\n\n![Ailleurs](/ressources/x/pieces-jointes/${'0'.repeat(24)})`
    await agent.postJson(`${url}/modifier`, { body })
    const pdf = readPdf((await printed(slug)).bytes)
    const figures = allElements(pdf.structure).filter(({ type }) => type === 'Figure')
    expect(figures.map(({ alt }) => alt)).to.include('Le menu ouvert')
    expect(pdf.pages.join()).to.contain('[Ailleurs]')
  })

  it('speaks the language of its reader', async () => {
    const { slug } = await aResource({ title: aTitle() })
    const pdf = readPdf((await printed(slug, { 'accept-language': 'en' })).bytes)
    expect(pdf.language).to.equal('en-GB')
    expect(pdf.pages.join()).to.contain('page 1 of')
  })

  it('hyphenates without cutting words for who listens', async () => {
    const word = 'anticonstitutionnellement '
    const { slug } = await aResource({ title: aTitle(), body: word.repeat(60), steps: [] })
    const { bytes } = await printed(slug)
    const text = readPdf(bytes).pages.join()
    expect(text).to.match(/anticons[\u00AD-]?/)
    expect(text.replace(/\u00AD\s*|-\n/g, '').match(/anticonstitutionnellement/g)).to.have.length(
      60,
    )
  })

  it('draws other scripts, and tells which signs it cannot draw', async () => {
    const body = 'Brezhoneg : Neñvoù. العربية. Ελληνικά. 日本'
    const { slug } = await aResource({ title: aTitle(), body, kind: 'guide' })
    const text = readPdf((await printed(slug)).bytes).pages.join()
    expect(text).to.contain('Neñvoù').and.to.contain('Ελληνικά')
    expect(text).to.contain('U+65E5')
  })

  it('takes whatever somebody writes: nothing, forty steps, words without end, a book', async () => {
    const long = 'x'.repeat(3000)
    const steps = Array.from({ length: 40 }, (_, n) => ({
      title: `Étape ${n}`,
      minutes: 3,
      body: 'Oui.',
    }))
    const table = `| a | b |\n|---|---|\n${`| ${'mot '.repeat(900)} | ${long} |\n`.repeat(3)}`
    const nested = `${'> '.repeat(50)}loin\n\n${Array.from({ length: 30 }, (_, n) => `${'  '.repeat(n)}- ${n}`).join('\n')}`
    const cases = [
      { kind: 'programme', body: '', steps: [], summary: '', materials: [] },
      { steps },
      {
        body: `${long}\n\n${table}\n\n${nested}\n\n\`\`\`\n${long}\n\`\`\``,
        materials: [long.slice(0, 150)],
      },
      { body: 'Un roman. '.repeat(39_000) },
    ]
    for (const overrides of cases) {
      const { slug } = await aResource({ ...overrides, title: aTitle() })
      const { reply, bytes } = await printed(slug)
      expect(reply.status).to.equal(200)
      expect(readPdf(bytes).pages.length).to.be.within(1, 90)
    }
  })

  it('is not sent again to who has it, and changes with the sheet', async () => {
    const sheet = await aResource({ title: aTitle() })
    const { reply } = await printed(sheet.slug)
    const etag = reply.headers.get('etag') ?? ''
    const again = await printed(sheet.slug, { 'if-none-match': etag })
    expect(again.reply.status).to.equal(304)
    await Resource.updateOne({ _id: sheet._id }, { $set: { summary: 'Autrement.' } })
    const changed = await printed(sheet.slug, { 'if-none-match': etag })
    expect(changed.reply.status).to.equal(200)
    expect(readPdf(changed.bytes).pages[0]).to.contain('Autrement.')
  })

  it('does not exist for those who may not see the page', async () => {
    const visitor = aVisitor(hub)
    const reserved = await aResource({ title: aTitle(), audience: 'network' })
    const author = await signedInAs(hub, 'volunteer')
    const draft = await aResource({ title: aTitle() }, author.member)
    const hidden = await aResource({ title: aTitle() })
    await Resource.updateOne({ _id: hidden._id }, { $set: { state: 'hidden' } })
    for (const { slug } of [reserved, draft, hidden])
      expect((await visitor.get(`/ressources/${slug}.pdf`)).status, slug).to.equal(404)
    expect((await author.get(`/ressources/${reserved.slug}.pdf`)).status).to.equal(200)
    expect((await author.get(`/ressources/${draft.slug}.pdf`)).status).to.equal(200)
    const other = await signedInAs(hub, 'volunteer')
    expect((await other.get(`/ressources/${draft.slug}.pdf`)).status).to.equal(404)
    expect((await visitor.get('/ressources/rien-du-tout.pdf')).status).to.equal(404)
  })
})
