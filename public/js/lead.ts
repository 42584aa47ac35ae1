import { keepOffline } from './lib/keep-offline.ts'
import { StepClocks } from './lib/step-clocks.ts'

const SPOKEN_MINUTES = 5

/** A workshop that is being led: one step on the screen, its time, and how far the whole of it is. */
class LeadWorkshop extends HTMLElement {
  #steps: HTMLElement[] = []
  #clocks = new StepClocks([])
  #awake: WakeLockSentinel | undefined
  #spoken = 0

  connectedCallback() {
    this.#steps = [...this.querySelectorAll<HTMLElement>('.lead-step')]
    if (this.#steps.length === 0) return
    const minutes = this.#steps.map(step => Number(step.dataset.minutes))
    this.#clocks = new StepClocks(minutes, `lead ${location.pathname}`)
    for (const plain of this.querySelectorAll('[data-plain]')) plain.remove()
    for (const tool of this.querySelectorAll<HTMLElement>('[data-tools], [data-keys]'))
      tool.hidden = false
    this.#on('before', () => this.#go(-1))
    this.#on('next', () => this.#go(1))
    this.#on('run', () => this.#toggle())
    document.addEventListener('keydown', event => this.#typed(event))
    document.addEventListener('visibilitychange', () => this.#stayAwake())
    addEventListener('hashchange', () => this.#show(this.#asked()))
    setInterval(() => this.#tick(), 500)
    this.#show(location.hash ? this.#asked() : this.#clocks.at)
    keepOffline(this)
  }

  #on(name: string, act: () => void) {
    this.querySelector(`[data-${name}]`)?.addEventListener('click', act)
  }

  #asked() {
    const found = this.#steps.findIndex(({ id }) => `#${id}` === location.hash)
    return Math.max(0, found)
  }

  #typed(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const moves: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 }
    const move = moves[event.key]
    const onControl = event.target instanceof Element && event.target.closest('a, button, summary')
    if (move) this.#go(move)
    else if (event.key === ' ' && !onControl) this.#toggle()
    else return
    event.preventDefault()
  }

  #go(by: number) {
    const at = this.#clocks.at + by
    const step = this.#steps[at]
    if (!step) return
    history.replaceState(null, '', `#${step.id}`)
    this.#show(at)
    step.focus({ preventScroll: true })
    scrollTo({ top: 0 })
    this.#say(`${this.dataset.now} ${at + 1}, ${titleOf(step)}`)
  }

  #show(at: number) {
    this.#clocks.go(at)
    this.#spoken = 0
    this.#steps.forEach((step, index) => {
      step.hidden = index !== at
    })
    const bars = this.querySelectorAll('.pace rect')
    bars.forEach((bar, index) => {
      bar.setAttribute('data-step', index < at ? 'done' : index === at ? 'now' : 'next')
    })
    this.#disable('before', at === 0)
    this.#disable('next', at === this.#steps.length - 1)
    this.#tick()
  }

  #disable(name: string, disabled: boolean) {
    const button = this.querySelector<HTMLButtonElement>(`[data-${name}]`)
    if (button) button.disabled = disabled
  }

  #toggle() {
    this.#clocks.toggle()
    void this.#stayAwake()
    this.#tick()
  }

  #tick() {
    const { running, at, left } = this.#clocks
    const { start, pause, resume } = this.dataset
    this.#write('run', running ? pause : this.#clocks.begun ? resume : start)
    const timed = Number(this.#steps[at]?.dataset.minutes) > 0
    this.#write('clock', timed ? minutesAndSeconds(left) : '–')
    this.#write('about', timed && left < 0 ? this.dataset.over : this.dataset.left)
    this.querySelector('.lead-bar')?.toggleAttribute('data-over-time', timed && left < 0)
    this.#write('after', [this.#comingNext(), this.#end()].filter(Boolean).join(' · '))
    if (running && timed) this.#tell(left)
  }

  #comingNext() {
    const next = this.#steps[this.#clocks.at + 1]
    return next ? `${this.dataset.then} ${titleOf(next)}` : ''
  }

  /** When all of it will be over, if every other step lasts what is planned. */
  #end() {
    const { language, ends } = this.dataset
    const end = new Date(Date.now() + this.#clocks.leftInAll * 1000)
    const [hours, minutes] = [end.getHours(), String(end.getMinutes()).padStart(2, '0')]
    return `${ends} ${hours}${language === 'fr' ? '\u00A0h\u00A0' : ':'}${minutes}`
  }

  /** Softly, for who listens: five minutes, one minute, the end. */
  #tell(left: number) {
    const moments = [SPOKEN_MINUTES * 60, 60, 0]
    const reached = moments.filter(seconds => left <= seconds).length
    if (reached <= this.#spoken) return
    this.#spoken = reached
    const { minutesLeft, lastMinute, time, done } = this.dataset
    const next = this.#steps[this.#clocks.at + 1]
    const end = next ? `${time} ${titleOf(next)}` : (done ?? '')
    this.#say([`${Math.ceil(left / 60)} ${minutesLeft}`, lastMinute ?? '', end][reached - 1] ?? '')
  }

  #say(words: string) {
    this.#write('said', words)
  }

  #write(name: string, words = '') {
    const place = this.querySelector(`[data-${name}]`)
    if (place && place.textContent !== words) place.textContent = words
  }

  /** A phone that goes dark in the middle of a step has to be unlocked with wet hands. */
  async #stayAwake() {
    const wanted = this.#clocks.running && document.visibilityState === 'visible'
    if (!wanted) {
      await this.#awake?.release().catch(() => {})
      this.#awake = undefined
    } else if (!this.#awake || this.#awake.released) {
      this.#awake = await navigator.wakeLock?.request('screen').catch(() => undefined)
    }
  }
}

function titleOf(step: HTMLElement) {
  return step.querySelector('h2')?.textContent ?? ''
}

function minutesAndSeconds(seconds: number) {
  const whole = Math.abs(Math.ceil(seconds))
  const text = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
  return seconds <= -1 ? `+${text}` : text
}

customElements.define('lead-workshop', LeadWorkshop)
