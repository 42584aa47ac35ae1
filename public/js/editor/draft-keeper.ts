import { forgetAll, forgetHere, keepHere, keptHere } from './kept.ts'
import { type Answer, DRAFTS, dataOf, type Saved, sendDraft } from './send.ts'
import { said, type Words } from './words.ts'

const PAUSE_MS = 1500
const RETRY_MS = 4000

/**
 * Keeps a form as a draft while one types. What has not reached the hub is in this browser, and leaves when
 * the line is back. Publishing waits for the draft: a line that breaks then loses nothing.
 */
export class DraftKeeper {
  readonly #form: HTMLFormElement
  readonly #words: Words
  readonly #tab = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`
  #timer = 0
  #changedAt = 0
  #sentAt = 0
  #sending: Promise<unknown> = Promise.resolve()
  #passing = false
  #ended = false

  constructor(form: HTMLFormElement, words: Words) {
    this.#form = form
    this.#words = words
    forgetAll(words.member)
    for (const event of ['input', 'change']) form.addEventListener(event, () => this.#changed())
    form.addEventListener('submit', event => this.#submit(event))
    addEventListener('online', () => this.#changedAt > this.#sentAt && void this.save())
    addEventListener('pagehide', () => this.#leave())
    const out = document.querySelector('form[action="/deconnexion"]')
    out?.addEventListener('submit', () => {
      this.#ended = true
      forgetAll()
    })
    void this.#sendWhatStayed()
  }

  /** The draft's id once the hub has it, even when nothing was typed yet. */
  async id() {
    if (!this.#field('draft')) await this.save()
    return this.#field('draft')
  }

  /** One at a time: what is typed meanwhile leaves with the next one. */
  save(): Promise<Answer> {
    clearTimeout(this.#timer)
    const next = this.#sending.then(() => this.#send())
    this.#sending = next
    return next
  }

  async #send() {
    const at = Date.now()
    const answer = await sendDraft(dataOf(this.#fields(at)))
    if (answer.way === 'saved') this.#saved(answer.draft, at)
    else this.#notSaved(answer)
    return answer
  }

  #changed() {
    this.#changedAt = Date.now()
    clearTimeout(this.#timer)
    if (!this.#ended) this.#timer = setTimeout(() => void this.save(), PAUSE_MS)
  }

  #saved(draft: Saved, at: number) {
    const isNew = !this.#field('draft')
    const before = this.#place
    this.#set('draft', draft.id)
    this.#set('turn', String(draft.turn))
    this.#sentAt = at
    forgetHere(before)
    if (isNew && !this.#field('resource')) history.replaceState(null, '', draft.url)
    this.#tellOthers(draft)
    const time = new Date().toLocaleTimeString(document.documentElement.lang, {
      hour: '2-digit',
      minute: '2-digit',
    })
    this.say(said(this.#words.saved, { time }))
  }

  #notSaved(answer: Answer) {
    this.#keep()
    if (answer.way === 'lost' || answer.way === 'signedOut') {
      this.say(answer.way === 'lost' ? this.#words.kept : this.#words.signedOut)
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.save(), RETRY_MS)
    }
    if (answer.way === 'elsewhere') {
      this.#ended = true
      this.say(this.#words.elsewhere)
    }
    if (answer.way === 'refused') this.say(said(this.#words.refused, { message: answer.message }))
  }

  #keep() {
    const at = this.#changedAt || Date.now()
    keepHere(this.#place, { fields: this.#fields(at), at })
  }

  /** The last words leave with the page, and stay here until the hub shows that it has them. */
  #leave() {
    if (this.#passing || this.#changedAt <= this.#sentAt || this.#ended) return
    this.#keep()
    navigator.sendBeacon(DRAFTS, dataOf(this.#fields(this.#changedAt)))
  }

  #submit(event: SubmitEvent) {
    const { submitter } = event
    if (this.#passing || this.#changedAt <= this.#sentAt) return
    if (submitter instanceof HTMLButtonElement && submitter.formTarget) return
    event.preventDefault()
    event.stopImmediatePropagation()
    void this.#saveFirst(submitter)
  }

  async #saveFirst(submitter: HTMLElement | null) {
    const { way } = await this.save()
    if (way === 'lost' || way === 'signedOut') return
    this.#passing = true
    this.#ended = true
    clearTimeout(this.#timer)
    forgetHere(this.#place)
    this.#form.requestSubmit(submitter)
    // Sent by a script, which may come back with a mistake to correct: writing goes on.
    this.#passing = false
    this.#ended = false
  }

  /** What could not leave the last time; the hub keeps the later one of two, or both. */
  async #sendWhatStayed() {
    const kept = keptHere(this.#place)
    if (!kept) return
    if (kept.at <= Number(this.#words.written ?? 0)) return forgetHere(this.#place)
    const answer = await sendDraft(dataOf(kept.fields))
    const beside = kept.fields.filter(([name]) => !OWN_FIELDS.includes(name))
    const last = answer.way === 'elsewhere' ? await sendDraft(dataOf(beside)) : answer
    if (last.way !== 'saved') return this.say(this.#words.kept)
    forgetHere(this.#place)
    this.say(this.#words.back)
    this.#ended = true
    location.replace(last.draft.url)
    if (new URL(last.draft.url, location.href).pathname === location.pathname) location.reload()
  }

  #tellOthers({ others, version }: Saved) {
    const place = document.querySelector('[data-others]')
    if (!place) return
    const sentences = others.map(other => said(this.#words.other, other))
    const known = Number(this.#field('version'))
    if (version && known && version !== known) sentences.push(this.#words.newer ?? '')
    place.replaceChildren(...sentences.map(note))
  }

  say(sentence: string | undefined) {
    const line = this.#form.querySelector('[data-draft-status]')
    if (line && line.textContent !== sentence) line.textContent = sentence ?? ''
  }

  get #place() {
    const place = this.#field('resource') || this.#field('draft') || 'nouvelle'
    return `${this.#words.member} ${place}`
  }

  #fields(at: number): [string, string][] {
    const typed = [...new FormData(this.#form)].filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    )
    return [...typed, ['tab', this.#tab], ['writtenAt', String(at)]]
  }

  #field(name: string) {
    return this.#form.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.value ?? ''
  }

  #set(name: string, value: string) {
    const field = this.#form.querySelector<HTMLInputElement>(`input[name="${name}"]`)
    if (field) field.value = value
  }
}

const OWN_FIELDS = ['draft', 'turn', 'tab', 'writtenAt', 'resource', 'version']

function note(sentence: string) {
  const line = document.createElement('p')
  line.className = 'note'
  line.dataset.tone = 'wheat'
  line.textContent = sentence
  return line
}
