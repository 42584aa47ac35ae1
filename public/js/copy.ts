/** Copies a field into the clipboard. Without a script, or without permission, the field is selected to be copied by hand. */
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  const field = document.querySelector<HTMLTextAreaElement>(`#${button.dataset.copy}`)
  if (field) enhance(button, field)
}

function enhance(button: HTMLButtonElement, field: HTMLTextAreaElement) {
  button.hidden = false
  const said = document.querySelector<HTMLElement>('[data-copied]')
  button.addEventListener('click', async () => {
    field.select()
    const isCopied = await copy(field.value)
    if (isCopied && said) said.textContent = said.dataset.copied ?? ''
  })
}

async function copy(text: string) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
