/**
 * A row that follows the finger or the mouse among its sisters, held by its grip. The keyboard has its own
 * buttons. `dropped` is told once, when it lies somewhere else than before.
 */
export function draggable(row: HTMLElement, grip: HTMLElement, dropped: () => void) {
  grip.hidden = false
  grip.addEventListener('pointerdown', event => {
    if (event.button !== 0) return
    event.preventDefault()
    const before = row.nextElementSibling
    const follow = ({ clientY }: PointerEvent) => place(row, clientY)
    const end = () => {
      grip.removeEventListener('pointermove', follow)
      grip.removeEventListener('lostpointercapture', end)
      row.removeAttribute('aria-current')
      if (row.nextElementSibling !== before) dropped()
    }
    row.setAttribute('aria-current', 'true')
    grip.addEventListener('pointermove', follow)
    grip.addEventListener('lostpointercapture', end)
    grip.setPointerCapture(event.pointerId)
  })
}

/** One place at a time, once the pointer has passed the middle of a neighbour. */
function place(row: HTMLElement, y: number) {
  const [above, below] = [row.previousElementSibling, row.nextElementSibling]
  if (above && y < middle(above)) above.before(row)
  else if (below && y > middle(below)) below.after(row)
}

function middle(element: Element) {
  const { top, height } = element.getBoundingClientRect()
  return top + height / 2
}
