import { expect } from 'chai'
import { Member, type MemberRecord } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import { presentViewer } from '../../../server/people/members/presenter.ts'
import { forgetAll } from '../../../server/platform/memory.ts'
import { newlyBroken, newRuns } from '../../../server/practice/news.ts'
import { aResource, aTitle } from '../../library/support/resources.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'
import { aRun, daysAgo } from '../../support/runs.ts'

describe('What workshops tell elsewhere', () => {
  const hub = useHub()

  it('is the activity of their space, of what each reader may see', async () => {
    const slug = `espace-actif-${process.pid}`
    await new Space({ name: 'Espace', slug, kind: 'epn', commune: 'Gourin', sortKey: 'g' }).save()
    const agent = await signedInAs(hub)
    const { audience } = await aGroup(agent, 'private')
    forgetAll()
    const open = await aResource({ title: aTitle() })
    const inside = await aResource({ title: aTitle(), audience }, agent.member)
    const network = await aResource({ title: aTitle(), audience: 'network' })
    const here = { space: slug, headcount: 10 }
    for (const sheet of [open, inside, network])
      await agent.postJson(`/ressources/${sheet.slug}/seances`, aRun(here))
    await agent.postJson(`/ressources/${open.slug}/seances`, aRun({ ...here, day: daysAgo(500) }))
    const [visitor, member] = [aVisitor(hub), await signedInAs(hub, 'volunteer')]
    const sums = async (reader: { getJson: typeof visitor.getJson }) => {
      const { activity } = (await reader.getJson(`/lieux/${slug}`)).body
      return [activity.runs, activity.people]
    }
    expect(await sums(visitor)).to.deep.equal([1, 10])
    expect(await sums(member)).to.deep.equal([2, 20])
    expect(await sums(agent)).to.deep.equal([3, 30])
    const page = await visitor.get(`/lieux/${slug}`)
    expect(page.text).to.contain('Douze mois d’ateliers').and.to.contain('personnes accueillies')
    const { activity } = (await visitor.getJson(`/lieux/${slug}`)).body
    expect(activity.months).to.have.length(12)
    expect(activity.months.at(-1)).to.deep.include({ runs: 1, people: 10 })
  })

  it('is their author’s pride, on their home and in their mail', async () => {
    const [author, agent] = [await signedInAs(hub), await signedInAs(hub)]
    const { slug, title } = await aResource({ title: aTitle() }, author.member)
    await agent.postJson(`/ressources/${slug}/seances`, aRun())
    await author.postJson(`/ressources/${slug}/seances`, aRun())
    expect((await author.get('/')).text).to.contain('Vos fiches ont été animées 2 fois.')
    expect((await agent.get('/')).text).not.to.contain('Vos fiches')
    const span = { since: new Date(Date.now() - 60_000), until: new Date() }
    expect((await newRuns(await viewerOf(author), span)).map(one => one.title)).to.deep.equal([
      title,
    ])
    expect(await newRuns(await viewerOf(agent), span)).to.deep.equal([])
  })

  it('says to authors and coordinators what no longer works, and to nobody else', async () => {
    const [author, agent] = [await signedInAs(hub), await signedInAs(hub)]
    const coordinator = await signedInAs(hub, 'coordinator')
    const { slug, title } = await aResource({ title: aTitle() }, author.member)
    await agent.postJson(`/ressources/${slug}/verifications`, { works: false })
    const span = { since: new Date(Date.now() - 60_000), until: new Date() }
    const told = async (who: typeof author) =>
      (await newlyBroken(await viewerOf(who), span)).map(one => one.title)
    expect(await told(author)).to.deep.equal([title])
    expect(await told(coordinator)).to.include(title)
    expect(await told(agent)).to.deep.equal([])
    await author.postJson(`/ressources/${slug}/verifications`, { works: true })
    expect(await told(author)).to.deep.equal([])
  })
})

async function viewerOf({ member }: { member: { _id: unknown } }) {
  const record = await Member.findById(member._id).lean<MemberRecord>()
  if (!record) throw new Error('No such member')
  return presentViewer(record)
}
