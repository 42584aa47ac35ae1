import type { Types } from 'mongoose'
import { Revision } from '../../models/revision.ts'
import { isDuplicate } from '../platform/database/duplicates.ts'

type Saved = { resource: Types.ObjectId; version: number; savedAt: Date; [other: string]: unknown }

/** Kept once: whoever comes second finds it there. Not by an upsert, in which FerretDB loses empty lists. */
export async function addRevision(saved: Saved) {
  try {
    await Revision.create(saved)
  } catch (failure) {
    if (!isDuplicate(failure, 'version')) throw failure
  }
}
