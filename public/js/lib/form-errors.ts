/** The summary and the messages that the server would have drawn, around the form as it is. */
export function showErrors(
  form: HTMLFormElement,
  words: { errors?: string; line?: string },
  errors: Record<string, string>,
) {
  clearErrors(form)
  const summary = element('div', { class: 'note errors', role: 'alert', tabindex: '-1' })
  summary.dataset.tone = 'brick'
  const heading = element('b')
  heading.textContent = words.errors ?? ''
  const list = element('ul')
  for (const [name, message] of Object.entries(errors)) {
    list.append(lineFor(form, name, message, words.line))
  }
  const inner = element('div')
  inner.append(heading, list)
  summary.append(inner)
  form.before(summary)
  summary.scrollIntoView({ block: 'center' })
  summary.focus()
}

export function clearErrors(form: HTMLFormElement) {
  while (form.previousElementSibling?.matches('.errors')) form.previousElementSibling.remove()
  for (const error of form.querySelectorAll(':is(.field, fieldset) > .error')) error.remove()
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid')
}

function lineFor(form: HTMLFormElement, name: string, message: string, sentence = '') {
  const line = element('li')
  const field = form.querySelector(`#f-${CSS.escape(name.replaceAll('.', '-'))}`)
  if (!field) {
    line.textContent = message
    return line
  }
  markField(field, message)
  const link = element('a', { href: `#${field.id}` })
  link.textContent = named(field, message, sentence)
  line.append(link)
  return line
}

/** « Titre : cette case est à remplir. », as the server's own list says it. */
function named(field: Element, message: string, sentence: string) {
  const label = document.querySelector(`label[for="${field.id}"]`)?.firstChild?.textContent?.trim()
  if (!label || !sentence) return message
  const lower = message.charAt(0).toLowerCase() + message.slice(1)
  return sentence.replace('%name%', label).replace('%message%', () => lower)
}

/** What is wrong stands beside the field, which says so. */
export function markField(field: Element, message: string) {
  const error = element('p', { class: 'error', id: `e-${field.id}` })
  error.textContent = message
  field.setAttribute('aria-invalid', 'true')
  const described = field.getAttribute('aria-describedby')?.split(' ') ?? []
  field.setAttribute('aria-describedby', [...new Set([error.id, ...described])].join(' ').trim())
  field.closest('.field, fieldset')?.append(error)
  field.closest('details')?.setAttribute('open', '')
}

function element(name: string, attributes: Record<string, string> = {}) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}
