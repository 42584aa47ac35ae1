import type { AttachmentRecord } from '../../../../models/attachment.ts'
import { FileText } from '../../../../models/file-text.ts'
import { Gathering } from '../../../../models/gathering.ts'
import { Resource } from '../../../../models/resource.ts'
import { MissingFile } from '../../files/store.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { services } from '../../services.ts'
import { formatOf } from './formats.ts'
import { dropTexts, type Readable, readText } from './read.ts'

const READ = 'attachments.text'
const CATCH_UP = 'attachments.texts'
const AT_ONCE = 200

export function defineTextJobs(jobs: Jobs) {
  jobs.define<Readable>(READ, readIfThere, { concurrency: 1, retryDelays: [60_000] })
  jobs.define(CATCH_UP, catchUpWithTexts, { concurrency: 1, retryDelays: [60_000] })
}

export async function scheduleTexts(jobs: Jobs) {
  await jobs.every('1 day', CATCH_UP)
}

/** After an answer: nobody waits for them. */
export async function askForTexts(attachments: readonly Readable[]) {
  for (const { key, mime } of attachments.filter(formatOf))
    await services().jobs.soon<Readable>(READ, { key, mime })
}

/**
 * Reads the files that came from elsewhere or were not finished, one after the other; begun again, it goes on
 * where it was. The words of files that are gone go.
 */
export async function catchUpWithTexts() {
  const some = { attachments: { $exists: true, $ne: [] } }
  for (const holding of [
    Resource.find(some, 'attachments').hint({ $natural: 1 }).lean<Holding[]>(),
    Gathering.find(some, 'attachments').hint({ $natural: 1 }).lean<Holding[]>(),
  ])
    for await (const files of batches(holding.cursor())) await readNew(files)
  await dropOrphans()
}

type Holding = { attachments: AttachmentRecord[] }

async function readNew(files: AttachmentRecord[]) {
  const done = { file: { $in: files.map(({ key }) => key) }, done: true }
  const known = await FileText.find(done, 'file').lean()
  const read = new Set(known.map(({ file }) => file))
  for (const file of files) if (!read.has(file.key)) await readIfThere(file)
}

async function dropOrphans() {
  for await (const { file } of FileText.find({}, 'file').hint({ $natural: 1 }).lean().cursor()) {
    const missing = await services()
      .files.size(file)
      .then(
        () => false,
        failure => failure instanceof MissingFile,
      )
    if (missing) await dropTexts([file])
  }
}

async function* batches(records: AsyncIterable<Holding>) {
  let batch: AttachmentRecord[] = []
  for await (const { attachments } of records) {
    batch.push(...attachments.filter(formatOf))
    if (batch.length < AT_ONCE) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function readIfThere({ key, mime }: Readable) {
  await readText({ key, mime }).catch(failure => {
    if (!(failure instanceof MissingFile)) throw failure
  })
}
