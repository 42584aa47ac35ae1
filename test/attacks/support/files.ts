import { type Attacker, raw } from './attacker.ts'
import { discard, sharedAddressFor, WRITES } from './calls.ts'

const REFUSED = [
  '--b',
  'Content-Disposition: form-data; name="files"; filename="a.exe"',
  '',
  'MZ\u0090',
  '--b--',
  '',
].join('\r\n')

/** The addresses of every form that takes files: those that look at one before anything else. */
export async function takingFiles(hub: { url: string }, admin: Attacker): Promise<string[]> {
  const taking: string[] = []
  for (const call of WRITES) {
    const address = await sharedAddressFor(call, hub, admin)
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const { status, text } = await raw(admin, hub.url + address, { body: REFUSED, headers })
    const takes = status === 422 && JSON.parse(text).errors?.files
    if (takes) taking.push(hub.url + address)
    // Who takes files keeps its thing; what was accepted changed it, and may have ended the session.
    if (takes || status < 400) discard(call, hub)
    if (status < 400 || status === 401) await admin.ready()
  }
  return taking
}
