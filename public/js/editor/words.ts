export type Words = Record<string, string | undefined>

/** A sentence of the page with its blanks filled in: `{time}`. */
export function said(sentence: string | undefined, values: Record<string, string> = {}) {
  return (sentence ?? '').replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}
