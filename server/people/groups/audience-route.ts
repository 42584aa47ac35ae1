import type { Request, RequestHandler, Response } from 'express'
import { askedAudience } from '../../platform/http/audience-form.ts'
import { parse } from '../../platform/http/parse.ts'
import { changed } from '../../platform/http/respond.ts'
import { authorize, signedIn } from '../../platform/who/current.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import { moveForm } from './forms.ts'
import { type Content, canMove, checkMove, noteMove } from './moving.ts'

type Movable<R extends Content> = {
  kind: string
  /** The record of this address among what the asking member may see; throws NotFound. */
  find(req: Request): Promise<R>
  /** What else stands against it; throws Invalid. */
  check?(viewer: Viewer, record: R, audience: string): Promise<void>
  move(viewer: Viewer, record: R, audience: string): Promise<R>
  present(record: R, req: Request, res: Response): Promise<object & { url: string }>
}

/**
 * `POST …/audience`: it is for others than before. Its author does so, and a keeper of the group or a coordinator who is in it with
 * what they did not write.
 */
export function audienceRoute<R extends Content & { _id: unknown; title: string }>({
  kind,
  find,
  check,
  move,
  present,
}: Movable<R>): RequestHandler {
  return async (req, res) => {
    const viewer = signedIn(req)
    const record = await find(req)
    authorize(canMove(viewer, record))
    const audience = askedAudience(parse(moveForm, req), record.audience ?? 'network')
    await checkMove(viewer, record, audience)
    await check?.(viewer, record, audience)
    const moved = await move(viewer, record, audience)
    await noteMove(viewer, { ...record, kind }, audience)
    changed(req, res, await present(moved, req, res), 'saved')
  }
}
