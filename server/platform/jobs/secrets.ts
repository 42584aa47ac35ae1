/**
 * The message of a failure without what it may quote: credentials in a URL, tokens in a link,
 * addresses of people. One line, and not a long one.
 */
export function withoutSecrets(failure: unknown): string {
  const message = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure)
  return message
    .replace(/\/\/[^\s/@]+@/g, '//…@')
    .replace(/([?&#;](?:token|key|secret|password|signature|code)=)[^\s&#"']+/gi, '$1…')
    .replace(
      /\b((?:token|secret|password|authorization|bearer)["']?[:=]\s*["']?)[^\s"',}]+/gi,
      '$1…',
    )
    .replace(/[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g, '…@…')
    .replace(/\s+/g, ' ')
    .slice(0, 300)
}
