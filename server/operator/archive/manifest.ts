import { z } from 'zod'
import { Refusal } from '../command.ts'

/** The newest form of a backup that this hub writes and reads. */
export const FORMAT = 1

const count = z.number().int().nonnegative()

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  createdAt: z.iso.datetime(),
  hub: z.string(),
  /** The database of the store that is the hub's. */
  database: z.string(),
  /** Where the uploads were: `left out` when they are in a bucket. */
  uploads: z.enum(['included', 'left out']),
  collections: z.array(z.object({ db: z.string(), name: z.string(), count })),
  entries: z.array(
    z.object({ name: z.string(), size: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
})

export type Manifest = z.infer<typeof manifestSchema>
export type ManifestEntry = Manifest['entries'][number]

/** Throws Refusal for a text that is no manifest, or one of a newer hub. */
export function parseManifest(text: string): Manifest {
  const value = parseJson(text)
  const newer = z.object({ format: z.number().gt(FORMAT) }).safeParse(value)
  if (newer.success)
    throw new Refusal(
      `it was made by a newer hub (form ${newer.data.format}, this hub reads ${FORMAT}): update the hub first`,
    )
  const result = manifestSchema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new Refusal(`manifest.json: ${issue?.path.join('.')}: ${issue?.message}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('manifest.json is not JSON')
  }
}
