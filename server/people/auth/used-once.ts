import { createHash } from 'node:crypto'
import { UsedOnce } from '../../../models/used-once.ts'
import { isDuplicate } from '../../platform/database/duplicates.ts'

const HOUR_MS = 3_600_000

/**
 * True the first time, for whoever asks first in any process: two requests that read the same session at
 * the same moment both find the challenge there. `what` is good for an hour at most.
 */
export async function useOnce(what: string) {
  const _id = createHash('sha256').update(what).digest('base64url')
  try {
    await UsedOnce.create({ _id, expiresAt: new Date(Date.now() + HOUR_MS) })
    return true
  } catch (failure) {
    if (isDuplicate(failure)) return false
    throw failure
  }
}
