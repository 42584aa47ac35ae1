import sharp from 'sharp'
import type { Agent } from '../../support/agent.ts'

export const DRAFTS = '/ressources/brouillons'

/** A photo as a telephone makes it: large, and it tells where it was taken. */
export function aLargePhoto() {
  return sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#2c8a7a' } })
    .jpeg()
    .withExif({ IFD0: { Copyright: 'Odile' }, IFD3: { GPSLatitude: '48/1 23/1 0/1' } })
    .toBuffer()
}

export function formOf(fields: Record<string, string>, file?: { bytes: Buffer; name: string }) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  if (file) form.set('files', new Blob([new Uint8Array(file.bytes)]), file.name)
  return form
}

/** As a script sends a form with files: the answer is JSON. */
export async function send(agent: Agent, path: string, form: FormData) {
  const headers = { accept: 'application/json', 'sec-fetch-site': 'same-origin' }
  const reply = await agent.send('POST', path, { form, headers })
  return { ...reply, body: reply.text ? JSON.parse(reply.text) : undefined }
}
