import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'

/** A text that is not a page (calendar, map, table): 304 when the reader has it already. */
export function sendFresh(
  req: Request,
  res: Response,
  { type, body, cache = 'private, no-cache' }: { type: string; body: string; cache?: string },
) {
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 22)
  res.set({ ETag: `W/"${digest}"`, 'Cache-Control': cache, 'Content-Type': type })
  // Not `req.fresh`: a reader that says no-cache wants to ask us, and this is our answer.
  if (req.get('if-none-match')?.includes(`"${digest}"`)) res.status(304).end()
  else res.send(body)
}
