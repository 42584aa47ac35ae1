import type { Request } from 'express'
import type { ResourceRecord } from '../../models/resource.ts'
import { signedIn } from '../platform/who/current.ts'
import { stateAfterSave } from './policy.ts'

/** What the next page says of what was just saved. */
export function flashAfterSave(req: Request, saved?: ResourceRecord) {
  const inReview = saved?.state === 'review' || stateAfterSave(signedIn(req)) === 'review'
  return inReview ? 'resourceInReview' : 'saved'
}
