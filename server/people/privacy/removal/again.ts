import { Departure } from '../../../../models/departure.ts'
import { Member } from '../../../../models/member.ts'
import { services } from '../../../platform/services.ts'
import { plan } from './actions.ts'
import { removedMembers } from './list.ts'

/** Members of the list who are there again, since an older backup was restored: they leave at once. */
export async function forgetAgain(now = new Date()) {
  const removed = new Map(
    (await removedMembers(services().dataDirectory)).map(each => [each.id, each]),
  )
  const back = await Member.find({ _id: { $in: [...removed.keys()] } }, '_id').lean()
  for (const { _id } of back) {
    const keep = removed.get(String(_id))?.keep ?? true
    const { _id: departure } = await plan(_id, {
      keep,
      cause: 'restored',
      askedAt: now,
      dueAt: now,
    })
    // The backup may hold the wish of then, with days to wait: it was carried out since.
    await Departure.updateOne(
      { _id: departure },
      { $set: { keep, cause: 'restored', dueAt: now, begunAt: now } },
    )
    await services().jobs.soon('privacy.remove', { id: String(departure) })
  }
  return back.length
}

/** Whose day has come, and those whose job was lost. */
export async function removeDue(now = new Date()) {
  for (const { _id } of await Departure.find({ dueAt: { $lte: now } }, '_id').lean())
    await services().jobs.soon('privacy.remove', { id: String(_id) })
}
