import { Preview } from '../../../../models/preview.ts'
import { Resource } from '../../../../models/resource.ts'
import { MissingFile } from '../../files/store.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { services } from '../../services.ts'
import { dropPreviews } from './drop.ts'
import { canBeShown, makePreview, type Source } from './make.ts'

const MAKE = 'attachments.preview'
const TIDY = 'attachments.tidy'

export function definePreviewJobs(jobs: Jobs) {
  jobs.define<Source>(MAKE, makeIfThere, { concurrency: 1, retryDelays: [60_000] })
  jobs.define(TIDY, tidyPreviews)
}

export async function schedulePreviews(jobs: Jobs) {
  await jobs.every('1 day', TIDY)
}

/** After an answer: nobody waits for them. */
export async function askForPreviews(attachments: readonly Source[]) {
  for (const { key, kind } of attachments.filter(canBeShown))
    await services().jobs.soon<Source>(MAKE, { key, kind })
}

/** Those that nobody asked for, of files that came from elsewhere, are made; those of files that are gone go. */
export async function tidyPreviews() {
  const some = { attachments: { $exists: true, $ne: [] } }
  const holding = Resource.find(some, 'attachments').hint({ $natural: 1 }).lean().cursor()
  for await (const { attachments } of holding) {
    const shown = attachments.filter(canBeShown)
    const known = await Preview.find({ file: { $in: shown.map(({ key }) => key) } }, 'file').lean()
    const files = new Set(known.map(({ file }) => file))
    await askForPreviews(shown.filter(({ key }) => !files.has(key)))
  }
  for await (const { file } of Preview.find({}, 'file').hint({ $natural: 1 }).lean().cursor())
    if (!(await isThere(file))) await dropPreviews([file])
}

async function makeIfThere(source: Source) {
  await makePreview(source).catch(failure => {
    if (!(failure instanceof MissingFile)) throw failure
  })
}

function isThere(file: string) {
  return services()
    .files.size(file)
    .then(
      () => true,
      failure => !(failure instanceof MissingFile),
    )
}
