import { type Attacker, raw } from './attacker.ts'
import { addressFor, WRITES } from './calls.ts'

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
    await admin.ready()
    const address = await addressFor(call, hub, admin)
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const { status, text } = await raw(admin, hub.url + address, { body: REFUSED, headers })
    if (status === 422 && JSON.parse(text).errors?.files) taking.push(hub.url + address)
  }
  return taking
}
