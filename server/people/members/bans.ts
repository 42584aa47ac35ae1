import { createHash } from 'node:crypto'
import { Ban } from '../../../models/ban.ts'

/** An excluded address cannot join again, even once its account is gone. */
export async function banAddress(email: string) {
  await Ban.updateOne({ _id: keyOf(email) }, { $set: { at: new Date() } }, { upsert: true })
}

export async function unbanAddress(email: string) {
  await Ban.deleteOne({ _id: keyOf(email) })
}

export async function isBanned(email: string) {
  return Boolean(await Ban.exists({ _id: keyOf(email) }))
}

function keyOf(email: string) {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')
}
