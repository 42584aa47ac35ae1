import { draggable } from './lib/drag-rows.ts'

/** The rows of a collection, moved with a grip or their arrows; saving keeps the order that one sees. */
const form = document.querySelector<HTMLFormElement>('form[data-arrange]')
for (const row of form?.querySelectorAll<HTMLElement>('[data-row]') ?? []) {
  const grip = row.querySelector<HTMLElement>('[data-grip]')
  if (grip) draggable(row, grip, () => tellPlace(row))
  onClick(row, '[data-up]', () => row.previousElementSibling?.before(row))
  onClick(row, '[data-down]', () => row.nextElementSibling?.after(row))
}

function onClick(row: HTMLElement, name: string, move: () => void) {
  const button = row.querySelector<HTMLButtonElement>(name)
  if (!button) return
  button.type = 'button'
  button.addEventListener('click', () => {
    move()
    button.focus()
    tellPlace(row)
  })
}

function tellPlace(row: HTMLElement) {
  const place = [...(row.parentElement?.children ?? [])].indexOf(row) + 1
  const said = form?.querySelector<HTMLElement>('[data-said]')
  if (said) said.textContent = (form?.dataset.moved ?? '').replace('{number}', String(place))
}
