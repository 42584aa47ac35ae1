type Kept = { at: number; spent: number[]; since: number | null }

/** How long each step has lasted so far, kept with the tab so that a page read again goes on. */
export class StepClocks {
  readonly #minutes: number[]
  readonly #name: string
  #kept: Kept

  constructor(minutes: number[], name = '') {
    this.#minutes = minutes
    this.#name = name
    this.#kept = restored(name, minutes.length) ?? {
      at: 0,
      spent: minutes.map(() => 0),
      since: null,
    }
  }

  get at() {
    return this.#kept.at
  }

  get running() {
    return this.#kept.since !== null
  }

  get begun() {
    return this.#spent(this.at) > 0
  }

  /** Seconds left of the present step; less than none when it lasts longer. */
  get left() {
    return this.#planned(this.at) - this.#spent(this.at)
  }

  /** Seconds until the end of the last step. */
  get leftInAll() {
    return this.#minutes.reduce((sum, _, step) => {
      const left = this.#planned(step) - this.#spent(step)
      return sum + (step < this.at ? 0 : Math.max(0, left))
    }, 0)
  }

  go(at: number) {
    this.#settle()
    this.#kept.at = at
    this.#keep()
  }

  toggle() {
    this.#settle()
    this.#kept.since = this.running ? null : Date.now()
    this.#keep()
  }

  #planned(step: number) {
    return (this.#minutes[step] ?? 0) * 60
  }

  #spent(step: number) {
    const { at, spent, since } = this.#kept
    const now = step === at && since !== null ? (Date.now() - since) / 1000 : 0
    return (spent[step] ?? 0) + now
  }

  /** What runs until now belongs to the present step. */
  #settle() {
    this.#kept.spent[this.at] = this.#spent(this.at)
    if (this.running) this.#kept.since = Date.now()
  }

  #keep() {
    try {
      sessionStorage.setItem(this.#name, JSON.stringify(this.#kept))
    } catch {
      // A browser that keeps nothing still counts.
    }
  }
}

function restored(name: string, steps: number): Kept | undefined {
  try {
    const kept: Kept = JSON.parse(sessionStorage.getItem(name) ?? '')
    return kept.spent.length === steps && kept.at < steps ? kept : undefined
  } catch {
    return undefined
  }
}
