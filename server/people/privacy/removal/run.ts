import { Departure, type DepartureRecord } from '../../../../models/departure.ts'
import { Member, type MemberRecord } from '../../../../models/member.ts'
import { Visit } from '../../../../models/visit.ts'
import { record } from '../../../platform/audit/record.ts'
import { personalData } from '../../../platform/content/held-data.ts'
import { Conflict } from '../../../platform/errors.ts'
import { services } from '../../../platform/services.ts'
import { keepAnAdmin } from '../../members/sanctions.ts'
import { cameBack, stay } from './actions.ts'
import { noteRemoved } from './list.ts'
import { mailFarewell } from './mails.ts'

/**
 * The job. Each step may be done twice, and the account itself goes last: killed anywhere, the next run
 * does what is left.
 */
export async function removeMember(id: string, now = new Date()) {
  const departure = await Departure.findById(id).lean<DepartureRecord>()
  if (!departure || departure.dueAt > now) return
  const member = await Member.findById(departure.member).lean<MemberRecord>()
  if (!member) return finish(departure)
  if (!departure.begunAt && !(await begin(departure, now))) return
  if (!(await shutOut(departure, member))) return
  await note(departure, member, now)
  const held = personalData()
  for (const { endAccess } of held) await endAccess?.(member)
  if (!departure.keep) for (const { eraseWords } of held) await eraseWords?.(member)
  for (const { erase } of held) await erase?.(member, departure.keep)
  if (departure.cause !== 'restored') await mailFarewell(member)
  if (member.photo) await services().files.remove(member.photo)
  await Member.deleteOne({ _id: member._id })
  await finish(departure)
}

/** False when they came back, or somebody else carries it out already. */
async function begin(departure: DepartureRecord, now: Date) {
  if (await cameBack(departure)) {
    await stay(departure)
    return false
  }
  const { _id } = departure
  const begun = await Departure.updateOne({ _id, begunAt: null }, { $set: { begunAt: now } })
  return begun.matchedCount > 0
}

/** Nobody signs in from now on, and no page shows them. False when nobody else could administer the network. */
async function shutOut({ _id: departure }: DepartureRecord, { _id, role }: MemberRecord) {
  const gone = { $set: { state: 'excluded' as const }, $inc: { sessionEpoch: 1 } }
  const before = await Member.findOneAndUpdate({ _id, state: 'active' }, gone).lean()
  if (!before) return true
  const undo = () => Member.updateOne({ _id }, { $set: { state: 'active' } })
  try {
    await keepAnAdmin(role, undo)
    return true
  } catch (failure) {
    if (!(failure instanceof Conflict)) throw failure
    await Departure.deleteOne({ _id: departure })
    return false
  }
}

/** On the disk before anything is lost; a line that is there twice says the same. */
async function note({ keep, cause }: DepartureRecord, { _id }: MemberRecord, now: Date) {
  if (cause === 'restored') return
  await noteRemoved(services().dataDirectory, { id: String(_id), at: now.toISOString(), keep })
}

async function finish({ _id, member, cause }: DepartureRecord) {
  await Visit.deleteOne({ _id: member })
  const { deletedCount } = await Departure.deleteOne({ _id })
  if (deletedCount > 0)
    await record(undefined, 'member.left', { kind: 'member', id: member }, { cause })
}
