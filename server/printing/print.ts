import { createHash } from 'node:crypto'
import type { ResourceRecord } from '../../models/resource.ts'
import { presented } from '../library/queries.ts'
import type { Language } from '../platform/i18n/index.ts'
import { services } from '../platform/services.ts'
import { workerPool } from '../platform/workers/pool.ts'
import { type Pack, packOf } from './pack.ts'
import { picturesOf, shownPictures } from './pictures.ts'
import { fromShelf } from './shelf.ts'

/** Changes with the way documents are drawn, so that those of before are not given out. */
const DRAWING = 1

const draw = workerPool<object>(import.meta.url, './worker', {
  longest: 30_000,
  mostWaiting: 20,
  memoryMb: 512,
})
/** Asked for twice at once, a document is made once. */
const making = new Map<string, Promise<Uint8Array>>()

/** What is to be printed of a resource, and a name that changes with any of it. */
export async function printable(record: ResourceRecord, language: Language) {
  const { baseUrl: origin } = services()
  const pack = packOf(record, await presented(record, language), { language, origin })
  const pictures = [...shownPictures(record)].map(([id, { sha256 }]) => [id, sha256])
  const said = JSON.stringify([DRAWING, pack, pictures])
  return { pack, name: createHash('sha256').update(said).digest('hex').slice(0, 40) }
}

/** The PDF of what `printable` gave. Throws Overloaded. */
export function print(record: ResourceRecord, { pack, name }: { pack: Pack; name: string }) {
  const known = making.get(name)
  if (known) return known
  const made = fromShelf(name, async () => {
    const drawn = await draw({ ...pack, images: await picturesOf(record) })
    if (!(drawn instanceof Uint8Array)) throw new Error('The thread that prints gave no document')
    return drawn
  }).finally(() => making.delete(name))
  making.set(name, made)
  return made
}
