import { buffer } from 'node:stream/consumers'
import { fromBufferPromise } from 'yauzl'
import type { Agent } from '../../support/agent.ts'
import { PASSWORD } from '../../support/people.ts'

/** Every file of a ZIP by its name. */
export async function unzipped(bytes: Buffer) {
  const zip = await fromBufferPromise(bytes)
  const found = new Map<string, string>()
  for await (const entry of zip.eachEntry())
    found.set(entry.fileName, String(await buffer(await zip.openReadStreamPromise(entry))))
  return found
}

/** The bytes of an address, as this browser gets them. */
export async function bytesOf(agent: Agent, url: string) {
  const response = await fetch(url, { headers: { cookie: agent.cookie } })
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
}

export function leave(agent: Agent, words: 'keep' | 'remove') {
  return agent.postJson('/compte/suppression', { words, currentPassword: PASSWORD })
}

export async function until(isTrue: () => Promise<boolean>, ms = 10_000) {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    if (await isTrue()) return
    await new Promise(resolve => setImmediate(resolve))
  }
  throw new Error('Waited in vain')
}
