import { expect } from 'chai'
import fc from 'fast-check'
import { compare, isNothing } from '../../../server/library/comparing/compare.ts'
import { sizeOfChange } from '../../../server/library/comparing/size.ts'
import { type Block, textBetween } from '../../../server/library/comparing/text.ts'
import { aStep, aWritten, written } from '../merging/support.ts'

describe('The difference between two versions', () => {
  const steps = [aStep('Accueil'), aStep('Le trombone', 30, 'Ouvrir un message.'), aStep('Bilan')]
  const [welcome, clip] = steps
  if (!welcome || !clip) throw new Error('three steps')

  it('names the fields and what lists gained and lost', () => {
    const before = aWritten({ level: 'beginner', materials: ['PC', 'Papier'], cost: '' })
    const after = aWritten({ materials: ['Papier', 'Stylos'], cost: 'gratuit' })
    const { facts, lists } = compare(before, after)
    expect(facts).to.deep.equal([
      { field: 'level', before: 'beginner', after: null },
      { field: 'cost', before: '', after: 'gratuit' },
    ])
    expect(lists).to.deep.equal([
      { field: 'materials', added: ['Stylos'], removed: ['PC'], reordered: false },
    ])
  })

  it('says which step moved, was added, removed or changed', () => {
    const longer = { ...clip, minutes: 40 }
    const thanks = aStep('Merci')
    const before = aWritten({ steps: [...steps, thanks] })
    const after = aWritten({ steps: [thanks, welcome, aStep('Pause', 5), longer] })
    const changes = compare(before, after).steps
    expect(
      changes.map(({ title, status, moved, before, after }) => [
        title,
        status,
        moved,
        before,
        after,
      ]),
    ).to.deep.equal([
      ['Merci', 'same', true, 4, 1],
      ['Accueil', 'same', false, 1, 2],
      ['Pause', 'added', false, null, 3],
      ['Le trombone', 'changed', false, 2, 4],
      ['Bilan', 'removed', false, 3, null],
    ])
    expect(changes[3]?.facts).to.deep.equal([{ field: 'minutes', before: 30, after: 40 }])
  })

  it('says which words of a line changed, and leaves what did not', () => {
    const before = 'Un titre\n\nPrévoir une facture par personne.\n\nLa fin'
    const after = 'Un titre\n\nPrévoir deux fausses factures par personne.\n\nLa fin'
    expect(textBetween(before, after)).to.deep.equal([
      { kind: 'same', lines: ['Un titre', ''] },
      {
        kind: 'changed',
        parts: [
          { kind: 'same', text: 'Prévoir ' },
          { kind: 'removed', text: 'une facture' },
          { kind: 'added', text: 'deux fausses factures' },
          { kind: 'same', text: ' par personne.' },
        ],
      },
      { kind: 'same', lines: ['', 'La fin'] },
    ])
    expect(textBetween('Un', 'Tout autre chose')).to.deep.equal([
      { kind: 'removed', lines: ['Un'] },
      { kind: 'added', lines: ['Tout autre chose'] },
    ])
  })

  it('is quick on texts that have nothing in common', () => {
    const lines = (word: string) => Array.from({ length: 50_000 }, (_, n) => `${word} ${n}`)
    const words = (word: string) => lines(word).join(' ')
    const started = Date.now()
    textBetween(lines('a').join('\n'), lines('b').join('\n'))
    textBetween(words('a'), words('b'))
    expect(Date.now() - started).to.be.below(3_000)
  })

  it('counts the words that a change added and removed', () => {
    const before = aWritten({ body: 'un deux trois', steps: [welcome] })
    const after = aWritten({ body: 'un trois quatre cinq', steps: [welcome] })
    expect(sizeOfChange(before, after)).to.deep.equal({ added: 2, removed: 1 })
  })

  it('gives back both texts, whatever they are', () => {
    const text = fc
      .array(fc.constantFrom('un', 'deux deux', 'trois mots ici', '', ' '), { maxLength: 12 })
      .map(lines => lines.join('\n'))
    fc.assert(
      fc.property(text, text, (before, after) => {
        if (before === after) return
        const blocks = textBetween(before, after)
        expect(side(blocks, 'removed')).to.equal(before)
        expect(side(blocks, 'added')).to.equal(after)
      }),
    )
  })

  it('is nothing between a state and itself, and something between any two', () => {
    fc.assert(
      fc.property(written, written, (one, other) => {
        expect(isNothing(compare(one, one))).to.equal(true)
        const same = JSON.stringify(one) === JSON.stringify(other)
        expect(isNothing(compare(one, other))).to.equal(same)
      }),
    )
  })
})

/** What one side reads: its own words, and those of both. */
function side(blocks: Block[], own: 'added' | 'removed') {
  const lines = blocks.flatMap(block => {
    if (block.kind !== 'changed')
      return block.kind === 'same' || block.kind === own ? block.lines : []
    const kept = block.parts.filter(({ kind }) => kind === 'same' || kind === own)
    return [kept.map(({ text }) => text).join('')]
  })
  return lines.join('\n')
}
