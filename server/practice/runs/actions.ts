import type { ResourceRecord } from '../../../models/resource.ts'
import { RunReport, type RunReportRecord } from '../../../models/run-report.ts'
import { countAgain } from '../../library/tally.ts'
import { spaceIdOf } from '../../people/members/space-choices.ts'
import { isDuplicate } from '../../platform/database/duplicates.ts'
import { Invalid } from '../../platform/errors.ts'
import type { ReceivedFile } from '../../platform/files/uploads.ts'
import { renderMarkdown } from '../../platform/markdown/render.ts'
import type { RunInput } from './forms.ts'
import { dropPhoto, keepPhoto } from './photo.ts'

type Teller = { id: string }
type Place = Pick<ResourceRecord, '_id'>

/** A workshop that `member` ran, once: told again in the same words it is the same one. */
export async function tellRun(
  member: Teller,
  resource: Place,
  input: RunInput,
  file?: ReceivedFile,
  createdAt = new Date(),
): Promise<RunReportRecord> {
  const fields = await written(input)
  const key = { resource: resource._id, member: member.id, day: input.day }
  const photo = await keepPhoto(file, input)
  try {
    const told = await RunReport.create({ ...fields, ...key, photo, createdAt })
    await countAgain(resource._id)
    return told.toObject()
  } catch (failure) {
    await dropPhoto(photo)
    const known = isDuplicate(failure) && (await RunReport.findOne(key).lean<RunReportRecord>())
    if (!known) throw failure
    if (known.hiddenAt || !isSame(known, fields)) throw new Invalid({ day: 'runs.alreadyTold' })
    // The first time may have been cut short before it was counted.
    await countAgain(resource._id)
    return known
  }
}

/** What its author tells otherwise now; a new photo takes the place of the old one. */
export async function changeRun(run: RunReportRecord, input: RunInput, file?: ReceivedFile) {
  const photo = await keepPhoto(file, input)
  const kept = photo ?? (input.removePhoto ? undefined : renamed(run, input))
  try {
    const changed = await RunReport.findOneAndUpdate(
      { _id: run._id, hiddenAt: null },
      update({ ...(await written(input)), day: input.day, photo: kept, editedAt: new Date() }),
      { returnDocument: 'after' },
    ).lean<RunReportRecord>()
    if (run.photo && run.photo.key !== kept?.key) await dropPhoto(run.photo)
    await countAgain(run.resource)
    return changed
  } catch (failure) {
    await dropPhoto(photo)
    throw isDuplicate(failure) ? new Invalid({ day: 'runs.alreadyTold' }) : failure
  }
}

export async function removeRun({ _id, resource, photo }: RunReportRecord) {
  await RunReport.deleteOne({ _id })
  await dropPhoto(photo)
  await countAgain(resource)
}

async function written(input: RunInput) {
  const { headcount, minutes, publics, outcome, changes, body } = input
  const html = renderMarkdown(body, { french: true, headingOffset: 3 })
  const space = await spaceIdOf(input.space)
  return { space, headcount, minutes, publics, outcome, changes, body, html }
}

/** The photo stays; what is said of it may change. */
function renamed({ photo }: RunReportRecord, { photoAlt }: RunInput) {
  return photo ? { ...photo, alt: photoAlt || photo.alt } : undefined
}

function isSame(known: RunReportRecord, fields: Awaited<ReturnType<typeof written>>) {
  const asked = { ...fields, space: fields.space && String(fields.space) }
  const had = { ...known, space: known.space && String(known.space) }
  return Object.entries(asked).every(
    ([name, value]) =>
      JSON.stringify(value ?? null) === JSON.stringify(Reflect.get(had, name) ?? null),
  )
}

/** What is left empty is taken away. */
function update(fields: Record<string, unknown>) {
  const entries = Object.entries(fields)
  const missing = entries.filter(([, value]) => value === undefined).map(([name]) => [name, 1])
  return {
    $set: Object.fromEntries(entries.filter(([, value]) => value !== undefined)),
    ...(missing.length > 0 ? { $unset: Object.fromEntries(missing) } : {}),
  }
}
