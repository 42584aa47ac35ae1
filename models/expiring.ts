type Records = { deleteMany(filter: object): PromiseLike<{ deletedCount: number }> }

const expiring: { records: Records; field: string; afterSeconds: number }[] = []

/**
 * Records are removed once their date in `field` is `afterSeconds` past. A job does it, since not every store that the hub may stand on
 * has TTL indexes. The field needs an index.
 */
export function expires(records: Records, field: string, afterSeconds = 0) {
  expiring.push({ records, field, afterSeconds })
}

/** Removes what has expired by `now`; gives how many records. */
export async function removeExpired(now = new Date()) {
  let removed = 0
  for (const { records, field, afterSeconds } of expiring) {
    const limit = new Date(now.getTime() - afterSeconds * 1000)
    removed += (await records.deleteMany({ [field]: { $lt: limit } })).deletedCount
  }
  return removed
}
