import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Request } from 'express'
import type { Types } from 'mongoose'
import { SentForm } from '../../../models/sent-form.ts'
import { isDuplicate } from '../database/duplicates.ts'
import { textOf } from './parse.ts'

type Made = { _id: Types.ObjectId }
type Work<R> = {
  find(record: Types.ObjectId): PromiseLike<R | null | undefined>
  make(): Promise<R>
}

/** As long as somebody may still send again what they saw no answer to. */
const KEPT_MS = 7 * 24 * 3600 * 1000
/** Longer than any form takes: whoever began has died on the way. */
const LOST_MS = 60_000
const LOOK_MS = 50

/**
 * A form is taken in once. Its page gives it an id (`clientId`), as a program may: the same words under the
 * same id, pressed twice or sent again after a cut line, answer with the record that the first ones made.
 * Without an id it is simply made.
 */
export async function once<R extends Made>(req: Request, { find, make }: Work<R>): Promise<R> {
  const _id = keyOf(req)
  if (!_id) return make()
  const made = await madeBefore(_id)
  const known = made && (await find(made))
  if (known) return known
  const record = await make().catch(async failure => {
    // Nothing was made: sent again, it is a first one.
    await SentForm.deleteOne({ _id })
    throw failure
  })
  await SentForm.updateOne({ _id }, { $set: { record: record._id } })
  return record
}

/** What the first sending made, waited for while it is being made; undefined when this is the first. */
async function madeBefore(_id: string): Promise<Types.ObjectId | undefined> {
  for (const until = Date.now() + LOST_MS; Date.now() < until; ) {
    if (await isFirst(_id)) return undefined
    const made = (await SentForm.findById(_id).lean())?.record
    if (made) return made
    await pause(LOOK_MS)
  }
  return undefined
}

async function isFirst(_id: string) {
  try {
    await SentForm.create({ _id, expiresAt: new Date(Date.now() + KEPT_MS) })
    return true
  } catch (failure) {
    if (isDuplicate(failure)) return false
    throw failure
  }
}

const ID = /^[\w-]{8,100}$/
/** What a form says of its draft changes with each save of it, while its words stay the same. */
const ABOUT_THE_DRAFT = new Set(['draft', 'turn', 'tab', 'writtenAt'])

function keyOf(req: Request) {
  const id = textOf(req.body?.clientId)
  if (!req.user || !ID.test(id)) return undefined
  const fields = Object.entries(req.body).filter(([name]) => !ABOUT_THE_DRAFT.has(name))
  const files = (req.uploads ?? []).map(({ sha256, originalName }) => [sha256, originalName])
  const said = JSON.stringify([req.user.id, req.baseUrl + req.path, fields, files])
  return createHash('sha256').update(said).digest('base64url')
}
