import { draftOf, forgetDraft, keepDraft } from './threads/draft.ts'
import { MARKS } from './threads/marks.ts'
import { walkable } from './threads/toolbar.ts'

/** The text of a message: a toolbar, a preview in place, and a draft that waits until it is sent. */
class TextComposer extends HTMLElement {
  connectedCallback() {
    const text = this.querySelector('textarea')
    const form = this.closest('form')
    if (!text || !form) return
    this.#openToolbar(text)
    this.#openDraft(text)
    form.addEventListener('submit', event => this.#submit(event, form, text))
  }

  #openToolbar(text: HTMLTextAreaElement) {
    const toolbar = this.querySelector<HTMLElement>('[role=toolbar]')
    if (!toolbar) return
    toolbar.parentElement?.removeAttribute('hidden')
    walkable(toolbar)
    for (const button of toolbar.querySelectorAll<HTMLButtonElement>('[data-mark]')) {
      button.addEventListener('click', () => MARKS[button.dataset.mark ?? '']?.(text))
    }
    text.addEventListener('keydown', event => {
      const mark = SHORTCUTS[event.key.toLowerCase()]
      if (!mark || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      MARKS[mark]?.(text)
    })
  }

  #openDraft(text: HTMLTextAreaElement) {
    const { draft } = this.dataset
    if (!draft) return
    const kept = draftOf(draft)
    // What the page itself brings, a quotation or a refused text, comes after what was begun.
    if (kept && !text.hasAttribute('aria-invalid') && !text.value.startsWith(kept)) {
      text.value = kept.includes(text.value.trim()) ? kept : `${kept.trimEnd()}\n\n${text.value}`
      this.#say(this.dataset.draftBack)
    }
    text.addEventListener('input', () => keepDraft(draft, text.value))
  }

  #submit(event: SubmitEvent, form: HTMLFormElement, text: HTMLTextAreaElement) {
    if (event.submitter?.getAttribute('name') === 'apercu') {
      event.preventDefault()
      void this.#preview(text.value)
    } else if (this.dataset.draft) {
      event.preventDefault()
      void this.#send(form, event.submitter)
    }
  }

  async #preview(body: string) {
    const answer = await postJson(this.dataset.preview ?? '', { body })
    const record: unknown = answer?.ok ? await answer.json() : undefined
    const place = this.querySelector('[data-preview-here]')
    const frame = this.querySelector('template')?.content.cloneNode(true)
    if (!place || !frame || !hasHtml(record)) {
      this.#say(this.dataset.noPreview)
      return
    }
    place.replaceChildren(frame)
    const prose = place.querySelector('.prose')
    if (prose) prose.innerHTML = record.html
  }

  /** Sent from here, so that the draft goes only once the hub has the message. */
  async #send(form: HTMLFormElement, submitter: HTMLElement | null) {
    if (form.ariaBusy === 'true') return
    form.ariaBusy = 'true'
    submitter?.setAttribute('aria-disabled', 'true')
    const answer = await postJson(form.action, Object.fromEntries(new FormData(form)))
    form.ariaBusy = null
    submitter?.removeAttribute('aria-disabled')
    if (answer?.status === 201 || answer?.status === 202) this.#sent(form, await answer.json())
    else if (answer && answer.status < 500) form.submit()
    else this.#say(this.dataset.notSent)
  }

  #sent(form: HTMLFormElement, record: unknown) {
    forgetDraft(this.dataset.draft ?? '')
    form.dispatchEvent(new Event('form:delivered'))
    form.reset()
    const url = typeof record === 'object' && record && 'url' in record ? String(record.url) : ''
    // A reader of this very page stays on it when only the place within it changes.
    const target = new URL(url || location.pathname, location.href)
    const samePage = target.pathname + target.search === location.pathname + location.search
    location.assign(target)
    if (samePage && target.hash) location.reload()
  }

  #say(sentence: string | undefined) {
    const status = this.querySelector('[role=status]')
    if (status) status.textContent = sentence ?? ''
  }
}

const SHORTCUTS: Record<string, string> = { b: 'bold', i: 'italic', k: 'link' }

function hasHtml(record: unknown): record is { html: string } {
  return typeof record === 'object' && record !== null && 'html' in record
}

async function postJson(url: string, body: object) {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => undefined)
}

customElements.define('text-composer', TextComposer)
