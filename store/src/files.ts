/** The files of a store, for whoever reads, copies or locks them without serving them. */
export { holderOfDirectory, lockDirectory } from './lock.ts'
export { openSnapshot, type Snapshot, type SnapshotCollection, type Stored } from './snapshot.ts'
