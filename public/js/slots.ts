/** The programme's rows: more of them, or fewer, without asking the server. */
class SlotRows extends HTMLElement {
  connectedCallback() {
    for (const row of this.#rows()) this.#offerRemoval(row)
    const button = this.parentElement?.querySelector<HTMLButtonElement>('button[name="addSlots"]')
    button?.addEventListener('click', event => {
      event.preventDefault()
      this.#add()
    })
  }

  #rows() {
    return [...this.querySelectorAll<HTMLElement>('[data-slot]')]
  }

  #add() {
    const last = this.#rows().at(-1)
    if (!last) return
    const copy = last.cloneNode(true)
    if (!(copy instanceof HTMLElement)) return
    empty(copy)
    renumber(copy, this.#next++)
    this.append(copy)
    this.#offerRemoval(copy)
    copy.querySelector<HTMLElement>('input')?.focus()
  }

  #next = this.#rows().length

  /** The last row stays, so that there is one to copy. */
  #offerRemoval(row: HTMLElement) {
    const offer = row.querySelector<HTMLElement>('[data-remove]')
    if (!offer) return
    offer.hidden = false
    offer.querySelector('button')?.addEventListener('click', () => {
      if (this.#rows().length > 1) row.remove()
      else empty(row)
      this.#rows().at(-1)?.querySelector<HTMLElement>('input')?.focus()
    })
  }
}

function empty(row: HTMLElement) {
  for (const field of row.querySelectorAll<HTMLInputElement>('input, textarea')) {
    field.value = ''
    field.removeAttribute('value')
    field.removeAttribute('aria-invalid')
    if (field.matches('textarea')) field.textContent = ''
  }
  for (const error of row.querySelectorAll('.error')) error.remove()
}

/** `slots[3][room]` and `f-slots-3-room`, wherever they are, take the number of the row. */
function renumber(row: HTMLElement, index: number) {
  for (const element of row.querySelectorAll('[name], [id], [for], [aria-describedby]')) {
    for (const name of ['name', 'id', 'for', 'aria-describedby']) {
      const value = element.getAttribute(name)
      if (value) element.setAttribute(name, value.replace(/(slots[[-])\d+/g, `$1${index}`))
    }
  }
  const legend = row.querySelector('legend')
  if (legend) legend.textContent = (legend.textContent ?? '').replace(/\d+/, String(index + 1))
}

customElements.define('slot-rows', SlotRows)
