import { DataExport, type DataExportRecord } from '../../../../models/data-export.ts'
import { Member } from '../../../../models/member.ts'
import { isDuplicate } from '../../../platform/database/duplicates.ts'
import { newFileKey } from '../../../platform/files/store.ts'
import type { Language } from '../../../platform/i18n/index.ts'
import { services } from '../../../platform/services.ts'
import { DAY_MS, EXPORT_DAYS } from '../terms.ts'
import { archiveOf } from './archive.ts'

type Id = string | DataExportRecord['member']

/** At most one a day: asked again before, it is the same one. */
export async function askForExport(
  member: Id,
  language: Language,
  now = new Date(),
): Promise<DataExportRecord> {
  const known = await exportOf(member)
  if (known && known.askedAt.getTime() > now.getTime() - DAY_MS) return known
  const asked = known ? await askAgain(known, language, now) : await askFirst(member, language, now)
  if (asked) await services().jobs.soon('privacy.export', { id: String(asked._id) })
  return asked ?? askForExport(member, language, now)
}

export function exportOf(member: Id) {
  return DataExport.findOne({ member }).lean<DataExportRecord>()
}

function fresh(language: Language, now: Date) {
  const endsAt = new Date(now.getTime() + EXPORT_DAYS * DAY_MS)
  return { state: 'asked' as const, language, key: newFileKey(), askedAt: now, endsAt }
}

/** Undefined when somebody, in another window, was faster. */
async function askFirst(member: Id, language: Language, now: Date) {
  try {
    return (await new DataExport({ member, ...fresh(language, now) }).save()).toObject()
  } catch (failure) {
    if (isDuplicate(failure, 'member')) return undefined
    throw failure
  }
}

async function askAgain({ _id, key }: DataExportRecord, language: Language, now: Date) {
  const asked = await DataExport.findOneAndUpdate(
    { _id, key },
    { $set: fresh(language, now), $unset: { readyAt: 1 } },
    { returnDocument: 'after' },
  ).lean<DataExportRecord>()
  if (asked) await services().files.remove(key)
  return asked ?? undefined
}

/** The job. Done twice it writes the same file twice; of a member who left meanwhile nothing stays. */
export async function buildExport(id: string, now = () => new Date()) {
  const asked = await DataExport.findOne({ _id: id, state: 'asked' }).lean<DataExportRecord>()
  const owner = asked && (await Member.findById(asked.member, 'photo').lean())
  if (!asked || !owner) return
  const { key } = asked
  const { files, jobs } = services()
  await files.put(key, await archiveOf(owner, asked.language ?? 'fr'))
  const readyAt = now()
  const endsAt = new Date(readyAt.getTime() + EXPORT_DAYS * DAY_MS)
  const ready = await DataExport.findOneAndUpdate(
    { _id: id, key, state: 'asked' },
    { $set: { state: 'ready', readyAt, endsAt, size: await files.size(key) } },
  ).lean()
  if (ready) await jobs.soon('mail.export', { id })
  else await files.remove(key)
}

/** The file first: a record without its file is removed again, a file without its record never. */
export async function removeExports(filter: object) {
  const gone = await DataExport.find(filter, 'key').lean()
  for (const { _id, key } of gone) {
    await services().files.remove(key)
    await DataExport.deleteOne({ _id, key })
  }
  return { deletedCount: gone.length }
}

/** Those that no job builds any more, since the process died between the wish and the job. */
export async function resumeExports(now = new Date()) {
  const before = new Date(now.getTime() - DAY_MS / 24)
  const stuck = DataExport.find({ state: 'asked', endsAt: { $gt: now } }, 'askedAt').lean()
  for (const { _id, askedAt } of await stuck)
    if (askedAt < before) await services().jobs.soon('privacy.export', { id: String(_id) })
}
