import { createServer, request as httpRequest } from 'node:http'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { UploadRefused } from '../../../../server/platform/files/uploads.ts'

export type Site = { url: string; port: number; close(): Promise<void> }

/** Serves an app that renders errors as the hub would: their code, or 500. */
export async function serve(app: Express): Promise<Site> {
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    if (res.headersSent) return void res.destroy()
    const { code, fileName, status } =
      error instanceof UploadRefused
        ? error
        : { code: String(error), fileName: '', status: statusOf(error) }
    res.status(status).json({ code, fileName })
  })
  const server = createServer(app)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>(resolve => server.close(() => resolve()))
  }
  return { url: `http://127.0.0.1:${port}`, port, close }
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  return typeof status === 'number' ? status : 500
}

/** Sends the beginning of a form, then hangs up. */
export function sendHalf(site: Site, start: string): Promise<void> {
  return new Promise(resolve => {
    const req = httpRequest({
      port: site.port,
      method: 'POST',
      headers: {
        'content-type': 'multipart/form-data; boundary=limite',
        'content-length': '100000',
      },
    })
    req.on('error', () => {})
    req.on('close', () => resolve())
    req.write(start, () => setTimeout(() => req.destroy(), 60))
  })
}

export function newApp(): Express {
  return express()
}
