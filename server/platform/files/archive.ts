import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { services } from '../services.ts'
import { MissingFile } from './store.ts'

/** One file of an archive: a text, bytes, or what the file store holds under a key. Paths use `/`. */
export type Entry = { path: string } & ({ text: string } | { bytes: Buffer } | { key: string })

/**
 * A ZIP that is written while it is read: one file is open at a time, one piece of it in memory. What fails
 * while it is read destroys the stream with its error.
 */
export class Archive {
  readonly #zip = new ZipFile()
  readonly #out = new PassThrough()
  #open: Readable | undefined

  constructor() {
    this.#zip.on('error', error => this.#out.destroy(error))
    this.#zip.outputStream.pipe(this.#out)
    // Whoever stops reading in the middle leaves no file and no cursor open.
    this.#out.on('close', () => this.#open?.destroy())
  }

  add(path: string, open: () => Promise<Readable>) {
    this.#zip.addReadStreamLazy(path, pass => {
      open().then(
        stream => {
          this.#open = stream
          pass(null, stream)
        },
        error => this.#out.destroy(error),
      )
    })
  }

  /** A file whose bytes are gone is left out: the rest is still theirs. */
  async addStored(path: string, key: string) {
    if (await isStored(key)) this.add(path, () => services().files.open(key))
  }

  /** The ZIP itself, when nothing more is added. */
  end(): Readable {
    this.#zip.end()
    return this.#out
  }

  /** The ZIP of entries that come one by one: the next one is asked for when the last one is being read. */
  static of(entries: AsyncIterable<Entry>): Readable {
    const archive = new Archive()
    archive.#fill(entries).then(
      () => archive.end(),
      error => archive.#out.destroy(error),
    )
    return archive.#out
  }

  async #fill(entries: AsyncIterable<Entry>) {
    for await (const entry of entries) {
      if (this.#out.destroyed) return
      if ('text' in entry)
        await this.#addInTurn(entry.path, async () => Readable.from([entry.text]))
      else if ('bytes' in entry)
        await this.#addInTurn(entry.path, async () => Readable.from([entry.bytes]))
      else if (await isStored(entry.key))
        await this.#addInTurn(entry.path, () => services().files.open(entry.key))
    }
  }

  /** Resolves when its turn to be read has come, or when nobody reads any more. */
  #addInTurn(path: string, open: () => Promise<Readable>) {
    return new Promise<void>(resolve => {
      const go = () => {
        this.#out.off('close', go)
        resolve()
      }
      this.#out.once('close', go)
      this.add(path, () => {
        go()
        return open()
      })
    })
  }
}

async function isStored(key: string) {
  try {
    await services().files.size(key)
    return true
  } catch (failure) {
    if (failure instanceof MissingFile) return false
    throw failure
  }
}
