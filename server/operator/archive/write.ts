import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { Refusal } from '../command.ts'
import type { ManifestEntry } from './manifest.ts'

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** A ZIP that appears under its name only when it is whole and on the disk; until then it is `FILE.partial`. */
export class ArchiveWriter {
  readonly entries: ManifestEntry[] = []
  readonly #zip = new ZipFile()
  readonly #file: string
  readonly #partial: string
  readonly #inode: number
  readonly #out: WriteStream
  readonly #written: Promise<void>
  readonly #failed: Promise<never>

  private constructor(file: string, out: WriteStream, inode: number) {
    this.#file = file
    this.#inode = inode
    this.#partial = partialOf(file)
    this.#out = out
    this.#written = pipeline(this.#zip.outputStream, out).catch(({ message }: Error) => {
      throw new Refusal(`${this.#partial} could not be written: ${message}`)
    })
    this.#failed = Promise.race([
      this.#written.then(() => new Promise<never>(() => {})),
      once(this.#zip, 'error').then(([error]) => Promise.reject(error)),
    ])
    this.#failed.catch(() => {})
  }

  /** Takes the place of a partial file that a stopped backup left. */
  static async create(file: string): Promise<ArchiveWriter> {
    await rm(partialOf(file), { force: true })
    const out = createWriteStream(partialOf(file), { flags: 'wx', mode: 0o600, flush: true })
    await once(out, 'open')
    return new ArchiveWriter(file, out, (await stat(partialOf(file))).ino)
  }

  /** In bytes, until now. */
  get size(): number {
    return this.#out.bytesWritten
  }

  /** Adds one file as it comes; `compress` is for what is not compressed already. */
  async add(name: string, chunks: Chunks, options: { compress: boolean }): Promise<void> {
    const hash = createHash('sha256')
    let size = 0
    async function* measured() {
      for await (const chunk of chunks) {
        hash.update(chunk)
        size += chunk.length
        yield chunk
      }
    }
    const source = Readable.from(measured(), { objectMode: false })
    this.#zip.addReadStream(source, name, { ...options, mode: 0o100600 })
    try {
      await Promise.race([finished(source), this.#failed])
    } finally {
      source.destroy()
    }
    this.entries.push({ name, size, sha256: hash.digest('hex') })
  }

  /** Ends the file and gives it its name. `replace`: another file may have it. */
  async finish({ replace }: { replace: boolean }): Promise<void> {
    this.#zip.end()
    await this.#written
    await this.#refuseOthers(replace)
    await rename(this.#partial, this.#file)
    await syncFolder(dirname(this.#file))
  }

  async abandon(): Promise<void> {
    this.#written.catch(() => {})
    this.#out.destroy()
    if (await this.#isMine()) await rm(this.#partial, { force: true })
  }

  async #refuseOthers(replace: boolean): Promise<void> {
    if (!(await this.#isMine()))
      throw new Refusal(`another backup to ${this.#file} began meanwhile: this one is dropped`)
    if (!replace) await refuseExisting(this.#file)
  }

  /** A backup to the same name that began later has taken the partial file away. */
  async #isMine(): Promise<boolean> {
    const found = await stat(this.#partial).catch(() => undefined)
    return found?.ino === this.#inode
  }
}

export async function refuseExisting(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (found)
    throw new Refusal(`${file} exists already: choose another name, or replace it with --force`)
}

const partialOf = (file: string) => `${file}.partial`

/** Without this a power cut may forget the name of a file whose bytes are safe. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
