import { z } from 'zod'
import { ROOM_ICONS } from '../../models/words/room.ts'
import { blankAsMissing, line, requiredLine, requiredText } from '../platform/http/parse.ts'

export const LONGEST_MESSAGE = 4_000

export const messageForm = z.object({
  body: requiredText(LONGEST_MESSAGE),
  clientId: blankAsMissing(line(100).optional()),
})

export const editForm = messageForm.pick({ body: true })

/** The number of a message in its room, in an address or a form. */
export const seqOf = z.coerce.number().int().min(0).max(1_000_000_000)

export const readForm = z.object({ seq: seqOf })

const seq = seqOf.optional().catch(undefined)

/** `?avant=` goes up the history, `?depuis=` catches up. */
export const historyQuery = z.object({ avant: seq, depuis: seq })

export const roomForm = z.object({
  title: requiredLine(60, 2),
  topic: line(140).default(''),
  icon: z.enum(ROOM_ICONS).default('chat'),
  order: blankAsMissing(z.coerce.number().int().min(0).max(999).default(0)),
})
