/** Why a document was not taken, as a word of the language files: `writing.refused.CODE`. */
export const REFUSALS = [
  'type',
  'damaged',
  'tooLarge',
  'tooManyParts',
  'unsafe',
  'tooLong',
] as const
export type RefusalCode = (typeof REFUSALS)[number]

export class DocumentRefused extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode, cause?: unknown) {
    super(`Document refused: ${code}`, { cause })
    this.code = code
  }
}
