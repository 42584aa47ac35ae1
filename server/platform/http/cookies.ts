import type { IncomingMessage } from 'node:http'

/** One cookie of a request, or undefined. */
export function cookieOf(req: IncomingMessage, name: string): string | undefined {
  const start = `${name}=`
  const pair = req.headers.cookie?.split(/;\s*/).find(part => part.startsWith(start))
  if (pair === undefined) return undefined
  try {
    return decodeURIComponent(pair.slice(start.length))
  } catch {
    return undefined
  }
}
