/** The summary and the messages that the server would have drawn, around the form as it is. */
export function showErrors(form: HTMLFormElement, title: string, errors: Record<string, string>) {
  clearErrors(form)
  const summary = element('div', { class: 'note errors', role: 'alert', tabindex: '-1' })
  summary.dataset.tone = 'brick'
  const heading = element('b')
  heading.textContent = title
  const list = element('ul')
  for (const [name, message] of Object.entries(errors)) list.append(lineFor(form, name, message))
  const inner = element('div')
  inner.append(heading, list)
  summary.append(inner)
  form.before(summary)
  summary.scrollIntoView({ block: 'center' })
  summary.focus()
}

export function clearErrors(form: HTMLFormElement) {
  while (form.previousElementSibling?.matches('.errors')) form.previousElementSibling.remove()
  for (const error of form.querySelectorAll('.field > .error')) error.remove()
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid')
}

function lineFor(form: HTMLFormElement, name: string, message: string) {
  const line = element('li')
  const field = form.querySelector(`#f-${CSS.escape(name.replaceAll('.', '-'))}`)
  if (!field) {
    line.textContent = message
    return line
  }
  markField(field, message)
  const link = element('a', { href: `#${field.id}` })
  link.textContent = message
  line.append(link)
  return line
}

function markField(field: Element, message: string) {
  const error = element('p', { class: 'error', id: `e-${field.id}` })
  error.textContent = message
  field.setAttribute('aria-invalid', 'true')
  const described = field.getAttribute('aria-describedby')?.split(' ') ?? []
  field.setAttribute('aria-describedby', [...new Set([error.id, ...described])].join(' ').trim())
  field.closest('.field')?.append(error)
}

function element(name: string, attributes: Record<string, string> = {}) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}
