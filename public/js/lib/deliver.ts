import { showErrors } from './form-errors.ts'
import { type Outcome, type Sending, sendForm } from './send-form.ts'

export type Words = Record<string, string | undefined>
type Hooks = {
  words: Words
  progress?: (part: number) => void
  /** The line is cut: the form waits for it. */
  waiting: (sentence: string) => void
}

const AGAIN_MS = 5_000

/** What a form says in its reader's language while it is sent. */
export function wordsOf(form: HTMLFormElement): Words {
  return form.querySelector<HTMLElement>('template[data-uploads]')?.dataset ?? {}
}

/**
 * Sends a form until the hub has answered: while the line is cut it says so, waits and tries again. Only
 * what the hub takes in once, whatever comes twice, is sent again by itself.
 */
export function deliver(form: HTMLFormElement, data: FormData, hooks: Hooks): Sending {
  let sending: Sending | undefined
  let stop = () => {}
  const stopped = new Promise<void>(resolve => {
    stop = () => {
      sending?.stop()
      resolve()
    }
  })
  const until = async (): Promise<Outcome> => {
    for (;;) {
      sending = sendForm(form, data, hooks.progress ?? (() => {}))
      const outcome = await sending.finished
      if (outcome.way !== 'lost' || !mayComeTwice(form)) return outcome
      hooks.waiting(hooks.words.waiting ?? '')
      if ((await Promise.race([lineIsBack(), stopped.then(() => 'stopped')])) === 'stopped')
        return { way: 'stopped' }
    }
  }
  return { finished: until(), stop }
}

/** Goes on to what was made, or says around the form why there is nothing to go to. True when it is done. */
export function conclude(form: HTMLFormElement, outcome: Outcome, words: Words) {
  if (outcome.way === 'done') {
    form.dispatchEvent(new Event('form:delivered'))
    goTo(outcome.url)
  } else if (outcome.way === 'invalid') showErrors(form, words, outcome.errors)
  else if (outcome.way === 'signedOut') sayWhoIsThere(form, words)
  // Somebody else was quicker: the hub's own page shows both.
  else if (outcome.way === 'conflict') form.submit()
  else if (outcome.way !== 'stopped')
    showErrors(form, words, {
      form: (outcome.way === 'failed' && outcome.message) || words.failed || '',
    })
  return outcome.way === 'done'
}

export function dataOf(form: HTMLFormElement, submitter: HTMLElement | null) {
  const data = new FormData(form)
  const name = submitter?.getAttribute('name')
  if (name) data.append(name, submitter?.getAttribute('value') ?? '')
  return data
}

/** A button that checks nothing asks for the form again, a preview or a draft. */
export function asksOnly(button: HTMLElement | null) {
  return button instanceof HTMLButtonElement && button.formNoValidate
}

function mayComeTwice(form: HTMLFormElement) {
  return form.matches('[data-kept]') || Boolean(form.querySelector('input[name="clientId"]'))
}

/** In a moment, or as soon as the browser says so. */
function lineIsBack() {
  return new Promise<void>(resolve => {
    setTimeout(resolve, AGAIN_MS)
    addEventListener('online', () => resolve(), { once: true })
  })
}

/** The session ended meanwhile: one signs in beside, so that nothing of the form goes. */
function sayWhoIsThere(form: HTMLFormElement, words: Words) {
  showErrors(form, words, { form: words.signedOut ?? '' })
  const link = document.createElement('a')
  link.href = '/connexion'
  link.target = '_blank'
  link.textContent = words.signIn ?? ''
  form.previousElementSibling?.querySelector('li')?.append(' ', link)
}

function goTo(url: string) {
  const target = new URL(url, location.href)
  const samePage = target.pathname + target.search === location.pathname + location.search
  location.assign(target)
  // Only a place within the page changes then; a page that answered a form must not be sent again.
  if (samePage && target.hash) location.reload()
}
