const MOST_DOCUMENTS = 1_000
const MOST_BYTES = 4 * 1024 * 1024

/** Groups items of some bytes each, so that one group fits one command; a larger item is a group alone. */
export async function* inBatches<T>(
  items: AsyncIterable<T> | Iterable<T>,
  sizeOf: (item: T) => number,
): AsyncGenerator<T[]> {
  let batch: T[] = []
  let size = 0
  for await (const item of items) {
    if (batch.length > 0 && (batch.length >= MOST_DOCUMENTS || size + sizeOf(item) > MOST_BYTES)) {
      yield batch
      batch = []
      size = 0
    }
    batch.push(item)
    size += sizeOf(item)
  }
  if (batch.length > 0) yield batch
}
