/** One stop of the Tab key for the whole toolbar; arrows, Home and End walk in it. */
export function walkable(toolbar: HTMLElement) {
  const buttons = [...toolbar.querySelectorAll<HTMLButtonElement>('button')]
  toolbar.addEventListener('keydown', event => {
    const at = buttons.findIndex(button => button.matches(':focus'))
    const next = nextOf(event.key, at, buttons.length)
    const button = next === undefined ? undefined : buttons[next]
    if (!button) return
    event.preventDefault()
    for (const one of buttons) one.tabIndex = one === button ? 0 : -1
    button.focus()
  })
}

function nextOf(key: string, at: number, count: number) {
  if (key === 'ArrowRight') return (at + 1) % count
  if (key === 'ArrowLeft') return (at - 1 + count) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}
