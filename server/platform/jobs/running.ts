import { once } from 'node:events'
import type { Agenda } from 'agenda'

/** The jobs that run in this process, from their start to the moment their end is written. */
export class Running {
  readonly #jobs = new Set<unknown>()
  #agenda: Agenda | undefined

  watch(agenda: Agenda): void {
    if (this.#agenda) return
    this.#agenda = agenda
    agenda.on('start', job => this.#jobs.add(job))
    agenda.on('complete', job => this.#jobs.delete(job))
  }

  /** Resolves when none runs any more, or when the time is over. */
  async settled(milliseconds: number): Promise<void> {
    const signal = AbortSignal.timeout(milliseconds)
    while (this.#agenda && this.#jobs.size > 0 && !signal.aborted)
      await once(this.#agenda, 'complete', { signal }).catch(() => {})
  }
}
