import sharp from 'sharp'
import { today } from '../../server/practice/runs/forms.ts'
import type { Agent } from './agent.ts'

/** A workshop of today, with what a test changes of it. */
export function aRun(overrides: Record<string, unknown> = {}) {
  return {
    ...{ day: today(), headcount: 7, minutes: 100, publics: ['seniors'], outcome: 'well' },
    ...{ changes: 'Une pause au milieu.', body: 'Les pochettes ont **tout** débloqué.' },
    ...overrides,
  }
}

/** `2026-11-20`, so many days ago. */
export function daysAgo(days: number) {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
}

/** A JPEG as a phone makes it, with where it was taken. */
export function aPhoto(width = 2400, height = 1200) {
  const colour = { r: 30, g: 90, b: 120 }
  return sharp({ create: { width, height, channels: 3, background: colour } })
    .jpeg()
    .withExif({ IFD0: { Copyright: 'secret-owner' }, IFD3: { GPSLatitude: '48/1 14/1 0/1' } })
    .toBuffer()
}

/** A workshop of this sheet with a photo, through the form. */
// biome-ignore lint/suspicious/noExplicitAny: what a test reads, it asserts
export async function tellWithPhoto(agent: Agent, slug: string, fields: object = {}): Promise<any> {
  const form = new FormData()
  const photo = { photoAlt: 'Six personnes autour d’une table', photoConsent: 'on' }
  for (const [name, value] of Object.entries({ ...aRun(), ...photo, ...fields }))
    form.set(name, String(value))
  form.set('files', new Blob([await aPhoto()], { type: 'image/jpeg' }), 'atelier.jpg')
  const headers = { accept: 'application/json' }
  const reply = await agent.send('POST', `/ressources/${slug}/seances`, { form, headers })
  if (reply.status !== 201) throw new Error(`Not told: ${reply.status} ${reply.text}`)
  return JSON.parse(reply.text)
}
