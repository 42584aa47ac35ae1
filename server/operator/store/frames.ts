import { Refusal } from '../command.ts'

const LARGEST = 16 * 1024 * 1024

/** The documents of a `.bson` file, one after the other, as it is read. Throws Refusal for what is not BSON. */
export async function* documentsIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pending: Uint8Array[] = []
  let size = 0
  let wanted = 4
  for await (const chunk of chunks) {
    pending.push(chunk)
    size += chunk.length
    if (size < wanted) continue
    let rest = Buffer.concat(pending)
    for (wanted = lengthOf(rest); rest.length >= wanted; wanted = lengthOf(rest)) {
      yield whole(rest.subarray(0, wanted))
      rest = rest.subarray(wanted)
    }
    pending = [rest]
    size = rest.length
  }
  if (size > 0) throw new Refusal('ends in the middle of a document')
}

/** In bytes; 4, the length's own, while it is not there yet. */
function lengthOf(bytes: Buffer): number {
  if (bytes.length < 4) return 4
  const length = bytes.readInt32LE(0)
  if (length < 5 || length > LARGEST)
    throw new Refusal(`holds a document of ${length} bytes, which can not be`)
  return length
}

function whole(bytes: Buffer): Buffer {
  if (bytes.at(-1) !== 0) throw new Refusal('holds a document that does not end as one')
  return bytes
}
