import { expect } from 'chai'
import mongoose from 'mongoose'
import { Member } from '../../../models/member.ts'
import { Network } from '../../../models/network.ts'
import { installationToken } from '../../../server/people/auth/actions.ts'
import { readConfig } from '../../../server/platform/config.ts'
import { Agent } from '../../support/agent.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, PASSWORD } from '../../support/people.ts'

const request = { name: 'Maïwenn', password: PASSWORD, role: 'animateur' }

describe('joining', () => {
  const hub = useHub()

  it('gives nobody a role that they choose themselves', async () => {
    const reply = await aVisitor(hub).postJson('/inscription', {
      ...request,
      email: 'boss@example.org',
      role: 'admin',
    })
    expect(reply.status).to.equal(422)
    const sly = { ...request, email: 'sly@example.org', state: 'active' }
    const { body } = await aVisitor(hub).postJson('/inscription', sly)
    expect(body.state).to.equal('unconfirmed')
    expect(await Member.countDocuments({ email: 'sly@example.org' })).to.equal(0)
  })

  it('tells each field that is wrong, in the language of the reader', async () => {
    const reply = await aVisitor(hub).send('POST', '/inscription', {
      json: {
        name: '',
        email: 'nolwenn@rostrenen',
        password: 'court',
        role: 'animateur',
        space: 'nulle-part',
      },
      headers: { accept: 'application/json', 'accept-language': 'en' },
    })
    expect(reply.status).to.equal(422)
    const { errors } = JSON.parse(reply.text)
    expect(errors).to.have.keys('name', 'email', 'password')
    expect(errors.password).to.equal('At least 12 characters are needed.')
  })

  it('takes a chosen space only from the directory', async () => {
    const reply = await aVisitor(hub).postJson('/inscription', {
      ...request,
      email: 's@example.org',
      space: 'nulle-part',
    })
    expect(reply.body.errors).to.have.keys('space')
  })
})

describe('what one address may ask', () => {
  const hub = useHub()

  it('is counted once for all of a subscriber to IPv6, wherever one knocks without a name', async function () {
    const here = new URL(hub.url)
    here.hostname = '[::1]'
    const email = 'ipv6@example.org'
    const visitor = new Agent(here.href)
    if (!(await visitor.getJson('/sante').catch(() => undefined))) this.skip()
    const token = 'x'.repeat(43)
    await visitor.postJson('/inscription', { ...request, email })
    await visitor.postJson('/inscription/confirmation', { token })
    await visitor.postJson('/mot-de-passe', { email })
    await visitor.postJson('/connexion', { email, password: PASSWORD })
    const limits = mongoose.connection.collection('rate_limits')
    const keys = (await limits.find({}, { hint: { $natural: 1 } }).toArray()).map(({ key }) => key)
    const names = ['signUpAddress', 'mailedLink', 'resetAddress', 'signInAddress']
    expect(keys).to.include.members(names.map(name => `${name}:0:0:0:0::/64`))
    expect(keys.filter(key => String(key).endsWith(':::1'))).to.deep.equal([])
  })
})

describe('the first installation', () => {
  const hub = useHub()
  const first = { name: 'Alan', email: 'alan@example.org', password: PASSWORD }

  it('asks for the token, makes one administrator, and is gone', async () => {
    await Network.deleteMany({})
    const token = installationToken(readConfig({ DATA_DIR: hub.dataDirectory }).sessionSecret)
    const wrong = await aVisitor(hub).postJson('/installation', { ...first, token: 'guess' })
    expect(wrong.body.errors).to.have.keys('token')
    const twice = await Promise.all([
      aVisitor(hub).postJson('/installation', { ...first, token }),
      aVisitor(hub).postJson('/installation', { ...first, email: 'other@example.org', token }),
    ])
    expect(twice.map(({ status }) => status).filter(status => status === 201)).to.have.length(1)
    expect(await Member.countDocuments({ role: 'admin' })).to.equal(1)
    const admin = aVisitor(hub)
    await admin.signIn((await Member.findOne({ role: 'admin' }))?.email ?? '', PASSWORD)
    expect((await admin.getJson('/salons')).body.total).to.equal(1)
    const thread = { title: 'Première', body: 'Bonjour', category: 'entraide' }
    expect((await admin.postJson('/discussions', thread)).status).to.equal(201)
    expect((await aVisitor(hub).get(`/installation?token=${token}`)).status).to.equal(404)
    expect((await aVisitor(hub).postJson('/installation', { ...first, token })).status).to.equal(
      404,
    )
  })
})
