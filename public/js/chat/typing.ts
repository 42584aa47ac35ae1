const SHOWN_MS = 4_000

/** « Erwan écrit… », for a few seconds or until what was written is there. */
export class TypingLine {
  readonly #line: HTMLElement
  #member: string | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(line: HTMLElement) {
    this.#line = line
  }

  show(member: string, html: string) {
    this.#member = member
    this.#line.innerHTML = html
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.hide(member), SHOWN_MS)
  }

  hide(member: string | undefined) {
    if (member === this.#member) this.#line.replaceChildren()
  }
}
