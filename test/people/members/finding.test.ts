import { expect } from 'chai'
import { Member } from '../../../models/member.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, signedInAs } from '../../support/people.ts'

describe('members looked for by words', () => {
  const hub = useHub()
  let reader: Awaited<ReturnType<typeof signedInAs>>
  const found = async (query: string) => {
    const { status, body, text } = await reader.getJson(`/membres?${query}`)
    expect(status, text).to.equal(200)
    expect(body.total).to.equal(body.items.length)
    return (body.items as { name: string }[]).map(({ name }) => name)
  }

  before(async () => {
    reader = await signedInAs(hub, 'volunteer')
    await aMember('animateur', { name: 'Gwénaëlle Le Goff', skills: ['couture connectée'] })
    await aMember('coordinator', { name: 'Gwenaël Tanguy', bio: 'Je tiens les comptes.' })
    const { _id } = await aMember('animateur', { name: 'Perrine', skills: ['soudure'] })
    await Member.updateOne({ _id }, { $set: { 'shown.skills': 'nobody' } })
    await aMember('animateur', { name: 'Gwenn', state: 'suspended' })
  })

  it('are those whose name begins so, accents or not, who are active', async () => {
    expect(await found('q=gwena')).to.have.members(['Gwénaëlle Le Goff', 'Gwenaël Tanguy'])
    expect(await found('q=gwenn')).not.to.include('Gwenn')
  })

  it('are those who know it, if they show it', async () => {
    expect(await found('q=couture')).to.deep.equal(['Gwénaëlle Le Goff'])
    expect(await found('q=soudure')).to.deep.equal([])
  })

  it('are of one role when one is asked for', async () => {
    expect(await found('q=gwena&role=coordinator')).to.deep.equal(['Gwenaël Tanguy'])
    expect(await found('role=coordinator')).to.deep.equal(['Gwenaël Tanguy'])
  })

  it('keep their words from one role to another, and are told when nobody answers', async () => {
    const { text } = await reader.get('/membres?q=zythologue')
    expect(text).to.include('Personne ne répond')
    expect(text.replaceAll('&#x3D;', '=')).to.include('/membres?q=zythologue&amp;role=animateur')
  })
})
