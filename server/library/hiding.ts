import { Resource } from '../../models/resource.ts'
import type { ResourceState } from '../../models/words/resource.ts'
import { Conflict } from '../platform/errors.ts'

export async function hideResource(id: string) {
  const record = await Resource.findById(id, 'state').lean()
  if (!record || record.state === 'hidden') throw new Conflict()
  await changeState(id, record.state, {
    $set: { state: 'hidden', stateBefore: record.state },
    $unset: { waiting: 1 },
  })
}

export async function restoreResource(id: string) {
  const record = await Resource.findById(id, 'stateBefore').lean()
  const before = record?.stateBefore
  // A draft comes back as a draft; what was in the archives may have been one, and is read again.
  const state = before === 'published' ? 'published' : 'review'
  await changeState(id, 'hidden', { $set: { state }, $unset: { stateBefore: 1 } })
}

async function changeState(id: string, from: ResourceState, update: object) {
  const { matchedCount } = await Resource.updateOne({ _id: id, state: from }, update)
  if (matchedCount === 0) throw new Conflict()
}
