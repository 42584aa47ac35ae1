import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import express from 'express'
import Handlebars from 'handlebars'
import { PAGE_SIZE } from '../../server/platform/http/lists.ts'

/**
 * What the hub is measured against: Express and a compiled template, nothing else. `/pages/24000` is a
 * discussion of 20 replies, from memory, in a page of 24,000 bytes.
 */
const template = Handlebars.compile(readFileSync(join(import.meta.dirname, 'bare.hbs'), 'utf8'))
const pages = new Map<number, object>()

const app = express()
app.disable('x-powered-by')
app.set('etag', false)
app.get('/connexion', (_req, res) => {
  res.type('html').send('ready')
})
app.get('/pages/:bytes', (req, res) => {
  res.type('html').send(template(pageOf(Number(req.params.bytes))))
})
app.listen(Number(process.env.PORT), '127.0.0.1')

function pageOf(bytes: number) {
  const known = pages.get(bytes)
  if (known) return known
  const frame = Buffer.byteLength(template(aThread(0)))
  const page = aThread(Math.max(0, Math.floor((bytes - frame) / PAGE_SIZE)))
  pages.set(bytes, page)
  return page
}

function aThread(bytesOfReply: number) {
  const words = 'Chez nous on commence par écouter, puis on montre, puis on laisse faire. '
  const html = words.repeat(Math.ceil(bytesOfReply / words.length)).slice(0, bytesOfReply)
  return {
    title: 'Une discussion',
    member: { name: 'Nolwenn', url: '/membres/nolwenn' },
    replies: Array.from({ length: PAGE_SIZE }, (_, index) => ({
      number: index + 1,
      url: `#reponse-${index + 1}`,
      time: '2026-03-04T09:30:00+01:00',
      when: '4 mars à 9 h 30',
      author: { name: `Personne ${index}`, url: `/membres/personne-${index}`, role: 'animateur' },
      html,
      edited: index % 5 === 0,
      can: { edit: index === 3 },
    })),
  }
}
