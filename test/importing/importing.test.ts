import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { Draft } from '../../models/draft.ts'
import { removeDraft } from '../../server/library/drafts/actions.ts'
import { formOf, send } from '../library/drafts/support.ts'
import { aResource, aTitle } from '../library/support/resources.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { aDocx, anOdt, aPng, bold, para, picture, zipOf } from './documents.ts'

const IMPORT = '/ressources/importation'

describe('A document that was written elsewhere', function () {
  this.timeout(120_000)
  const hub = useHub()
  let me: Awaited<ReturnType<typeof signedInAs>>
  before(async () => {
    me = await signedInAs(hub)
  })

  const take = (name: string, bytes: Buffer) => send(me, IMPORT, formOf({}, { name, bytes }))

  it('becomes a draft from Word, with its steps, its materials and its picture', async () => {
    const bytes = await aDocx(
      [
        para('Premiers pas avec un courriel', 'Title'),
        para('Une séance pour ceux qui débutent.'),
        bold('Très utile'),
        para('Matériel', 'heading1'),
        para('Déroulé', 'heading1'),
        para('Tour de table (15 min)', 'heading2'),
        para('Chacun se présente.'),
        picture('Une salle'),
        para('Ouvrir sa boîte – 1 h 30', 'heading2'),
        para('Avec de l’aide.'),
        para('Pour finir', 'heading1'),
        para('Au revoir.'),
      ].join(''),
    )
    const { status, body } = await take('atelier.docx', bytes)
    expect(status, JSON.stringify(body)).to.equal(201)
    expect(body.title).to.equal('Premiers pas avec un courriel')
    const { values } = body
    expect(values.steps).to.have.length(2)
    expect(values.steps[0]).to.deep.include({ title: 'Tour de table', minutes: '15' })
    expect(values.steps[1]).to.deep.include({ title: 'Ouvrir sa boîte', minutes: '90' })
    const [file] = body.attachments
    expect(values.steps[0].body).to.equal(`Chacun se présente.\n\n![Une salle](${file.url})`)
    expect(values.body).to.contain('Une séance').and.contain('**Très utile**')
    expect(values.body).to.contain('# Pour finir').and.not.contain('Déroulé')
    expect((await me.get(file.url)).headers.get('content-type')).to.equal('image/png')
    expect((await me.get(body.url)).text).to.contain('value="Tour de table"')
  })

  it('becomes a draft from LibreOffice: headings, lists, tables, links, emphasis, pictures', async () => {
    const item = (text: string) => `<text:list-item><text:p>${text}</text:p></text:list-item>`
    const cell = (text: string) => `<table:table-cell><text:p>${text}</text:p></table:table-cell>`
    const bytes = await anOdt(
      [
        '<text:p text:style-name="Title">Les mots de passe</text:p>',
        '<text:p>Un <text:span text:style-name="T1">gras</text:span> et un <text:span text:style-name="T2">penché</text:span>, <text:a xlink:href="https://www.ssi.gouv.fr/">le site</text:a>.<text:note><text:note-body><text:p>Une note</text:p></text:note-body></text:note></text:p>',
        '<text:h text:outline-level="1">Matériel</text:h>',
        `<text:list text:style-name="L2">${item('Un PC')}${item('Des cartes')}</text:list>`,
        '<text:h text:outline-level="1">Déroulement</text:h>',
        `<text:list text:style-name="L1">${item('Jouer aux cartes (20 min)')}${item('Choisir &lt;son&gt; mot : 25 min')}</text:list>`,
        '<text:h text:outline-level="1">Un tableau</text:h>',
        `<table:table><table:table-row>${cell('A')}${cell('B')}</table:table-row><table:table-row>${cell('1')}${cell('2')}</table:table-row></table:table>`,
        '<text:p><draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:desc>Un carré</svg:desc></draw:frame></text:p>',
        '<text:tracked-changes><text:p>Effacé</text:p></text:tracked-changes>',
      ].join(''),
    )
    const { status, body } = await take('mots.odt', bytes)
    expect(status, JSON.stringify(body)).to.equal(201)
    const { values } = body
    expect(values.title).to.equal('Les mots de passe')
    expect(values.materials).to.equal('Un PC\nDes cartes')
    const told = values.steps.map((one: { title: string; minutes: string }) => [
      one.title,
      one.minutes,
    ])
    expect(told[0]).to.deep.equal(['Jouer aux cartes', '20'])
    expect(told[1]?.[1]).to.equal('25')
    expect(values.body).to.contain('**gras**').and.contain('_penché_')
    expect(values.body)
      .to.contain('[le site](https://www.ssi.gouv.fr/)')
      .and.match(/\| A +\| B +\|/)
    expect(values.body).to.contain(`![Un carré](${body.attachments[0].url})`)
    expect(values.body).to.not.match(/Effacé|Une note/)
  })

  it('becomes a draft from the Markdown that a resource gives, without loss', async () => {
    const { slug } = await aResource({ title: aTitle('Aller-retour'), internet: 'none' }, me.member)
    const text = (await me.get(`/ressources/${slug}.md`)).text
    const { body } = await take('fiche.md', Buffer.from(text))
    const again = await me.postJson('/ressources', { ...body.values, draft: body.id })
    expect(again.status, JSON.stringify(again.body)).to.equal(201)
    const { body: first } = await me.getJson(`/ressources/${slug}`)
    const facts = ['title', 'summary', 'body', 'publics', 'level', 'durationMinutes', 'groupSize']
    for (const name of [...facts, 'materials', 'internet', 'themes', 'licence', 'steps'])
      expect(again.body[name], name).to.deep.equal(first[name])
  })

  it('becomes a draft from any Markdown, with the pictures that it holds', async () => {
    const inline = `data:image/png;base64,${(await aPng()).toString('base64')}`
    const text = `# Un titre\n\nTexte ![carré](${inline})\n\n1. Accueil (10 min)\n2. Pratique (30 min)\n3. Bilan (5 min)\n`
    const { body } = await take('note.md', Buffer.from(text))
    expect(body.values.title).to.equal('Un titre')
    expect(body.values.steps.map((one: { minutes: string }) => one.minutes)).to.deep.equal([
      '10',
      '30',
      '5',
    ])
    expect(body.values.body).to.equal(`Texte ![carré](${body.attachments[0].url})`)
    const list = '# Courses\n\n1. Du pain\n2. Du lait\n3. Du cidre\n'
    const plain = await take('liste.md', Buffer.from(list))
    expect(plain.body.values.steps).to.deep.equal([])
    expect(plain.body.values.body).to.contain('2. Du lait')
    const odd = await take('tirets.md', Buffer.from('---\nceci: [n’est: pas\n---\n\nDu texte\n'))
    expect(odd.body.values).to.deep.include({ title: 'tirets' })
  })

  it('names the pictures that stand beside a Markdown, which a form cannot bring', async () => {
    const text =
      '# Un plan\n\n![Le plan](images/plan.png) et ![](<./b.jpg>) et ![Loin](https://exemple.fr/c.png)\n\n![Encore](images/plan.png "Titre")\n'
    const { body } = await take('plan.md', Buffer.from(text))
    expect(body.values.body).to.equal('Le plan et  et ![Loin](https://exemple.fr/c.png)\n\nEncore')
    const page = (await me.get(body.url)).text
    expect(page).to.contain('images/plan.png, ./b.jpg.').and.to.contain('à côté du document')
    const none = await take('sans.md', Buffer.from('# Rien\n\nDu texte\n'))
    expect((await me.get(none.body.url)).text).not.to.contain('à côté du document')
  })

  it('says which pictures it had to leave', async () => {
    const bytes = await aDocx(picture('Dehors', 'r:link="out"') + picture('Dedans'), {
      'word/media/image1.png': '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    })
    const { status, body } = await take('images.docx', bytes)
    expect(status, JSON.stringify(body)).to.equal(201)
    expect(body.attachments).to.deep.equal([])
    expect(JSON.stringify(body.values)).to.not.match(/root:|script|rouedad-image/)
    expect((await me.get(body.url)).text).to.contain('n’a pas pu être reprise')
  })

  it('is refused when it is hostile, with a message, and leaves nothing behind', async () => {
    const secret = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    const lol =
      '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    const hostile: Record<string, [RegExp, Buffer]> = {
      'bombe.docx': [
        /trop lourd/,
        await aDocx(para('x'), { 'word/bombe.xml': Buffer.alloc(40_000_000) }),
      ],
      'bombe.odt': [/trop lourd/, await anOdt('', { 'Pictures/2.png': Buffer.alloc(40_000_000) })],
      'entites.docx': [
        /ordinaire/,
        await aDocx(para('x'), { 'word/document.xml': `${secret}<w:document/>` }),
      ],
      'entites.odt': [
        /ordinaire/,
        await anOdt('', { 'content.xml': `${secret}<office:x>&x;</office:x>` }),
      ],
      'rires.odt': [/ordinaire/, await anOdt('', { 'styles.xml': `${lol}<x>&b;</x>` })],
      'noms.docx': [/trop de parties/, await aDocx('', manyNames())],
      'chemin.docx': [
        /ordinaire|abîmé/,
        renamed(
          await aDocx('', { 'word/xx/xx/evil.xml': '<x/>' }),
          'word/xx/xx/evil.xml',
          'word/../../evil.xml',
        ),
      ],
      'chemin.odt': [
        /ordinaire|abîmé/,
        renamed(
          await anOdt('', { 'Pictures/xxxxx.png': 'x' }),
          'Pictures/xxxxx.png',
          '../../../../etc/xx',
        ),
      ],
      'profond.odt': [
        /abîmé/,
        await anOdt('<text:section>'.repeat(5_000) + '</text:section>'.repeat(5_000)),
      ],
      'casse.odt': [/abîmé/, await anOdt('<text:p>')],
      'tronque.docx': [/abîmé|type accepté/, (await aDocx(para('x'))).subarray(0, 900)],
      'sans-texte.docx': [/abîmé|type accepté|DOCX/, await zipOf({ 'a.txt': 'x' })],
      'utf16.odt': [
        /abîmé/,
        await anOdt('', { 'content.xml': Buffer.from(`\ufeff${secret}<x/>`, 'utf16le') }),
      ],
      'faux.docx': [/type accepté|DOCX/, Buffer.from('%PDF-1.4\n%%EOF\n')],
      'image.png': [/DOCX/, await aPng()],
      'programme.md': [/type accepté/, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 0])],
      'dessin.svg': [/type accepté/, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    }
    const before = await leftovers()
    for (const [name, [why, bytes]] of Object.entries(hostile)) {
      const { status, body } = await take(name, bytes)
      expect(status, `${name}: ${JSON.stringify(body)}`).to.equal(422)
      expect(body.errors.files, name).to.match(why)
      expect(body.errors.files, name).to.contain('«')
    }
    expect(await leftovers()).to.deep.equal(before)
  })

  it('is not received when it is too heavy, nor from somebody else than a member', async () => {
    const heavy = await take('lourd.odt', Buffer.alloc(26 * 1024 * 1024, 'x'))
    expect(heavy.status).to.equal(422)
    expect(heavy.body.errors.files).to.contain('25')
    const visitor = aVisitor(hub)
    expect((await visitor.get(IMPORT)).location).to.match(/^\/connexion/)
    const refused = await send(
      visitor,
      IMPORT,
      formOf({}, { name: 'a.md', bytes: Buffer.from('x') }),
    )
    expect(refused.status).to.equal(401)
    expect((await send(me, IMPORT, formOf({}))).status).to.equal(422)
  })

  it('is imported by the form alone', async () => {
    expect((await me.get(IMPORT)).text).to.contain('Importer un document')
    const form = formOf({}, { name: 'a.md', bytes: Buffer.from('# Bonjour\n\nVoilà.') })
    const { location } = await me.post(IMPORT, form)
    expect((await me.get(location ?? '')).text).to.contain('value="Bonjour"')
    const wrong = await me.post(IMPORT, formOf({}, { name: 'a.png', bytes: await aPng() }))
    expect(wrong.status).to.equal(422)
    expect(wrong.text).to.contain('n’est pas un document')
    for await (const draft of Draft.find({ member: me.member._id }).lean().cursor())
      await removeDraft(draft)
  })

  async function leftovers() {
    const folders = await Promise.all(
      ['incoming', 'tmp', 'uploads'].map(folder =>
        readdir(join(hub.dataDirectory, folder), { recursive: true }).catch(() => []),
      ),
    )
    const files = folders.flat().filter(name => name.length > 16)
    return { files: files.sort(), drafts: await Draft.countDocuments({ member: me.member._id }) }
  }
})

function manyNames() {
  return Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`word/n${n}.xml`, '<x/>']))
}

/** Another name of the same length, in the file's own table and before its bytes. */
function renamed(zip: Buffer, from: string, to: string) {
  const name = to.padEnd(from.length, 'x').slice(0, from.length)
  return Buffer.from(zip.toString('latin1').replaceAll(from, name), 'latin1')
}
