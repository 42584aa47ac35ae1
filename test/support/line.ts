import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type Line = { url: string; cut(): void; mend(): void }

/**
 * A line to the hub that a test can cut: connections break and none is made until it is mended. What
 * browsers call offline leaves open WebSockets alone.
 */
export async function openLine(hub: { url: string }): Promise<Line> {
  const { hostname, port } = new URL(hub.url)
  const open = new Set<Socket>()
  let isCut = false
  const server = createServer(near => {
    if (isCut) {
      near.destroy()
      return
    }
    const far = connect(Number(port), hostname)
    for (const [end, otherEnd] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(end)
      end.on('error', () => otherEnd.destroy())
      end.on('close', () => {
        open.delete(end)
        otherEnd.destroy()
      })
      end.pipe(otherEnd)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const breakAll = () => {
    for (const end of open) end.destroy()
  }
  server.unref()
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No free port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut() {
      isCut = true
      breakAll()
    },
    mend() {
      isCut = false
    },
  }
}
