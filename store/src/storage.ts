import { constants } from 'node:os'
import { join } from 'node:path'
import { open, type RootDatabase } from 'lmdb'
import { checkFiles } from './datafile.ts'
import { StoreError } from './errors.ts'
import { full, LEAST, Room } from './room.ts'
import { Tree } from './tree.ts'

interface Write {
  run: () => unknown
  resolve: () => void
  reject: (error: unknown) => void
}

const BINARY = { encoding: 'binary', keyEncoding: 'binary' } as const
/** Keys of LMDB with pages of 4 KiB. */
export const LONGEST_KEY = 1978
const MOST_TREES = 4000
/** How far a large transaction gets before the room for what follows is looked for. */
const STEP = 4 * 1024 * 1024
/** A page that is free takes 8 bytes of a list. */
const FREE_LIST = 1 / 400

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
  /** Fulfilled once writes may go on. */
  #held: Promise<void> | undefined
  /** Nothing may be read any more. */
  closed = false
  /** The trees that the transaction at hand writes, what it may cost so far, and for how much there is room. */
  readonly #touched = new Set<Tree>()
  #spent = 0
  #granted = 0

  /** Opens or creates the environment in `directory`; `onAbort` is called when a transaction came to nothing. */
  constructor(directory: string, onAbort: () => void) {
    checkFiles(directory)
    this.#env = open({ path: directory, maxDbs: MOST_TREES, overlappingSync: false, ...BINARY })
    this.#onAbort = onAbort
    const names = this.#env.getKeys().map(key => key.toString('utf8').replace(/\0$/, ''))
    this.#names = new Set(names)
    this.#room = new Room(join(directory, 'data.mdb'), () => this.#used())
  }

  /** The named tree, made if missing: never inside a transaction for one that may be new. */
  tree(name: string): Tree {
    const known = this.#trees.get(name)
    if (known) return known
    const openTree = () => this.#env.openDB<Buffer, Buffer>(name, BINARY)
    // A tree that is there opens on a full disk too.
    const data = this.#names.has(name) ? openTree() : this.#attempt(openTree)
    const tree = new Tree(data, (written, bytes) => this.#spend(written, bytes))
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
      this.#attempt(() => tree.drop(), tree.size().bytes * FREE_LIST)
      this.#names.delete(name)
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
    }
  }

  /** Runs `work` in a transaction of its own, on disk when it returns; what it throws undoes it. */
  transact<T>(work: () => T): T {
    try {
      return this.#attempt(() => this.#env.transactionSync(work))
    } catch (error) {
      if (!this.#broken) this.#onAbort()
      throw error
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

  /** Does some work during which writes wait: one after the other. */
  async hold<T>(work: () => T | Promise<T>): Promise<T> {
    while (this.#held) await this.#held
    let release = () => {}
    this.#held = new Promise(resolve => {
      release = resolve
    })
    try {
      return await work()
    } finally {
      this.#held = undefined
      release()
      if (this.#queue.length > 0) setImmediate(() => this.#commit())
    }
  }

  /** Lets pages be used again that a reader in another process, killed meanwhile, still seems to hold. */
  forgetDeadReaders(): void {
    this.#env.readerCheck()
  }

  async close(): Promise<void> {
    this.#held = undefined
    if (this.#queue.length > 0) this.#commit()
    this.closed = true
    this.#room.close()
    await this.#env.close()
  }

  /** All in one transaction; if any throws, nothing was done and each runs again alone, so that only the culprit fails. */
  #commit(): void {
    if (this.#held || this.#queue.length === 0) return
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

  /** One transaction, if the store is sound and there is room for it; `bytes` is what it needs beside what its trees are given. */
  #attempt<T>(transaction: () => T, bytes = 0): T {
    if (this.#broken) throw new StoreError('InternalError', this.#broken)
    this.#begin(bytes)
    try {
      return transaction()
    } catch (error) {
      // A refusal of ours, such as a duplicate: its code is MongoDB's and none of the system's.
      if (error instanceof StoreError) throw error
      this.#probe(error)
      throw onDisk(error)
    } finally {
      this.#room.used(LEAST / 4 + 2 * this.#spent)
    }
  }

  #begin(bytes: number): void {
    for (const tree of this.#touched) tree.forget()
    this.#touched.clear()
    this.#spent = 0
    this.#granted = LEAST
    this.#room.take(2 * LEAST + bytes)
  }

  /** Before a tree is written: a transaction that goes far beyond what a small one needs first makes sure of more room. */
  #spend(tree: Tree, bytes: number): void {
    this.#touched.add(tree)
    this.#spent += bytes
    if (this.#spent > this.#granted) this.#grant(bytes)
  }

  /** What no longer fits the disk must end here: a write that the system refuses within LMDB may end the process. */
  #grant(next: number): void {
    this.#room.take(2 * LEAST + this.#cost() * (1 + FREE_LIST) + next + STEP)
    this.#granted = this.#spent + STEP
  }

  #cost(): number {
    let cost = 0
    for (const tree of this.#touched) cost += tree.changed()
    return cost
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
      this.transact(write.run)
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
