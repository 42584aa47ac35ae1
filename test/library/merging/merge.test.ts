import { expect } from 'chai'
import fc from 'fast-check'
import { mergeWritten } from '../../../server/library/merging/merge.ts'
import type { Written } from '../../../server/library/merging/written.ts'
import { aStep, aWritten, written } from './support.ts'

describe('Merging two versions of a resource', () => {
  const base = aWritten({
    summary: 'Un résumé',
    body: 'Un\n\nDeux\n\nTrois\n\nQuatre',
    materials: ['PC', 'Papier', 'Stylos'],
    durationMinutes: 60,
    steps: [
      aStep('Accueil', 10),
      aStep('Le trombone', 30, 'Ouvrir un message.'),
      aStep('Bilan', 20),
    ],
  })
  const change = (fields: Partial<Written>): Written => ({ ...base, ...fields })

  it('keeps both changes where they touch different things', () => {
    const mine = change({ summary: 'Le mien', body: base.body.replace('Un', 'Un, relu') })
    const theirs = change({ level: 'beginner', body: base.body.replace('Quatre', 'Quatre, relu') })
    const { merged, conflicts } = mergeWritten(base, mine, theirs)
    expect(conflicts).to.deep.equal([])
    expect(merged).to.deep.equal(
      change({
        ...{ summary: 'Le mien', level: 'beginner' },
        body: 'Un, relu\n\nDeux\n\nTrois\n\nQuatre, relu',
      }),
    )
  })

  it('asks about what both changed, and does as one chooses', () => {
    const mine = change({ title: 'Le mien', body: base.body.replace('Deux', 'Deux, le mien') })
    const theirs = change({ title: 'Le leur', body: base.body.replace('Deux', 'Deux, le leur') })
    const { merged, conflicts } = mergeWritten(base, mine, theirs)
    expect(conflicts.map(({ id }) => id)).to.deep.equal(['title', 'body.1'])
    expect(conflicts[1]).to.deep.include({ base: 'Deux', mine: 'Deux, le mien', chosen: false })
    expect(merged).to.deep.equal(mine)
    const chosen = mergeWritten(base, mine, theirs, { title: 'theirs', 'body.1': 'both' })
    expect(chosen.merged.title).to.equal('Le leur')
    expect(chosen.merged.body).to.equal('Un\n\nDeux, le mien\n\nDeux, le leur\n\nTrois\n\nQuatre')
    expect(chosen.conflicts.every(one => one.chosen)).to.equal(true)
  })

  it('does not take both where only one can be', () => {
    const [mine, theirs] = [change({ title: 'Le mien' }), change({ title: 'Le leur' })]
    const { merged, conflicts } = mergeWritten(base, mine, theirs, { title: 'both' })
    expect(merged.title).to.equal('Le mien')
    expect(conflicts[0]).to.deep.include({ chosen: false, choices: ['mine', 'theirs'] })
  })

  it('adds and removes in lists what each side added and removed', () => {
    const mine = change({ materials: ['PC', 'Souris', 'Papier', 'Stylos'] })
    const theirs = change({ materials: ['Stylos', 'PC'] })
    const { merged, conflicts } = mergeWritten(base, mine, theirs)
    expect(merged.materials).to.deep.equal(['Stylos', 'PC', 'Souris'])
    expect(conflicts).to.deep.equal([])
  })

  it('recognises a step that one moved and the other rewrote', () => {
    const [welcome, clip, end] = base.steps
    if (!welcome || !clip || !end) throw new Error('three steps')
    const mine = change({ steps: [clip, welcome, end] })
    const theirs = change({
      steps: [welcome, { ...clip, minutes: 40, body: 'Ouvrir un message neuf.' }, end],
    })
    const { merged, conflicts } = mergeWritten(base, mine, theirs)
    expect(conflicts).to.deep.equal([])
    expect(merged.steps).to.deep.equal([
      { ...clip, minutes: 40, body: 'Ouvrir un message neuf.' },
      welcome,
      end,
    ])
  })

  it('asks about a step that one removed and the other rewrote, and about two orders', () => {
    const [welcome, clip, end] = base.steps
    if (!welcome || !clip || !end) throw new Error('three steps')
    const mine = change({ steps: [end, welcome] })
    const theirs = change({ steps: [{ ...clip, minutes: 45 }, welcome, end] })
    const { merged, conflicts } = mergeWritten(base, mine, theirs)
    expect(conflicts.map(({ id, kind }) => [id, kind])).to.deep.equal([['steps.1', 'step']])
    expect(merged.steps.map(({ title }) => title)).to.deep.equal(['Bilan', 'Accueil'])
    const kept = mergeWritten(base, mine, theirs, { 'steps.1': 'theirs' })
    expect(kept.merged.steps.map(({ title }) => title)).to.include('Le trombone')
    const otherWay = mergeWritten(
      base,
      change({ steps: [end, clip, welcome] }),
      change({ steps: [clip, welcome, end] }),
    )
    expect(otherWay.conflicts.map(({ kind }) => kind)).to.deep.equal(['order'])
  })

  it('adds up a duration that nobody typed', () => {
    const mine = change({ durationMinutes: 65, steps: [...base.steps, aStep('Le mien', 5)] })
    const theirs = change({ durationMinutes: 70, steps: [aStep('Le leur', 10), ...base.steps] })
    const { merged, conflicts } = mergeWritten(base, mine, theirs)
    expect(conflicts).to.deep.equal([])
    expect(merged.steps).to.have.length(5)
    expect(merged.durationMinutes).to.equal(75)
  })

  it('asks about the whole of texts too long to compare, quickly', () => {
    const lines = (word: string) => Array.from({ length: 100_000 }, () => word).join('\n')
    const started = Date.now()
    const { conflicts } = mergeWritten(
      change({ body: lines('') }),
      change({ body: `a\n${lines('')}\nb${lines('b')}` }),
      change({ body: `c${lines('c')}` }),
    )
    expect(conflicts).to.have.length(1)
    expect(Date.now() - started).to.be.below(2_000)
  })

  it('holds for any three: what one side alone changed, what both changed alike', () => {
    fc.assert(
      fc.property(written, written, (one, other) => {
        expect(mergeWritten(one, other, one)).to.deep.equal({ merged: other, conflicts: [] })
        expect(mergeWritten(one, one, other)).to.deep.equal({ merged: other, conflicts: [] })
        expect(mergeWritten(one, other, other)).to.deep.equal({ merged: other, conflicts: [] })
      }),
    )
  })

  it('gives both sides the same when nothing conflicts, and the same questions when something does', () => {
    fc.assert(
      fc.property(written, written, written, (one, mine, theirs) => {
        const ours = mergeWritten(one, mine, theirs)
        const their = mergeWritten(one, theirs, mine)
        expect(their.conflicts.length).to.equal(ours.conflicts.length)
        if (ours.conflicts.length === 0) expect(their.merged).to.deep.equal(ours.merged)
      }),
      { numRuns: 300 },
    )
  })

  it('asks no more of what was chosen, whatever it was', () => {
    fc.assert(
      fc.property(written, written, written, (one, mine, theirs) => {
        const { conflicts } = mergeWritten(one, mine, theirs)
        const choices = Object.fromEntries(conflicts.map(({ id }) => [id, 'theirs'] as const))
        expect(Object.keys(choices)).to.have.length(conflicts.length)
        const chosen = mergeWritten(one, mine, theirs, choices)
        expect(
          chosen.conflicts.filter(one => !one.chosen && one.id !== 'steps.order'),
        ).to.deep.equal([])
      }),
    )
  })
})
