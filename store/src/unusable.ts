import { constants } from 'node:os'

const ADVICE: Record<string, string> = {
  EACCES: 'this user may not write there; change its rights or choose another directory',
  EPERM: 'this user may not write there; change its rights or choose another directory',
  EROFS: 'the disk is read-only; choose another directory',
  EEXIST: 'a file is in the way; move it away or choose another directory',
  ENOTDIR: 'a file is in the way; move it away or choose another directory',
  EISDIR: 'a directory is in the way; move it away',
  ERR_FS_EISDIR: 'a directory is in the way; move it away',
  ENOSPC: 'the disk is full; make room and start again',
  EDQUOT: 'the disk is full; make room and start again',
  EFBIG: 'the disk is full; make room and start again',
}
const ERRNO = new Map<number, string>(
  Object.entries(constants.errno).map(([name, number]) => [number, name]),
)

/** Why a store did not start, with its directory and what to do about it. */
export function unusable(directory: string, error: unknown): Error {
  const { message, code } = described(error)
  const advice = ADVICE[code]
  if (advice) return new Error(`the store in ${directory} can not be used: ${advice} (${message})`)
  return code === '' && message.includes(directory)
    ? new Error(message)
    : new Error(`the store in ${directory} can not be used: ${message}`)
}

/** What the system said; LMDB gives its number of it. */
function described(error: unknown): { message: string; code: string } {
  if (!(error instanceof Error)) return { message: String(error), code: '' }
  const code = 'code' in error ? error.code : ''
  const name = typeof code === 'number' ? ERRNO.get(code) : code
  return { message: error.message, code: String(name ?? '') }
}
