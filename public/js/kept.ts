import { asksOnly, conclude, dataOf, deliver, type Words, wordsOf } from './lib/deliver.ts'
import { clearErrors } from './lib/form-errors.ts'
import { forgetOthers, forgetTyped, keepTyped, typedHere } from './lib/typed.ts'

/**
 * Forms in which a member writes: what is typed stays in this browser until the hub has it, and a form
 * that finds no line waits for it. Without a script the plain form does the same, as far as browsers go.
 */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-kept]')) enhance(form)

function enhance(form: HTMLFormElement) {
  const words = wordsOf(form)
  const status = statusOf(form)
  const place = `${words.member} ${location.pathname}${location.search}`
  forgetOthers(words.member ?? '')
  const isRefused = form.querySelector('[aria-invalid]') !== null
  if (!isRefused && typedHere(form, place)) status.textContent = back(form, words)
  for (const event of ['input', 'change'])
    form.addEventListener(event, () => keepTyped(form, place))
  form.addEventListener('form:delivered', () => forgetTyped(place))
  form.addEventListener('submit', event => {
    const { submitter } = event
    if (event.defaultPrevented || hasFiles(form) || asksOnly(submitter)) return
    event.preventDefault()
    void send(form, submitter, status)
  })
}

/** A browser gives no page a file back. */
function back(form: HTMLFormElement, words: Words) {
  const withFiles = form.querySelector('input[type="file"]')
  return `${words.back ?? ''} ${withFiles ? (words.filesAgain ?? '') : ''}`.trim()
}

/** `uploads.ts` sends those. */
function hasFiles(form: HTMLFormElement) {
  return [...form.querySelectorAll<HTMLInputElement>('input[type="file"]')].some(
    ({ files }) => files?.length,
  )
}

async function send(form: HTMLFormElement, submitter: HTMLElement | null, status: HTMLElement) {
  if (form.ariaBusy === 'true') return
  form.ariaBusy = 'true'
  clearErrors(form)
  const words = wordsOf(form)
  const waiting = (sentence: string) => {
    status.textContent = sentence
  }
  const outcome = await deliver(form, dataOf(form, submitter), { words, waiting }).finished
  status.textContent = ''
  if (!conclude(form, outcome, words)) form.ariaBusy = null
}

function statusOf(form: HTMLFormElement) {
  const status = document.createElement('p')
  status.className = 'live soft'
  status.setAttribute('role', 'status')
  form.append(status)
  return status
}
