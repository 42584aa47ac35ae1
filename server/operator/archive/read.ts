import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { Refusal } from '../command.ts'
import { documentsName, MANIFEST, metadataName, placeOf } from './layout.ts'
import { type Manifest, type ManifestEntry, parseManifest } from './manifest.ts'

const LARGEST_MANIFEST = 256 * 1024 * 1024
/** The indexes of one collection. */
const LARGEST_METADATA = 1024 * 1024
const SYMBOLIC_LINK = 0o120000

/** A backup whose list of contents makes sense; what is in it is checked as it is read. */
export class Archive {
  readonly manifest: Manifest
  /** The checksum of the manifest: two copies of one backup have the same. */
  readonly id: string
  readonly #zip: ZipFile
  readonly #entries: Map<string, Entry>

  private constructor(zip: ZipFile, entries: Map<string, Entry>, manifest: Buffer) {
    this.#zip = zip
    this.#entries = entries
    this.manifest = parseManifest(manifest.toString())
    this.id = sha256(manifest)
    refuseStrangers(entries, this.manifest)
  }

  /** Throws Refusal for a file that is no backup, is cut short, or lists what it must not. */
  static async open(file: string): Promise<Archive> {
    const zip = await openPromise(file, { autoClose: false, strictFileNames: true })
    try {
      const entries = await listed(zip)
      return new Archive(zip, entries, await readManifest(zip, entries.get(MANIFEST)))
    } catch (error) {
      zip.close()
      throw error
    }
  }

  /**
   * The bytes of one entry as they are read. Throws Refusal at the end when they are not those that the manifest tells of, and
   * earlier when there are more of them.
   */
  async *read({ name, size, sha256 }: ManifestEntry): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256')
    let read = 0
    for await (const chunk of await open(this.#zip, this.#entries.get(name))) {
      read += chunk.length
      if (read > size) throw new Refusal(`${name} holds more than the ${size} bytes it should`)
      hash.update(chunk)
      yield chunk
    }
    if (read !== size || hash.digest('hex') !== sha256)
      throw new Refusal(`${name} is damaged: it is not what was backed up`)
  }

  close(): void {
    this.#zip.close()
  }
}

async function listed(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) {
    const { fileName } = entry
    if (fileName !== MANIFEST && !placeOf(fileName))
      throw new Refusal(`it holds ${JSON.stringify(fileName)}, which is no part of a backup`)
    if (entries.has(fileName)) throw new Refusal(`it holds ${fileName} twice`)
    if (((entry.externalFileAttributes >>> 16) & 0o170000) === SYMBOLIC_LINK)
      throw new Refusal(`${fileName} is a link`)
    entries.set(fileName, entry)
  }
  return entries
}

async function readManifest(zip: ZipFile, entry: Entry | undefined): Promise<Buffer> {
  if (!entry) throw new Refusal('it has no manifest.json: it is no backup of a hub')
  if (entry.uncompressedSize > LARGEST_MANIFEST) throw new Refusal('its manifest.json is too large')
  const bytes = await buffer(await open(zip, entry))
  if (crc32(bytes) !== entry.crc32) throw new Refusal('manifest.json is damaged')
  return bytes
}

async function open(zip: ZipFile, entry: Entry | undefined) {
  if (!entry) throw new Refusal('an entry is missing')
  return zip.openReadStreamPromise(entry)
}

/** The manifest tells of exactly the entries that there are, each of its size; every collection has its two files. */
function refuseStrangers(entries: Map<string, Entry>, { entries: told, collections }: Manifest) {
  const known = new Map(told.map(entry => [entry.name, entry]))
  for (const [name, { uncompressedSize }] of entries) {
    const entry = known.get(name)
    if (name === MANIFEST) continue
    if (!entry) throw new Refusal(`${name} is not in manifest.json`)
    if (entry.size !== uncompressedSize)
      throw new Refusal(`${name} has ${uncompressedSize} bytes, manifest.json says ${entry.size}`)
  }
  for (const { name, size } of told) {
    if (!entries.has(name)) throw new Refusal(`${name} is missing`)
    if (placeOf(name)?.kind === 'metadata' && size > LARGEST_METADATA)
      throw new Refusal(`${name} is too large`)
  }
  if (known.size !== told.length) throw new Refusal('manifest.json lists an entry twice')
  refuseUnpaired(known, collections)
}

function refuseUnpaired(known: Map<string, ManifestEntry>, collections: Manifest['collections']) {
  const wanted = new Set(collections.flatMap(({ db, name }) => filesOf(db, name)))
  for (const name of wanted) if (!known.has(name)) throw new Refusal(`${name} is missing`)
  for (const name of known.keys())
    if (name.startsWith('store/') && !wanted.has(name))
      throw new Refusal(`${name} belongs to no collection of manifest.json`)
}

function filesOf(db: string, name: string): string[] {
  return [documentsName(db, name), metadataName(db, name)]
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
