/** One toolbar, below the text that is being written. */
export function placeToolbar(form: HTMLFormElement, template: HTMLTemplateElement) {
  const toolbar = template.content.querySelector<HTMLElement>('markdown-toolbar')
  if (!toolbar) return undefined
  form.addEventListener('focusin', ({ target }) => {
    const text = markdownField(target)
    if (!text || toolbar.previousElementSibling === text) return
    toolbar.setAttribute('for', text.id)
    text.after(toolbar)
  })
  form.addEventListener('keydown', event => {
    const style = SHORTCUTS[event.key.toLowerCase()]
    if (!style || !markdownField(event.target) || !isShortcut(event)) return
    event.preventDefault()
    toolbar.querySelector<HTMLElement>(`[data-md-button="${style}"]`)?.click()
  })
  return toolbar
}

export function markdownField(target: EventTarget | null) {
  return target instanceof HTMLTextAreaElement && target.matches('[data-markdown]')
    ? target
    : undefined
}

const SHORTCUTS: Record<string, string> = { b: 'bold', i: 'italic', k: 'link' }

function isShortcut({ ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent) {
  return (ctrlKey || metaKey) && !altKey && !shiftKey
}
