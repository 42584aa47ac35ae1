import { readdirSync } from 'node:fs'
import { expect } from 'chai'
import mongoose from 'mongoose'
import { Member } from '../../models/member.ts'
import { COLLECTIONS } from '../../models/words/collections.ts'
import { remember, type Topic } from '../../server/platform/memory.ts'
import { useHub } from '../support/hub.ts'
import { aMember } from '../support/people.ts'

describe('what a process remembers of a record', () => {
  useHub()
  let reads = 0
  const read = (topic: Topic) =>
    remember([topic], `test ${topic}`, async () => {
      reads++
      return reads
    })

  const writes: [string, (id: mongoose.Types.ObjectId) => Promise<unknown>][] = [
    ['save', async id => (await Member.findById(id))?.set('bio', 'x').save()],
    ['updateOne', id => Member.updateOne({ _id: id }, { $set: { bio: 'y' } })],
    ['findOneAndUpdate', id => Member.findOneAndUpdate({ _id: id }, { $set: { bio: 'z' } })],
    ['findByIdAndUpdate', id => Member.findByIdAndUpdate(id, { $set: { bio: 'a' } })],
    ['deleteOne', id => Member.deleteOne({ _id: id })],
  ]

  for (const [name, write] of writes) {
    it(`is forgotten by ${name}`, async () => {
      const { _id } = await aMember()
      for (const topic of ['members', `members:${_id}`] as const) {
        const before = await read(topic)
        expect(await read(topic)).to.equal(before)
        await write(_id)
        expect(await read(topic), topic).not.to.equal(before)
        if (name === 'deleteOne') break
      }
    })
  }

  it('is forgotten by an update that finds the record otherwise', async () => {
    const member = await aMember()
    const before = await read(`members:${member._id}`)
    await Member.findOneAndUpdate({ slug: member.slug }, { $set: { bio: 'found' } })
    expect(await read(`members:${member._id}`)).not.to.equal(before)
  })

  it('is forgotten by every model', async () => {
    await importModels()
    for (const name of mongoose.modelNames()) {
      const plugins: { fn: { name: string } }[] = Reflect.get(
        mongoose.model(name).schema,
        'plugins',
      )
      expect(
        plugins.map(({ fn }) => fn.name),
        name,
      ).to.include('telling')
    }
  })
  it('is named by a word of the list of collections', async () => {
    await importModels()
    const names = mongoose.modelNames().map(name => mongoose.model(name).collection.collectionName)
    expect([...COLLECTIONS]).to.have.members(names)
  })
})

async function importModels() {
  const files = readdirSync('models').filter(file => file.endsWith('.ts'))
  await Promise.all(files.map(file => import(`../../models/${file}`)))
}
