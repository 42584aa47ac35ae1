import { expect } from 'chai'
import mongoose from 'mongoose'
import { removeExpired } from '../../models/expiring.ts'
import { Member } from '../../models/member.ts'
import { Token } from '../../models/token.ts'
import { useHub } from '../support/hub.ts'
import { aMember } from '../support/people.ts'

describe('what expires', () => {
  useHub()

  it('is removed once its time is past, and nothing else', async () => {
    const { _id: member } = await aMember()
    const about = { member, name: 'Un script', createdAt: new Date(0), expiresAt: new Date(0) }
    const dates = { gone: new Date('2031-01-01'), kept: new Date('2031-01-03') }
    await Token.create({ ...about, scopes: ['read'], hash: 'gone', forgottenAt: dates.gone })
    await Token.create({ ...about, scopes: ['read'], hash: 'kept', forgottenAt: dates.kept })
    const sessions = mongoose.connection.collection('sessions')
    await sessions.insertOne({ expires: dates.gone })
    expect(await removeExpired(new Date('2031-01-02'))).to.equal(2)
    expect((await Token.find().lean()).map(({ hash }) => hash)).to.deep.equal(['kept'])
    expect(await Member.countDocuments()).to.equal(1)
  })

  it('is never left to TTL indexes, which not every store has', () => {
    const indexes = mongoose.modelNames().flatMap(name => mongoose.model(name).schema.indexes())
    expect(indexes.filter(([, options]) => options.expireAfterSeconds !== undefined)).to.deep.equal(
      [],
    )
  })
})
