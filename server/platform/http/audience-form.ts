import type { Request } from 'express'
import { z } from 'zod'
import { audienceOf, GROUP } from '../who/audience.ts'
import { blankAsMissing } from './parse.ts'

/** The fields of a form: `audience`, or `audience=group` with the group's slug beside. */
export const audienceFields = {
  audience: blankAsMissing(
    z
      .string()
      .regex(/^(public|network|group(:[a-z0-9-]{1,100})?)$/)
      .optional(),
  ),
  group: blankAsMissing(
    z
      .string()
      .regex(/^[a-z0-9-]{1,100}$/)
      .optional(),
  ),
}

type Asked = { audience?: string | undefined; group?: string | undefined }

/** Both fields as one audience; without any, `otherwise`. */
export function askedAudience({ audience, group }: Asked, otherwise: string) {
  if (audience === 'group' || (group && !audience))
    return group ? audienceOf({ slug: group }) : GROUP
  return audience ?? otherwise
}

/** The group whose page led to this form: `?groupe=`. */
export function groupAsked(req: Request) {
  return audienceFields.group.safeParse(req.query.groupe).data
}
