import { StoreError } from './errors.ts'
import type { Storage } from './storage.ts'
import type { Tree } from './tree.ts'
import { type Doc, decode, encode, isDoc } from './values.ts'

/** One index: `fields` in order with `1` or `-1`; `multikey[i]` once a document had an array on the way of the i-th field. */
export interface Index {
  id: number
  name: string
  fields: [path: string, direction: 1 | -1][]
  descending: boolean[]
  unique: boolean
  sparse: boolean
  partial?: Doc
  expireAfterSeconds?: number
  multikey: boolean[]
  /** Whether a key stands alone, with no `_id` behind: so it is in unique indexes, but for those made by earlier versions. */
  ownKeys: boolean
  tree: Tree
}

/** One collection: its documents by encoded `_id`, and its indexes; the first is always `_id_`, kept by the documents' own tree. */
export interface Collection {
  id: number
  db: string
  name: string
  namespace: string
  documents: Tree
  indexes: Index[]
}

const CATALOG = 'catalog'
const NEXT_ID = Buffer.from('\0next')

/** What collections and indexes there are. Memory mirrors the tree `catalog`, one BSON record a collection. */
export class Catalog {
  readonly #storage: Storage
  readonly #collections = new Map<string, Collection>()

  constructor(storage: Storage) {
    this.#storage = storage
    this.reload()
    this.#sweepOrphans()
  }

  /** Reads all records again: at the start, and after a transaction that came to nothing. */
  reload(): void {
    this.#collections.clear()
    for (const { key, value } of this.#storage.tree(CATALOG).getRange({})) {
      if (Buffer.compare(key, NEXT_ID) !== 0) this.#remember(decode(value))
    }
  }

  find(db: string, name: string): Collection | undefined {
    return this.#collections.get(`${db}.${name}`)
  }

  /** The collection, made if missing (a transaction of its own, so not to be called inside one). */
  ensure(db: string, name: string): Collection {
    return this.find(db, name) ?? this.create(db, name)
  }

  create(db: string, name: string): Collection {
    checkName(db, name)
    const id = this.nextId()
    const documents = this.#storage.tree(documentsTree(id))
    const collection: Collection = {
      id,
      db,
      name,
      namespace: `${db}.${name}`,
      documents,
      indexes: [idIndex(documents)],
    }
    this.#storage.transact(() => this.save(collection))
    this.#collections.set(collection.namespace, collection)
    return collection
  }

  collections(db?: string): Collection[] {
    const all = [...this.#collections.values()].filter(each => db === undefined || each.db === db)
    return all.sort((a, b) => (a.namespace < b.namespace ? -1 : 1))
  }

  /** Writes a collection's record: within the transaction of whoever changed it. */
  save(collection: Collection): void {
    this.#storage.tree(CATALOG).put(Buffer.from(collection.namespace), encode(record(collection)))
  }

  drop(collection: Collection): void {
    this.#storage.transact(() =>
      this.#storage.tree(CATALOG).remove(Buffer.from(collection.namespace)),
    )
    this.#collections.delete(collection.namespace)
    for (const index of collection.indexes.slice(1)) this.#storage.dropTree(indexTree(index.id))
    this.#storage.dropTree(documentsTree(collection.id))
  }

