import { createServer, type IncomingMessage, type RequestListener } from 'node:http'

/**
 * How long the hub waits for what a browser sends. Five photos over a rural line may take ten minutes; whoever sends
 * no headers, or falls silent, is not waited for.
 */
const PATIENCE = {
  headersMs: 20_000,
  requestMs: 15 * 60_000,
  silenceMs: 120_000,
  lookEveryMs: 10_000,
  /** After an answer that did not wait for the end: browsers only show it once they have sent their form. */
  restMs: 60_000,
  restBytes: 256 * 1024 * 1024,
}
type Patience = typeof PATIENCE

/** No browser sends a form without saying how long it is; a program has time to see its answer. */
const UNANNOUNCED_BYTES = 16 * 1024 * 1024

/** An HTTP server that answers 408 to requests that never end, and closes what has fallen silent. */
export function patientServer(app: RequestListener, wanted: Partial<Patience> = {}) {
  const patience = { ...PATIENCE, ...wanted }
  const server = createServer({
    headersTimeout: patience.headersMs,
    requestTimeout: patience.requestMs,
    connectionsCheckingInterval: patience.lookEveryMs,
  })
  server.setTimeout(patience.silenceMs)
  server.on('request', (req, res) => {
    res.once('finish', () => {
      if (!req.complete) leaveRest(req, patience)
    })
    app(req, res)
  })
  return server
}

/** Lets the rest of an answered request come, to nowhere, as long as it is one that ends. */
function leaveRest(req: IncomingMessage, { restMs, restBytes }: Patience) {
  const { socket } = req
  const announced = req.headers['content-length'] !== undefined
  let left = announced ? restBytes : UNANNOUNCED_BYTES
  const late = setTimeout(() => socket.destroy(), restMs).unref()
  const done = () => clearTimeout(late)
  req.once('end', done).once('close', done)
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) socket.destroy()
  })
  req.resume()
}
