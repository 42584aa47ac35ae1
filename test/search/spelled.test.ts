import { expect } from 'chai'
import { folded } from '../../server/platform/http/slugs.ts'
import { spelledIn } from '../../server/search/spelled.ts'

describe('words spelled in a text', () => {
  const found = (text: string, ...spellings: string[]) =>
    Array.from(spelledIn(text, new Set(spellings)), ({ word }) => word)

  it('are whole, with any accents and case', () => {
    const text = 'Photo, PHOTOS, téléphoto, photographe, phôto_photo 2photo'
    expect(found(text, 'photo', 'photos')).to.deep.equal(['Photo', 'PHOTOS', 'phôto', 'photo'])
    expect(found('Le cœur du CŒUR, coeur', 'coeur')).to.deep.equal(['cœur', 'CŒUR', 'coeur'])
    expect(found('Việt Nam, Άλφα, Йод', 'viet', 'αλφα', 'иод')).to.deep.equal([
      'Việt',
      'Άλφα',
      'Йод',
    ])
  })

  it('are none of what an expression would mean', () => {
    expect(found('a.b (c) [d]', '.', '(c', '[d]', '')).to.deep.equal([])
    expect(found('aucun mot')).to.deep.equal([])
  })

  it('are those that folding each word of the text finds', () => {
    const letters = 'aàâbcçeéêèœæ𝒜ñ-’ 1.E É'
    const spellings = new Set(['ae', 'oe', 'ec', 'a', 'e1', 'ce', 'bee', 'n', 'aecc'])
    for (let n = 0; n < 300; n++) {
      const points = [...letters]
      const text = Array.from(
        { length: 60 },
        (_, i) => points[(n * 31 + i * i * 7 + i * n) % points.length],
      ).join('')
      const each = [...text.matchAll(/[\p{L}\p{N}]+/gu)]
        .filter(([word]) => spellings.has(folded(word)))
        .map(({ index, 0: word }) => ({ index, word }))
      expect([...spelledIn(text, spellings)], text).to.deep.equal(each)
    }
  })
})
