import { draggable } from './lib/drag-rows.ts'

/** The steps of a workshop: added, removed, moved, with their total, without asking the server. */
class StepRows extends HTMLElement {
  connectedCallback() {
    for (const row of this.#rows()) this.#equip(row)
    this.#takeOverTheButton()
    this.addEventListener('input', () => this.#tellTotal())
    this.#duration?.addEventListener('input', () => this.#tellTotal())
    this.#tellTotal()
  }

  #rows() {
    return [...this.querySelectorAll<HTMLElement>('[data-step]')]
  }

  get #duration() {
    return this.closest('form')?.querySelector<HTMLInputElement>('[name="durationMinutes"]')
  }

  /** Without a script this button asks the server for a page with more rows. */
  #takeOverTheButton() {
    const section = this.parentElement
    const button = section?.querySelector<HTMLButtonElement>('button[name="addSteps"]')
    if (!button) return
    const label = button.querySelector('span')
    if (label) label.textContent = this.dataset.add ?? ''
    section?.querySelector('[data-plain]')?.remove()
    button.type = 'button'
    button.addEventListener('click', () => this.#add())
  }

  #equip(row: HTMLElement) {
    const tools = row.querySelector<HTMLElement>('[data-tools]')
    if (!tools) return
    const on = (name: string, act: () => void) => {
      const button = tools.querySelector<HTMLButtonElement>(`[data-${name}]`)
      if (!button) return
      button.type = 'button'
      button.addEventListener('click', act)
    }
    on('up', () => this.#move(row, -1))
    on('down', () => this.#move(row, 1))
    on('remove', () => this.#remove(row))
    const grip = tools.querySelector<HTMLElement>('[data-grip]')
    if (grip) draggable(row, grip, () => this.#dropped(row))
  }

  #add() {
    const copy = this.#rows().at(-1)?.cloneNode(true)
    if (!(copy instanceof HTMLElement)) return
    empty(copy)
    this.append(copy)
    this.#equip(copy)
    this.#renumber()
    firstField(copy)?.focus()
  }

  /** The last row stays, so that there is one to copy. */
  #remove(row: HTMLElement) {
    const rows = this.#rows()
    const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1]
    if (next) row.remove()
    else empty(row)
    this.#renumber()
    firstField(next ?? row)?.focus()
    this.dispatchEvent(new Event('change', { bubbles: true }))
  }

  #move(row: HTMLElement, by: 1 | -1) {
    const rows = this.#rows()
    const other = rows[rows.indexOf(row) + by]
    if (!other) return
    if (by === 1) other.after(row)
    else other.before(row)
    this.#renumber()
    row.querySelector<HTMLElement>(by === 1 ? '[data-down]' : '[data-up]')?.focus()
    this.#tellPlace(row)
  }

  #dropped(row: HTMLElement) {
    this.#renumber()
    this.#tellPlace(row)
  }

  #tellPlace(row: HTMLElement) {
    this.#say(this.dataset.moved, { number: this.#rows().indexOf(row) + 1 })
    this.dispatchEvent(new Event('change', { bubbles: true }))
  }

  /** The server keeps the order of the numbers in names. */
  #renumber() {
    this.#rows().forEach(renumber)
    this.#tellTotal()
  }

  #tellTotal() {
    const minutes = this.#rows().reduce((sum, row) => sum + minutesOf(row), 0)
    const told = Number(this.#duration?.value)
    const sentence = told && told !== minutes ? this.dataset.differs : this.dataset.total
    this.#say(sentence, { total: durationWords(minutes, this.dataset.language) })
  }

  #say(sentence = '', values: Record<string, string | number>) {
    const line = this.parentElement?.querySelector<HTMLElement>('p[data-total]')
    if (!line) return
    line.hidden = false
    line.textContent = sentence.replace(/\{(\w+)\}/g, (_, name: string) => `${values[name] ?? ''}`)
  }
}

function firstField(row: HTMLElement) {
  return row.querySelector<HTMLElement>('input')
}

function minutesOf(row: HTMLElement) {
  const field = row.querySelector<HTMLInputElement>('[name$="[minutes]"]')
  return Math.max(0, Math.round(Number(field?.value) || 0))
}

function durationWords(minutes: number, language = 'fr') {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours === 0) return `${rest}\u00A0min`
  if (rest === 0) return `${hours}\u00A0h`
  const padded = String(rest).padStart(2, '0')
  return `${hours}\u00A0h\u00A0${language === 'fr' ? padded : `${rest}\u00A0min`}`
}

function empty(row: HTMLElement) {
  for (const field of row.querySelectorAll<HTMLInputElement>('input, textarea')) {
    field.value = ''
    field.removeAttribute('aria-invalid')
  }
  for (const error of row.querySelectorAll('.error')) error.remove()
}

/** `steps[3][title]` and `f-steps-3-title`, wherever they are, take the number of the row. */
function renumber(row: HTMLElement, index: number) {
  for (const element of row.querySelectorAll('[name], [id], [for], [aria-describedby]')) {
    for (const name of ['name', 'id', 'for', 'aria-describedby']) {
      const value = element.getAttribute(name)
      if (value) element.setAttribute(name, value.replace(/(steps[[-])\d+/g, `$1${index}`))
    }
  }
  const legend = row.querySelector('[data-legend]')
  if (legend) legend.textContent = (legend.textContent ?? '').replace(/\d+/, String(index + 1))
}

customElements.define('step-rows', StepRows)
