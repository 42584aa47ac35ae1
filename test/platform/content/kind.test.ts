import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { createApp } from '../../../server/app.ts'
import { FEATURES } from '../../../server/features.ts'
import { archiveOf } from '../../../server/people/privacy/export/archive.ts'
import { plan } from '../../../server/people/privacy/removal/actions.ts'
import { removeMember } from '../../../server/people/privacy/removal/run.ts'
import { readConfig } from '../../../server/platform/config.ts'
import { useFeatures } from '../../../server/platform/features/feature.ts'
import { startSearch, stopSearch, untilSearchReady } from '../../../server/search/service.ts'
import { unzipped } from '../../people/privacy/support.ts'
import { Agent } from '../../support/agent.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, PASSWORD } from '../../support/people.ts'
import { Tip, tipsFeature } from './support/tips.ts'

const WHY = { reason: 'unsuitable', word: 'Restons courtois.' }

describe('a kind of content that a feature describes', () => {
  useHub()
  let server: Server
  let site: { url: string }

  before(async () => {
    useFeatures([...FEATURES, tipsFeature])
    await stopSearch()
    startSearch()
    const { app } = createApp(readConfig({ SESSION_SECRET: 'x'.repeat(40), LOG_LEVEL: 'silent' }))
    server = app.listen(0)
    site = { url: `http://localhost:${(server.address() as AddressInfo).port}` }
  })
  after(async () => {
    server.close()
    useFeatures(FEATURES)
    await stopSearch()
    startSearch()
  })

  async function somebody(role: 'animateur' | 'volunteer' | 'coordinator') {
    const member = await aMember(role)
    const agent = new Agent(site.url)
    await agent.signIn(member.email, PASSWORD)
    return Object.assign(agent, { member })
  }

  async function aTip(author: { id: string }, words: object = {}) {
    const tip = { title: 'Nettoyer un clavier', body: 'Avec un pinceau.', audience: 'network' }
    return Tip.create({ ...tip, ...words, author: author.id })
  }

  async function total(agent: Agent, q: string) {
    await untilSearchReady()
    return (await agent.getJson(`/recherche?q=${q}&type=astuces`)).body.total
  }

  it('is searched, reported, hidden and given back', async () => {
    const [author, reader, judge] = await Promise.all([
      somebody('animateur'),
      somebody('volunteer'),
      somebody('coordinator'),
    ])
    const tip = await aTip(author.member)
    expect(await total(reader, 'clavier')).to.equal(1)

    const reported = await reader.postJson(`/astuces/${tip.id}/signalement`, WHY)
    expect(reported.status).to.equal(201)
    expect(reported.body).to.include({ kind: 'tip', target: tip.id })
    const [subject] = (await judge.getJson('/moderation')).body.items
    expect(subject).to.include({ kind: 'tip', title: 'Nettoyer un clavier' })
    expect((await judge.get(subject.url)).text).to.include('Avec un pinceau')

    expect((await judge.postJson(`${subject.url}/masquage`, WHY)).status).to.equal(200)
    expect(await total(reader, 'clavier')).to.equal(0)
    expect((await reader.postJson(`/astuces/${tip.id}/signalement`, WHY)).status).to.equal(404)
    expect((await judge.postJson(`${subject.url}/verrou`, { locked: true })).status).to.equal(404)

    expect((await judge.postJson(`${subject.url}/retablissement`, {})).status).to.equal(200)
    expect(await total(reader, 'clavier')).to.equal(1)
  })

  it('does not exist for whom it is not', async () => {
    const author = await somebody('animateur')
    const outsider = await somebody('volunteer')
    const group = await aGroup(author, 'private')
    const words = { audience: `group:${group.slug}`, title: 'Le code du portail' }
    const tip = await aTip(author.member, words)
    expect(await total(outsider, 'portail')).to.equal(0)
    expect((await outsider.postJson(`/astuces/${tip.id}/signalement`, WHY)).status).to.equal(404)
    const visitor = new Agent(site.url)
    expect((await visitor.postJson(`/astuces/${tip.id}/signalement`, WHY)).status).to.equal(401)
    expect(await total(visitor, 'portail')).to.equal(0)
  })

  it('goes with its author: in what they take away, and when they leave', async () => {
    const { member } = await somebody('animateur')
    await aTip(member, { title: 'Recharger une cartouche' })
    const chunks: Buffer[] = []
    for await (const chunk of await archiveOf(member, 'fr')) chunks.push(Buffer.from(chunk))
    const files = new Map(await unzipped(Buffer.concat(chunks)))
    expect(files.get('donnees/astuces.json')).to.include('Recharger une cartouche')

    const now = new Date()
    const wish = { keep: false, cause: 'asked' as const, askedAt: now, dueAt: now }
    await removeMember(String((await plan(member._id, wish))._id), now)
    expect(await Tip.countDocuments({ author: member.id })).to.equal(0)
  })
})
