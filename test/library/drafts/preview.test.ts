import { expect } from 'chai'
import { Resource } from '../../../models/resource.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'
import { aTitle, SHEET } from '../support/resources.ts'

describe('The preview of a resource', () => {
  const hub = useHub()

  it('is the page that it would make, and nothing of it is kept', async () => {
    const me = await signedInAs(hub)
    const before = await Resource.countDocuments()
    const page = await me.post('/ressources/apercu', {
      ...{ title: 'Les mots de passe', kind: 'sheet', body: 'Du **gras**', summary: 'Une phrase' },
      ...{ 'steps[0][title]': 'Tour de table', 'steps[0][minutes]': '20', themes: 'securite' },
    })
    expect(page.status).to.equal(200)
    for (const words of ['<strong>gras</strong>', '<h3>Tour de table</h3>', 'Sécurité, arnaques'])
      expect(page.text).to.contain(words)
    expect(page.headers.get('cache-control')).to.contain('no-cache')
    expect(await Resource.countDocuments()).to.equal(before)
  })

  it('shows what is there when something is missing or wrong', async () => {
    const me = await signedInAs(hub)
    const { status, body } = await me.postJson('/ressources/apercu', {
      ...SHEET,
      ...{ title: '', kind: '', durationMinutes: 'longtemps', verifyBy: '31/12' },
      steps: [
        { title: '', minutes: 'peu', body: 'Un pas' },
        { title: '', body: '' },
      ],
    })
    expect(status).to.equal(200)
    expect(body).to.deep.include({ title: 'Sans titre', verifyBy: null, summary: SHEET.summary })
    expect(body.steps).to.have.length(1)
    expect(body.steps[0]).to.deep.include({ title: 'Étape sans titre', minutes: 0, body: 'Un pas' })
  })

  it('runs nothing, and is for members', async () => {
    const me = await signedInAs(hub)
    const page = await me.post('/ressources/apercu', {
      title: '<b>x</b>',
      body: '<script>1</script>',
    })
    expect(page.text).to.not.contain('<b>x</b>').and.not.contain('<script>1')
    expect(
      (await aVisitor(hub).postJson('/ressources/apercu', { title: aTitle() })).status,
    ).to.equal(401)
  })
})
