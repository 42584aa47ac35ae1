/** How long a process may take to hear of all others after its start. */
const GREETING_MS = 30_000

/**
 * Notices that something another process said did not arrive: each counts what it says, and repeats its count when it has
 * nothing to say.
 */
export class LostWords {
  readonly #counts = new Map<string, number>()
  readonly #greetedUntil: number
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
    this.#greetedUntil = now() + GREETING_MS
  }

  /** Whether something is missing before this; `count` is how often `from` has said something, this time included. */
  isLost(from: string, count: number, saysSomething: boolean): boolean {
    const before = this.#counts.get(from) ?? this.#countBefore(count, saysSomething)
    this.#counts.set(from, Math.max(before, count))
    return count > before + (saysSomething ? 1 : 0)
  }

  /** Of a process that was not heard yet: one that is older than this one has said things before. */
  #countBefore(count: number, saysSomething: boolean) {
    if (this.#now() > this.#greetedUntil) return 0
    return saysSomething ? count - 1 : count
  }
}
