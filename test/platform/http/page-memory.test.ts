import { expect } from 'chai'
import { useHub } from '../../support/hub.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'

describe('pages kept for visitors', () => {
  const hub = useHub()

  it('are never those of a member, however the cookie is written', async () => {
    const member = await signedInAs(hub, 'volunteer', { name: 'Soizic Le Goff' })
    const [, value = ''] = member.cookie.split('rouedad=')
    for (const cookie of [`rouedad =${value}`, `rouedad="${value}"`, `a=b;\trouedad =${value}`])
      await aVisitor(hub).get('/ressources', { cookie })
    const page = await aVisitor(hub).get('/ressources')
    expect(page.text).to.include('/connexion').and.not.include('Soizic')
  })
})
