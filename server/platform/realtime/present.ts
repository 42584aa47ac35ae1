import type { Viewer } from '../who/viewer.ts'

let look: ((topic: string) => Promise<Viewer[]>) | undefined

export function attachPresence(presence: typeof look) {
  look = presence
}

/** Who listens to `topic` now, each once, by name. Nobody until sockets are attached. */
export async function presentIn(topic: string): Promise<Viewer[]> {
  return (await look?.(topic)) ?? []
}
