import { z } from 'zod'
import { count, id } from '../openapi/operation.ts'

export const attachment = z
  .object({
    id,
    url: z.string(),
    name: z.string(),
    mime: z.string(),
    kind: z.string(),
    size: count,
    sha256: z.string(),
  })
  .meta({ id: 'Attachment' })

/** The first file that was added, and all of those that are there. */
export const attached = attachment.extend({ items: z.array(attachment) }).meta({ id: 'Attached' })

/** What a file's own address answers depends on the file. */
export const ANY_FILE = '*/*'
