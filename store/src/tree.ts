import type { Database, RangeIterable, RangeOptions } from 'lmdb'
import { StoreError } from './errors.ts'
import type { Steps } from './turns.ts'

type Data = Database<Buffer, Buffer>

const PAGE = 4096
/** What LMDB keeps beside a key and its value, and a page that splits leaves half empty. */
const NODE = 16
/** A value longer than this has pages of its own. */
const LONGEST_WITHIN = 2000
const NEW_ONLY = { noOverwrite: true }

/** One named tree of the environment. Before it writes, it tells its storage how many bytes of pages that may cost at most. */
export class Tree {
  readonly #open: Data
  #dropped = false
  readonly #spend: (tree: Tree, bytes: number) => void
  /** No key is greater: known only in large transactions. */
  #top: Buffer | undefined
  #spent = 0
  #largest = 0

  constructor(data: Data, spend: (tree: Tree, bytes: number) => void) {
    this.#open = data
    this.#spend = spend
  }

  /**
   * A cursor may still hold a tree that was dropped with its index or collection. LMDB has closed its handle: to read it would end
   * the process.
   */
  get #data(): Data {
    if (this.#dropped)
      throw new StoreError(
        'QueryPlanKilled',
        'query plan killed: its collection or index was dropped',
      )
    return this.#open
  }

  /** Throws QueryPlanKilled once it was dropped. */
  check(): void {
    void this.#data
  }

  get(key: Buffer): Buffer | undefined {
    return this.#data.get(key)
  }

  doesExist(key: Buffer): boolean {
    return this.#data.doesExist(key)
  }

  getRange(options: RangeOptions): RangeIterable<{ key: Buffer; value: Buffer }> {
    return this.#data.getRange(options)
  }

  /** Shows all entries in order, in turns with others. */
  *visit(show: (entry: { key: Buffer; value: Buffer }) => void): Steps<void> {
    let last: Buffer | undefined
    for (;;) {
      const entries = [...this.getRange({ ...(last && { start: last }), limit: 65 })]
      const fresh = last && entries[0]?.key.equals(last) ? entries.slice(1) : entries
      if (fresh.length === 0) return
      for (const entry of fresh) show(entry)
      last = fresh.at(-1)?.key
      yield
    }
  }

  getKeys(options: RangeOptions): RangeIterable<Buffer> {
    return this.#data.getKeys(options)
  }

  put(key: Buffer, value: Buffer): void {
    this.#expect(this.#cost(key, value))
    this.#data.putSync(key, value)
  }

  /** Puts what is not there yet; tells whether it did. */
  putNew(key: Buffer, value: Buffer): boolean {
    this.#expect(this.#cost(key, value))
    const done: unknown = this.#data.putSync(key, value, NEW_ONLY)
    return done === true
  }

  /** A page that gets too empty is joined with the next. */
  remove(key: Buffer): void {
    this.#expect(2 * PAGE)
    this.#data.removeSync(key)
  }

  drop(): void {
    this.#dropped = true
    this.#open.dropSync()
  }

  /** How many entries it has, and the bytes of the pages that they take. */
  size(): { entries: number; bytes: number } {
    const stats: { [name: string]: number } = this.#data.getStats()
    const { treeBranchPageCount = 0, treeLeafPageCount = 0, overflowPages = 0 } = stats
    const pages = treeBranchPageCount + treeLeafPageCount + overflowPages
    return { entries: stats.entryCount ?? 0, bytes: pages * (stats.pageSize ?? PAGE) }
  }

  /** The bytes of pages that this transaction may have changed so far, at most: each page once, however often it was meant. */
  changed(): number {
    for (const key of this.getKeys({ reverse: true, limit: 1 })) this.#top ??= key
    const { bytes } = this.size()
    this.#largest = this.#largest === 0 ? bytes + this.#spent : Math.max(this.#largest, bytes)
    return Math.min(this.#spent, this.#largest)
  }

  /** A new transaction begins. */
  forget(): void {
    this.#top = undefined
    this.#spent = 0
    this.#largest = 0
  }

  #expect(bytes: number): void {
    this.#spent += bytes
    this.#spend(this, bytes)
  }

  /** A page that another key has changed already is not told apart, but where keys come at the end. */
  #cost(key: Buffer, value: Buffer): number {
    const own = value.length > LONGEST_WITHIN ? value.length + PAGE : value.length
    const added = 2 * (key.length + own + NODE)
    if (this.#top && Buffer.compare(key, this.#top) > 0) {
      this.#top = Buffer.from(key)
      return added
    }
    return PAGE + added
  }
}
