import { expect } from 'chai'
import { faults } from './support/schema.ts'

const document = {
  components: {
    schemas: {
      Post: {
        type: 'object',
        required: ['id', 'at'],
        properties: {
          id: { type: 'string' },
          at: { type: 'string', format: 'date-time' },
          tone: { enum: ['sea', 'glass'] },
          reply: { anyOf: [{ $ref: '#/components/schemas/Post' }, { type: 'null' }] },
        },
      },
    },
  },
}

describe('what checks the answers', () => {
  const faultsOf = (value: unknown) =>
    faults([value], { type: 'array', items: { $ref: '#/components/schemas/Post' } }, document)
  const post = { id: 'a', at: '2026-11-22T10:00:00.000Z' }

  it('finds nothing in what is right', () => {
    expect(faultsOf(post)).to.deep.equal([])
    expect(faultsOf({ ...post, tone: 'sea', reply: { ...post, reply: null } })).to.deep.equal([])
    expect(faultsOf({ ...post, later: 1 })).to.deep.equal([])
  })

  it('finds what is missing, of another type, out of its list, or unknown', () => {
    expect(faultsOf({ id: 'a' })).to.deep.equal(['$[0].at: missing'])
    const wrong = [
      null,
      'a',
      { ...post, id: 1 },
      { ...post, at: 'tomorrow' },
      { ...post, tone: 'x' },
    ]
    for (const value of [...wrong, { ...post, reply: {} }])
      expect(faultsOf(value), JSON.stringify(value)).not.to.deep.equal([])
    expect(faults(1, { multipleOf: 2 }, document)).to.deep.equal(['$: keyword multipleOf?'])
    expect(faults(1, { $ref: '#/components/schemas/None' }, document)).to.deep.equal([
      '$: no schema',
    ])
  })
})
