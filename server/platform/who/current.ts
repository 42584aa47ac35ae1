import type { Request } from 'express'
import { Forbidden, NotFound, SignInFirst } from '../errors.ts'
import { isMember, type Viewer, type Visitor } from './viewer.ts'

declare global {
  namespace Express {
    interface User extends Viewer {}
  }
}

/** The member who asks, or undefined for a visitor. */
export function viewerOf(req: Request): Viewer | Visitor {
  return isMember(req.user) ? req.user : undefined
}

/** The member who asks; a visitor is sent to sign in. */
export function signedIn(req: Request): Viewer {
  const viewer = viewerOf(req)
  if (!viewer) throw new SignInFirst()
  return viewer
}

/** Refuses an action on something that the member may see. */
export function authorize(allowed: boolean) {
  if (!allowed) throw new Forbidden()
}

/** What somebody may not see does not exist for them. */
export function found<T>(record: T, visible = true): NonNullable<T> {
  if (record === null || record === undefined || !visible) throw new NotFound()
  return record
}
