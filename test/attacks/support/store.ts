import { EJSON } from 'bson'
import mongoose from 'mongoose'

export type Records = Map<string, string>

/** Every record of the store as text, by its collection and id. */
export async function everything(without: RegExp = NOISE): Promise<Records> {
  const all: Records = new Map()
  const collections = (await mongoose.connection.db?.collections()) ?? []
  await Promise.all(
    collections
      .filter(({ collectionName: name }) => !without.test(name))
      .map(async collection => {
        const found = collection.find({}, { hint: { $natural: 1 } })
        for await (const one of found)
          all.set(`${collection.collectionName} ${one._id}`, EJSON.stringify(one))
      }),
  )
  return all
}

/** Counts, sessions and what jobs note of themselves change by reading, and hold no record. */
const NOISE = /^(system\.|rate_limits|sessions|jobs|locks)/

/** The records that are not as they were, as they are now; what is no longer there is empty. */
export function differences(before: Records, after: Records): [string, string][] {
  const gone = [...before.keys()].filter(key => !after.has(key)).map(key => pair(key, ''))
  const others = [...after].filter(([key, text]) => before.get(key) !== text)
  return [...gone, ...others]
}

function pair(key: string, text: string): [string, string] {
  return [key, text]
}
