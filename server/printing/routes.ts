import { Router } from 'express'
import { seen } from '../library/seen.ts'
import { countTaking } from '../library/taking/counts.ts'
import { contentDisposition } from '../platform/files/names.ts'
import { language } from '../platform/http/preferences.ts'
import { print, printable } from './print.ts'

/** To print and to take away: the sheet of whoever leads, the handout, the way back to the page. */
export const printingRoutes = Router()

printingRoutes.get('/:slug.pdf', async (req, res) => {
  const record = await seen(req)
  const wanted = await printable(record, language(res))
  const etag = `"${wanted.name}"`
  res.set({ ETag: etag, 'Cache-Control': 'private, no-cache', Vary: 'Accept-Language, Cookie' })
  if (req.get('if-none-match')?.includes(etag)) return void res.status(304).end()
  countTaking(req, res, record, 'pdf')
  const bytes = await print(record, wanted)
  res.set({
    'Content-Type': 'application/pdf',
    'Content-Disposition': contentDisposition(`${record.slug}.pdf`, 'inline'),
    'X-Content-Type-Options': 'nosniff',
  })
  res.send(Buffer.from(bytes))
})
