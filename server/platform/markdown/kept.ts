/** What was made of texts, by the text itself, so that it is never out of date: the last asked for, up to so many characters. */
export class Kept {
  readonly #most: number
  readonly #made = new Map<string, string>()
  #characters = 0

  constructor(mostCharacters: number) {
    this.#most = mostCharacters
  }

  get(text: string): string | undefined {
    const made = this.#made.get(text)
    if (made === undefined) return undefined
    this.#made.delete(text)
    this.#made.set(text, made)
    return made
  }

  keep(text: string, made: string): string {
    if (!this.#made.has(text)) this.#characters += text.length
    this.#made.set(text, made)
    for (const oldest of this.#made.keys()) {
      if (this.#characters <= this.#most) break
      this.#made.delete(oldest)
      this.#characters -= oldest.length
    }
    return made
  }
}
