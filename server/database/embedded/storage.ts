import { constants } from 'node:os'
import { join } from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import { checkFiles } from './datafile.ts'
import { StoreError } from './errors.ts'
import { full, Room } from './room.ts'

export type Tree = Database<Buffer, Buffer>

interface Write {
  run: () => unknown
  bytes: number
  resolve: () => void
  reject: (error: unknown) => void
}

const BINARY = { encoding: 'binary', keyEncoding: 'binary' } as const
/** Keys of LMDB with pages of 4 KiB. */
export const LONGEST_KEY = 1978
const MOST_TREES = 4000
/** Leaves of the trees of a collection and its indexes, and their branches. */
const PAGES_OF_A_WRITE = 16 * 4096

/**
 * The LMDB environment: named trees and the group commit. A write is a synchronous function; those that arrive within one
 * turn of the event loop share a transaction, whose commit is on disk (fdatasync) before any of them is acknowledged.
 */
export class Storage {
  readonly #env: RootDatabase<Buffer, Buffer>
  readonly #trees = new Map<string, Tree>()
  readonly #names: Set<string>
  readonly #onAbort: () => void
  readonly #room: Room
  #broken = ''
  /** Told once, when no more can be written until the store is started again. */
  onBroken: (reason: string) => void = () => {}
  #queue: Write[] = []

  /** Opens or creates the environment in `directory`; `onAbort` is called when a transaction came to nothing. */
  constructor(directory: string, onAbort: () => void) {
    checkFiles(directory)
    this.#env = open({ path: directory, maxDbs: MOST_TREES, overlappingSync: false, ...BINARY })
    this.#onAbort = onAbort
    const names = this.#env.getKeys().map(key => key.toString('utf8').replace(/\0$/, ''))
    this.#names = new Set(names)
    this.#room = new Room(directory, join(directory, 'data.mdb'), () => this.#used())
  }

  /** The named tree, made if missing: never inside a transaction for one that may be new. */
  tree(name: string): Tree {
    const known = this.#trees.get(name)
    if (known) return known
    const openTree = (): Tree => this.#env.openDB(name, BINARY)
    // A tree that is there opens on a full disk too.
    const tree = this.#names.has(name) ? openTree() : this.#attempt(openTree, 0)
    this.#trees.set(name, tree)
    this.#names.add(name)
    return tree
  }

  treeNames(): string[] {
    return [...this.#names]
  }

  /** Frees a tree that nothing refers to any more; where the disk refuses, the next start frees it. */
  dropTree(name: string): void {
    const tree = this.tree(name)
    this.#trees.delete(name)
    try {
      this.#attempt(() => tree.dropSync(), 0)
      this.#names.delete(name)
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
    }
  }

  /** How many entries a tree has, without reading them. */
  size(name: string): number {
    const stats: { entryCount?: number } = this.tree(name).getStats()
    return stats.entryCount ?? 0
  }

  /** The bytes of the pages that a tree takes. */
  bytes(tree: Tree): number {
    const stats: { [name: string]: number } = tree.getStats()
    const pages =
      (stats.treeBranchPageCount ?? 0) + (stats.treeLeafPageCount ?? 0) + (stats.overflowPages ?? 0)
    return pages * (stats.pageSize ?? 4096)
  }

  /** Runs `work`, which writes about `bytes`, in a transaction of its own, on disk when it returns; what it throws undoes it. */
  transact<T>(work: () => T, bytes = 0): T {
    try {
      return this.#attempt(() => this.#env.transactionSync(work), bytes)
    } catch (error) {
      if (!this.#broken) this.#onAbort()
      throw error
    }
  }

  /** Runs `work`, which came in `bytes`, in the next group's transaction; resolves with what it returned once that is on disk. */
  write<T>(work: () => T, bytes = 0): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#queue.length === 0) setImmediate(() => this.#commit())
      const outcome: { value?: { given: T } } = {}
      const run = () => {
        outcome.value = { given: work() }
      }
      const settle = () =>
        outcome.value ? resolve(outcome.value.given) : reject(new Error('not run'))
      this.#queue.push({ run, bytes: PAGES_OF_A_WRITE + 3 * bytes, resolve: settle, reject })
    })
  }

  /** Lets pages be used again that a reader in another process, killed meanwhile, still seems to hold. */
  forgetDeadReaders(): void {
    this.#env.readerCheck()
  }

  async close(): Promise<void> {
    if (this.#queue.length > 0) this.#commit()
    this.#room.close()
    await this.#env.close()
  }

  /** All in one transaction; if any throws, nothing was done and each runs again alone, so that only the culprit fails. */
  #commit(): void {
    const group = this.#queue
    this.#queue = []
    try {
      this.transact(
        () => {
          for (const write of group) write.run()
        },
        group.reduce((sum, { bytes }) => sum + bytes, 0),
      )
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error)
      else for (const write of group) this.#commitAlone(write)
      return
    }
    for (const write of group) write.resolve()
  }

  /** One transaction, if the store is sound and there is room for it. */
  #attempt<T>(transaction: () => T, bytes: number): T {
    if (this.#broken) throw new StoreError('InternalError', this.#broken)
    this.#room.take(bytes)
    try {
      return transaction()
    } catch (error) {
      // A refusal of ours, such as a duplicate: its code is MongoDB's and none of the system's.
      if (error instanceof StoreError) throw error
      this.#probe(error)
      throw onDisk(error)
    }
  }

  /** LMDB refuses all after a failure to write the page that says where its trees begin, and lmdb-js does not tell: so ask it. */
  #probe(cause: unknown): void {
    try {
      this.#env.transactionSync(() => {})
    } catch {
      this.#broken = `the disk failed (${String(cause)}): stop and start the store again`
      this.onBroken(this.#broken)
    }
  }

  #used(): number {
    const { lastPageNumber = 0, pageSize = 4096 }: { [name: string]: number } = this.#env.getStats()
    return (lastPageNumber + 1) * pageSize
  }

  #commitAlone(write: Write): void {
    try {
      this.transact(write.run, write.bytes)
      write.resolve()
    } catch (error) {
      write.reject(error)
    }
  }
}

const { ENOSPC, EDQUOT, EFBIG, EIO } = constants.errno
const MAP_FULL = -30792

/** What the system said of a write (LMDB's number of it), in the words of an operator. */
function onDisk(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'number')
    return error
  const { code, message } = error
  if ([ENOSPC, EDQUOT, EFBIG, MAP_FULL].includes(code)) return full(message)
  // LMDB tells a write that was cut short, as on a full disk, as this.
  if (code === EIO) return full(`or failing: ${message}`)
  return new StoreError(
    'InternalError',
    `the store could not be written: ${message}; nothing of this write was kept`,
  )
}
