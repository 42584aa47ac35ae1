import type { Request } from 'express'
import { z } from 'zod'
import type { Act } from '../../../models/words/audit-entry.ts'
import type { DecisionAct } from '../../../models/words/decision.ts'
import { blankAsMissing, parse, text } from '../http/parse.ts'
import type { Thing } from './thing.ts'

/** What a moderator may do to the things of a kind, beside what is done to all. */
export type ModerationAct = {
  /** The last word of its address: `/moderation/:id/verrou`. */
  path: string
  /** It asks to know the other things of the place: nobody does it from outside of a group. */
  fromInside: boolean
  /** How the API's description names it, and an example of its body. */
  operation: { id: string; example: Record<string, unknown> }
  form: z.ZodType<ActInput>
  /** Throws Invalid. */
  read(req: Request): ReadAct
}

export type ReadAct = {
  input: ActInput
  /** Refuses with Invalid or NotFound before anything of the case has changed. */
  check(thing: Thing): Promise<void>
  perform(thing: Thing): Promise<ActDone>
}

/** What was done: under which name it is told and written down, and what the log says beside. */
export type ActDone = { act: DecisionAct; entry: Act; details?: Record<string, unknown> }

/** The fields of each act: a word, and how many decisions the moderator had before them, since somebody may have decided meanwhile. */
export const actFields = {
  decisions: blankAsMissing(z.coerce.number().int().min(0).optional()),
  word: blankAsMissing(text(1_000).default('')),
}

export type ActInput = { decisions?: number | undefined; word: string }

type TypedAct<S extends z.ZodType<ActInput>> = {
  path: string
  form: S
  operation: ModerationAct['operation']
  fromInside?: boolean
  check?(thing: Thing, input: z.output<S>): Promise<unknown>
  perform(thing: Thing, input: z.output<S>): Promise<ActDone>
}

export function moderationAct<S extends z.ZodType<ActInput>>(act: TypedAct<S>): ModerationAct {
  return {
    path: act.path,
    fromInside: act.fromInside ?? false,
    operation: act.operation,
    form: act.form,
    read(req) {
      const input = parse(act.form, req)
      return {
        input,
        async check(thing) {
          await act.check?.(thing, input)
        },
        perform: thing => act.perform(thing, input),
      }
    },
  }
}
