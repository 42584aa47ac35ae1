import type { ObjectId } from 'bson'
import type { Sheet } from './sheets.ts'

/** The same work on either side. `clients` ask at once; each call answers how long each of them waited, in ms. */
export interface Side {
  load(sheets: Sheet[]): Promise<void>
  byId(ids: ObjectId[]): Promise<number[]>
  page(kinds: string[]): Promise<number[]>
  increment(ids: ObjectId[]): Promise<number[]>
  insert(sheets: Sheet[]): Promise<number[]>
  close(): Promise<void>
}
