import { basename, extname } from 'node:path'
import type { AttachmentRecord } from '../../models/attachment.ts'
import { Draft, type DraftRecord } from '../../models/draft.ts'
import { beginDraft, removeDraft, saveDraft } from '../library/drafts/actions.ts'
import { holdPictures } from '../library/drafts/files.ts'
import { draftUrl } from '../library/drafts/presenter.ts'
import { type Typed, type TypedStep, typedValues } from '../library/drafts/typed.ts'
import { dropFiles } from '../platform/attachments/keep.ts'
import { type Picture, placePictures } from '../platform/documents/pictures.ts'
import { DocumentRefused } from '../platform/documents/refusal.ts'
import { Invalid } from '../platform/errors.ts'
import { NotAnImage } from '../platform/files/images.ts'
import { keepPicture, pictureFormat } from '../platform/files/pictures.ts'
import type { ReceivedFile } from '../platform/files/uploads.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { type ReadDocument, readDocument } from './read.ts'

const READ = new Set(['docx', 'odt', 'md', 'txt'])
const FIRST = { kind: 'sheet', licence: 'CC BY-SA 4.0', audience: 'public' }

/** A document as a new draft of this member, with its pictures. Refused, it leaves nothing behind. */
export async function importDocument(member: Viewer, file: ReceivedFile): Promise<DraftRecord> {
  const read = await documentIn(file)
  const name = basename(file.originalName, extname(file.originalName)).slice(0, 200)
  const values = typedValues({ ...FIRST, title: name, ...read.fields })
  const draft = await beginDraft(member, values)
  try {
    return await furnished(draft, values, read)
  } catch (failure) {
    const whole = await Draft.findById(draft._id).lean<DraftRecord>()
    await removeDraft(whole ?? draft)
    throw failure
  }
}

async function documentIn({ path, extension, originalName }: ReceivedFile) {
  const refused = (code: string) =>
    new Invalid({ files: { key: `writing.refused.${code}`, name: originalName } })
  if (!READ.has(extension)) throw refused('type')
  try {
    return await readDocument({ path, extension })
  } catch (failure) {
    throw failure instanceof DocumentRefused ? refused(failure.code) : failure
  }
}

async function furnished(draft: DraftRecord, values: Typed, read: ReadDocument) {
  const { pictures, lost, absent } = read
  const kept = new Map<string, AttachmentRecord>()
  let missing = lost
  for (const picture of pictures) {
    const attachment = await keptPicture(picture)
    if (attachment) kept.set(picture.mark, attachment)
    else missing++
  }
  try {
    await holdPictures(draft, [...kept.values()])
  } catch (failure) {
    await dropFiles([...kept.values()])
    throw failure
  }
  const folder = `${draftUrl(draft)}/pieces-jointes`
  const addresses = new Map([...kept].map(([mark, { _id }]) => [mark, `${folder}/${_id}`]))
  const saved = await saveDraft(draft, withPictures(values, addresses))
  const notes = [
    ...(missing > 0 ? ['pictures'] : []),
    ...(absent.length > 0 ? [`absent: ${namesOf(absent)}`] : []),
  ]
  await Draft.updateOne({ _id: draft._id }, { $set: { notes } })
  return { ...saved, notes }
}

const MOST_NAMES = 10

function namesOf(absent: string[]) {
  return [...absent.slice(0, MOST_NAMES), ...(absent.length > MOST_NAMES ? ['…'] : [])].join(', ')
}

/** Undefined for what no browser shows: drawings of Windows, scripts in SVG. */
async function keptPicture({ name, bytes }: Picture) {
  const buffer = Buffer.from(bytes)
  const format = pictureFormat(buffer)
  if (!format) return undefined
  try {
    return await keepPicture(buffer, `${name}.${format}`)
  } catch (failure) {
    if (failure instanceof NotAnImage) return undefined
    throw failure
  }
}

function withPictures(values: Typed, addresses: ReadonlyMap<string, string>): Typed {
  const { body, steps } = values
  return {
    ...values,
    ...(typeof body === 'string' ? { body: placePictures(body, addresses) } : {}),
    ...(Array.isArray(steps)
      ? {
          steps: steps
            .filter(isStep)
            .map(step => ({ ...step, body: placePictures(step.body, addresses) })),
        }
      : {}),
  }
}

function isStep(step: string | TypedStep): step is TypedStep {
  return typeof step === 'object'
}
