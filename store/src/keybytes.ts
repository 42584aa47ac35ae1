let bytes = Buffer.allocUnsafe(4096)
let length = 0

/** The bytes of one key, put together in a buffer that the next `beginKey` uses again: `keys.ts` says what they mean. */
export function beginKey(): void {
  length = 0
}

/** The bytes since `beginKey`, good until the next one. */
export function endKey(): Buffer {
  return bytes.subarray(0, length)
}

export function keyLength(): number {
  return length
}

/** The bytes between two places of what was written since `beginKey`, good until more is written. */
export function keyPart(start: number, end: number): Buffer {
  return bytes.subarray(start, end)
}

/** Inverts what was written since `start`: a descending field. */
export function invertFrom(start: number): void {
  invert(bytes, start, length)
}

/** UTF-8, ended by 00; inside, 00 becomes 01 01 and 01 becomes 01 02, so that no text starts another. */
export function writeText(text: string): void {
  reserve(text.length * 3 + 1)
  const start = length
  length += bytes.write(text, length, 'utf8')
  if (text.includes('\0') || text.includes('\u0001'))
    escapeLow(Buffer.from(bytes.subarray(start, length)), start)
  writeByte(0)
}

/** The same of text that is UTF-8 already, between two places of `from`. */
export function writeUtf8(from: Buffer, start: number, end: number): void {
  reserve(2 * (end - start) + 1)
  for (let at = start; at < end; at++) {
    const byte = from[at] ?? 0
    if (byte <= 1) bytes[length++] = 1
    bytes[length++] = byte <= 1 ? byte + 1 : byte
  }
  bytes[length++] = 0
}

function escapeLow(text: Buffer, start: number): void {
  length = start
  for (const byte of text) {
    if (byte <= 1) writeByte(1)
    writeByte(byte <= 1 ? byte + 1 : byte)
  }
}

/** IEEE 754 bits, turned so that bytes sort as numbers; NaN is below all, −0 is 0. */
export function writeDouble(number: number): void {
  reserve(8)
  if (Number.isNaN(number)) bytes.fill(0, length, length + 8)
  else {
    bytes.writeDoubleBE(number === 0 ? 0 : number, length)
    if (number < 0) invert(bytes, length, length + 8)
    else bytes[length] = (bytes[length] ?? 0) | 0x80
  }
  length += 8
}

export function writeInt64(value: bigint): void {
  writeUint64(BigInt.asUintN(64, value) ^ (1n << 63n))
}

export function writeUint32(value: number): void {
  reserve(4)
  length = bytes.writeUInt32BE(value, length)
}

export function writeUint64(value: bigint): void {
  reserve(8)
  length = bytes.writeBigUInt64BE(value, length)
}

export function writeBytes(data: Uint8Array): void {
  reserve(data.length)
  bytes.set(data, length)
  length += data.length
}

export function writeByte(byte: number): void {
  reserve(1)
  bytes[length++] = byte
}

function reserve(more: number): void {
  if (length + more <= bytes.length) return
  const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, length + more))
  bytes.copy(larger, 0, 0, length)
  bytes = larger
}

export function invert(target: Buffer, from: number, to: number): void {
  for (let i = from; i < to; i++) target[i] = ~(target[i] ?? 0) & 0xff
}