  rename(collection: Collection, db: string, name: string): void {
    checkName(db, name)
    const before = collection.namespace
    Object.assign(collection, { db, name, namespace: `${db}.${name}` })
    this.#storage.transact(() => {
      this.#storage.tree(CATALOG).remove(Buffer.from(before))
      this.save(collection)
    })
    this.#collections.delete(before)
    this.#collections.set(collection.namespace, collection)
  }

  dropIndex(collection: Collection, index: Index): void {
    collection.indexes = collection.indexes.filter(each => each !== index)
    this.#storage.transact(() => this.save(collection))
    this.#storage.dropTree(indexTree(index.id))
  }

  /** An empty tree for a new index. */
  newIndexTree(): { id: number; tree: Tree } {
    const id = this.nextId()
    return { id, tree: this.#storage.tree(indexTree(id)) }
  }

  discardIndexTree(id: number): void {
    this.#storage.dropTree(indexTree(id))
  }

  countDocuments(collection: Collection): number {
    return collection.documents.size().entries
  }

  countKeys(collection: Collection, index: Index): number {
    return index.id === 0 ? this.countDocuments(collection) : index.tree.size().entries
  }

  nextId(): number {
    const catalog = this.#storage.tree(CATALOG)
    const id = (catalog.get(NEXT_ID)?.readUInt32BE() ?? 0) + 1
    const next = Buffer.alloc(4)
    next.writeUInt32BE(id)
    this.#storage.transact(() => catalog.put(NEXT_ID, next))
    return id
  }

  #remember(stored: Doc): void {
    const { id, db, name, indexes } = stored
    if (
      typeof id !== 'number' ||
      typeof db !== 'string' ||
      typeof name !== 'string' ||
      !Array.isArray(indexes)
    ) {
      throw new Error('the catalog of the store is damaged')
    }
    const documents = this.#storage.tree(documentsTree(id))
    const own = indexes.filter(isDoc).map(index => this.#index(index))
    const collection = {
      id,
      db,
      name,
      namespace: `${db}.${name}`,
      documents,
      indexes: [idIndex(documents), ...own],
    }
    this.#collections.set(collection.namespace, collection)
  }

  #index(stored: Doc): Index {
    const id = Number(stored.id)
    const fields = indexFields(stored.key)
    const multikey = Array.isArray(stored.multikey) ? stored.multikey.map(Boolean) : []
    return {
      id,
      name: String(stored.name),
      fields,
      descending: fields.map(([, direction]) => direction === -1),
      unique: stored.unique === true,
      sparse: stored.sparse === true,
      ...(isDoc(stored.partial) && { partial: stored.partial }),
      ...(typeof stored.expireAfterSeconds === 'number' && {
        expireAfterSeconds: stored.expireAfterSeconds,
      }),
      multikey,
      ownKeys: stored.ownKeys === true,
      tree: this.#storage.tree(indexTree(id)),
    }
  }

  /** Trees that a crash left between a drop's record and the drop itself. */
  #sweepOrphans(): void {
    const kept = new Set([CATALOG])
    for (const collection of this.#collections.values()) {
      kept.add(documentsTree(collection.id))
      for (const index of collection.indexes.slice(1)) kept.add(indexTree(index.id))
    }
    for (const name of this.#storage.treeNames()) if (!kept.has(name)) this.#storage.dropTree(name)
  }
}

/** The key pattern of an index as MongoDB shows it. */
export function keyPattern(index: Index): Record<string, 1 | -1> {
  return Object.fromEntries(index.fields)
}

/** A key pattern's fields; refuses by name the kinds of index that the store has not. */
export function indexFields(key: unknown): [string, 1 | -1][] {
  if (!isDoc(key) || Object.keys(key).length === 0) {
    throw new StoreError('CannotCreateIndex', 'Index keys cannot be empty and must be a document')
  }
  return Object.entries(key).map(([path, direction]) => [path, oneDirection(path, direction)])
}

function oneDirection(path: string, direction: unknown): 1 | -1 {
  if (path === '' || path.includes('$**') || path.startsWith('$')) {
    throw new StoreError(
      'CannotCreateIndex',
      `an index on '${path}' is not supported by this store`,
    )
  }
  if (typeof direction === 'number' && direction !== 0) return direction < 0 ? -1 : 1
  throw new StoreError(
    'CannotCreateIndex',
    `the index type '${String(direction)}' of '${path}' is not supported by this store`,
  )
}

function record(collection: Collection): Doc {
  const { id, db, name } = collection
  const indexes = collection.indexes.slice(1).map(({ tree, fields, descending, ...index }) => ({
    ...index,
    key: Object.fromEntries(fields),
  }))
  return { id, db, name, indexes }
}

function idIndex(tree: Tree): Index {
  return {
    id: 0,
    name: '_id_',
    fields: [['_id', 1]],
    descending: [false],
    unique: true,
    sparse: false,
    multikey: [false],
    ownKeys: true,
    tree,
  }
}

function checkName(db: string, name: string): void {
  if (name === '' || name.includes('\0') || name.startsWith('.') || name.includes('$')) {
    throw new StoreError('InvalidNamespace', `Invalid namespace specified '${db}.${name}'`)
  }
  if (db === '' || /[/\\. "$\0]/.test(db) || db.length > 63 || Buffer.byteLength(name) > 200) {
    throw new StoreError('InvalidNamespace', `Invalid namespace specified '${db}.${name}'`)
  }
}

const documentsTree = (id: number) => `c${id}`
const indexTree = (id: number) => `i${id}`
