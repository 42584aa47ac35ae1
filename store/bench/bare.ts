import { deserialize, type ObjectId, serialize } from 'bson'
import { type Database, open } from 'lmdb'
import { PAGE, type Sheet } from './sheets.ts'
import type { Side } from './side.ts'

/**
 * LMDB and BSON with nothing between: no wire, no driver, no planner, no types to keep. Several clients at once are one loop, and
 * their writes one transaction: as good as grouping can be.
 */
export function openBare(directory: string): Side {
  const env = open({ path: directory, maxDbs: 8, overlappingSync: false })
  const tree = (name: string) =>
    env.openDB<Buffer, (string | number | Buffer)[] | Buffer>(name, { encoding: 'binary' })
  const trees = {
    documents: tree('documents'),
    kindAt: tree('kindAt'),
    n: tree('n'),
    tags: tree('tags'),
  }
  return {
    load: async sheets => env.transactionSync(() => each(sheets, one => put(trees, one))),
    byId: async ids => ids.map(id => timed(() => read(trees.documents, key(id)))),
    page: async kinds => kinds.map(kind => timed(() => readPage(trees, kind))),
    increment: async ids =>
      together(ids, () => env.transactionSync(() => each(ids, id => increment(trees, id)))),
    insert: async sheets =>
      together(sheets, () => env.transactionSync(() => each(sheets, one => put(trees, one)))),
    close: () => env.close(),
  }
}

type Tree = Database<Buffer, (string | number | Buffer)[] | Buffer>
type Trees = Record<'documents' | 'kindAt' | 'n' | 'tags', Tree>

const key = (id: ObjectId) => Buffer.from(id.id)

function put({ documents, kindAt, n, tags }: Trees, sheet: Sheet): void {
  const id = key(sheet._id)
  documents.putSync(id, bytes(sheet))
  kindAt.putSync([sheet.kind, -sheet.at.getTime(), id], id)
  n.putSync([sheet.n, id], id)
  for (const tag of sheet.tags) tags.putSync([tag, id], id)
}

function readPage({ documents, kindAt }: Trees, kind: string): unknown[] {
  const ids = kindAt.getRange({ start: [kind], end: [`${kind}\0`], limit: PAGE })
  return Array.from(ids, ({ value }) => read(documents, value))
}

function increment({ documents }: Trees, id: ObjectId): void {
  const sheet = read(documents, key(id))
  documents.putSync(key(id), bytes({ ...sheet, views: Number(sheet.views) + 1 }))
}

function read(documents: Tree, id: Buffer): Record<string, unknown> {
  const found = documents.get(id)
  if (!found) throw new Error('a document is missing')
  return deserialize(found)
}

function bytes(document: object): Buffer {
  return Buffer.from(serialize(document))
}

function timed(work: () => unknown): number {
  const before = performance.now()
  work()
  return performance.now() - before
}

function together(all: unknown[], work: () => unknown): number[] {
  return new Array<number>(all.length).fill(timed(work))
}

function each<T>(all: T[], work: (one: T) => void): void {
  for (const one of all) work(one)
}
