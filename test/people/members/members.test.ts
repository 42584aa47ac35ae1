import { expect } from 'chai'
import sharp from 'sharp'
import { Member } from '../../../models/member.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../../support/people.ts'

describe('members', () => {
  const hub = useHub()

  it('are shown to members, without their address', async () => {
    const agent = await signedInAs(hub, 'volunteer')
    const other = await aMember('animateur', {
      name: 'Rozenn',
      bio: 'Je répare des choses.',
      skills: ['réparation'],
    })
    const { status, body } = await agent.getJson(`/membres/${other.slug}`)
    expect(status).to.equal(200)
    expect(body).to.include({ name: 'Rozenn', bio: 'Je répare des choses.' })
    expect(JSON.stringify(body)).not.to.include(other.email).and.not.include('passwordHash')
    expect((await agent.get('/membres')).text)
      .to.include('Rozenn')
      .and.not.include(other.email)
  })

  it('do not exist for visitors, who may sign in and come back', async () => {
    const member = await aMember()
    const paths = [`/membres/${member.slug}`, '/membres/nobody']
    for (const path of paths) {
      const page = await aVisitor(hub).get(path)
      expect(page.status).to.equal(404)
      expect(page.text).to.include(`/connexion?retour&#x3D;${encodeURIComponent(path)}`)
      expect((await aVisitor(hub).getJson(path)).status).to.equal(404)
    }
    expect((await aVisitor(hub).getJson('/membres')).status).to.equal(401)
    const agent = await signedInAs(hub)
    expect((await agent.get('/membres/nobody')).text).not.to.include('/connexion')
  })

  it('do not exist while pending', async () => {
    const agent = await signedInAs(hub)
    const pending = await aMember('animateur', { state: 'pending' })
    expect((await agent.getJson(`/membres/${pending.slug}`)).status).to.equal(404)
  })

  it('change their own page only, and not their role', async () => {
    const agent = await signedInAs(hub, 'volunteer')
    const reply = await agent.postJson('/compte', {
      name: 'Jozefa',
      bio: 'Bonjour',
      skills: ['breton'],
      role: 'admin',
      state: 'active',
    })
    expect(reply.status).to.equal(200)
    const member = await Member.findById(agent.member._id)
    expect(member).to.include({ name: 'Jozefa', role: 'volunteer' })
  })

  it('put a photo, made square and stripped of its origin', async () => {
    const agent = await signedInAs(hub)
    const photo = await sharp({
      create: { width: 600, height: 400, channels: 3, background: '#2c8a7a' },
    })
      .withExif({ IFD0: { Copyright: 'secret place' } })
      .jpeg()
      .toBuffer()
    const form = new FormData()
    form.set('name', 'Katell')
    form.set('files', new Blob([new Uint8Array(photo)], { type: 'image/jpeg' }), 'moi.jpg')
    expect((await agent.post('/compte', form)).status).to.equal(303)
    const { body } = await agent.getJson('/compte')
    const answer = await fetch(new URL(body.photoUrl, hub.url))
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(answer.headers.get('content-type')).to.equal('image/webp')
    const { width, height } = await sharp(bytes).metadata()
    expect({ width, height }).to.deep.equal({ width: 256, height: 256 })
    expect(bytes.includes('secret place')).to.equal(false)
    // Visitors know the address from what somebody published; a name that they try finds nothing.
    const [guessed] = body.photoUrl.split('?')
    expect((await aVisitor(hub).get(guessed)).status).to.equal(404)
    expect((await aVisitor(hub).get(`${guessed}?v=00000000`)).status).to.equal(404)
    expect((await agent.get(guessed)).status).to.equal(200)
  })

  it('alone may send a photo: nothing is received from visitors', async () => {
    const headers = { 'content-type': 'multipart/form-data', accept: 'application/json' }
    const reply = await aVisitor(hub).send('POST', '/compte', { headers, form: {} })
    expect(reply.status).to.equal(401)
  })

  it('are told when the photo is none', async () => {
    const agent = await signedInAs(hub)
    const form = new FormData()
    form.set('name', 'Katell')
    form.set('files', new Blob(['<script>alert(1)</script>'], { type: 'image/png' }), 'moi.png')
    const reply = await agent.post('/compte', form)
    expect(reply.status).to.equal(422)
    expect(reply.text).to.include('id="e-f-files"')
  })
})
