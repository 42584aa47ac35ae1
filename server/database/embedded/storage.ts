import { type Database, open, type RootDatabase } from 'lmdb'
import { StoreError } from './errors.ts'

export type Tree = Database<Buffer, Buffer>

interface Write {
  run: () => unknown
  resolve: () => void
  reject: (error: unknown) => void
}

const BINARY = { encoding: 'binary', keyEncoding: 'binary' } as const
/** Keys of LMDB with pages of 4 KiB. */
export const LONGEST_KEY = 1978
const MOST_TREES = 4000

/**
 * The LMDB environment: named trees and the group commit. A write is a synchronous function; those that arrive within one
 * turn of the event loop share a transaction, whose commit is on disk (fdatasync) before any of them is acknowledged.
 */
export class Storage {
  readonly #env: RootDatabase<Buffer, Buffer>
  readonly #trees = new Map<string, Tree>()
  readonly #onAbort: () => void
  #queue: Write[] = []

  /** Opens or creates the environment in `directory`; `onAbort` is called when a transaction came to nothing. */
  constructor(directory: string, onAbort: () => void) {
    this.#env = open({ path: directory, maxDbs: MOST_TREES, overlappingSync: false, ...BINARY })
    this.#onAbort = onAbort
  }

  /** The named tree, made if missing: never inside a transaction for one that may be new. */
  tree(name: string): Tree {
    const known = this.#trees.get(name)
    if (known) return known
    const tree: Tree = this.#env.openDB(name, BINARY)
    this.#trees.set(name, tree)
    return tree
  }

  treeNames(): string[] {
    return Array.from(this.#env.getKeys(), key => key.toString('utf8').replace(/\0$/, ''))
  }

  dropTree(name: string): void {
    this.tree(name).dropSync()
    this.#trees.delete(name)
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

  /** Runs `work` in a transaction of its own, on disk when it returns; what it throws undoes it. */
  transact<T>(work: () => T): T {
    try {
      return this.#env.transactionSync(work)
    } catch (error) {
      this.#onAbort()
      throw onDisk(error)
    }
  }

  /** Runs `work` in the next group's transaction; resolves with what it returned once that is on disk. */
  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#queue.length === 0) setImmediate(() => this.#commit())
      const outcome: { value?: { given: T } } = {}
      const run = () => {
        outcome.value = { given: work() }
      }
      const settle = () =>
        outcome.value ? resolve(outcome.value.given) : reject(new Error('not run'))
      this.#queue.push({ run, resolve: settle, reject })
    })
  }

  async close(): Promise<void> {
    if (this.#queue.length > 0) this.#commit()
    await this.#env.close()
  }

  /** All in one transaction; if any throws, nothing was done and each runs again alone, so that only the culprit fails. */
  #commit(): void {
    const group = this.#queue
    this.#queue = []
    try {
      this.transact(() => {
        for (const write of group) write.run()
      })
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error)
      else for (const write of group) this.#commitAlone(write)
      return
    }
    for (const write of group) write.resolve()
  }

  #commitAlone(write: Write): void {
    try {
      this.transact(write.run)
      write.resolve()
    } catch (error) {
      write.reject(error)
    }
  }
}

function onDisk(error: unknown): unknown {
  const message = error instanceof Error ? error.message : ''
  if (!/MDB_MAP_FULL|No space left|ENOSPC|Input\/output error|Read-only file system/.test(message))
    return error
  return new StoreError(
    'InternalError',
    `the store could not be written: ${message}; nothing of this write was kept`,
  )
}
