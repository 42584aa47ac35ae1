import { answerOf, canUsePasskeys, creationOf, requestOf } from './passkeys/json.ts'
import { Refused, send } from './passkeys/send.ts'

/** A challenge lives five minutes; what waits in the address field is asked anew before. */
const RENEW_MS = 4 * 60_000

/** What a form and a key have in common: one place to say how it goes. */
abstract class Passkeys extends HTMLElement {
  protected say(sentence: string | undefined) {
    const place = this.querySelector('[role=alert]')
    if (place) place.textContent = sentence ?? ''
  }

  /** Says why when it fails; an answer that another ceremony replaced says nothing. */
  protected async attempt(work: () => Promise<void>) {
    this.say(this.dataset.waiting)
    try {
      await work()
    } catch (failure) {
      if (failure instanceof DOMException && failure.name === 'AbortError') return
      this.say(failure instanceof Refused ? failure.message : this.dataset.failed)
    }
  }
}

/** On the sign-in page: a button, and what the browser offers in the address field. */
class PasskeyDoor extends Passkeys {
  #asking: AbortController | undefined
  #renewing: number | undefined

  connectedCallback() {
    if (!canUsePasskeys()) return
    this.hidden = false
    this.querySelector('button')?.addEventListener('click', () => {
      void this.attempt(() => this.#enter())
    })
    void this.#offer()
  }

  disconnectedCallback() {
    window.clearTimeout(this.#renewing)
    this.#asking?.abort()
  }

  /** Quietly: whoever types a password hears nothing of it. */
  async #offer() {
    const may = await PublicKeyCredential.isConditionalMediationAvailable?.().catch(() => false)
    if (!may) return
    this.#renewing = window.setTimeout(() => void this.#offer(), RENEW_MS)
    await this.#enter('conditional').catch((failure: unknown) => {
      if (failure instanceof Refused) this.say(failure.message)
    })
  }

  async #enter(mediation?: CredentialMediationRequirement) {
    this.#asking?.abort()
    const asking = new AbortController()
    this.#asking = asking
    const options = await send('/connexion/cle/options', {})
    const credential = await navigator.credentials.get({
      publicKey: requestOf(options),
      signal: asking.signal,
      ...(mediation ? { mediation } : {}),
    })
    await send('/connexion/cle', answerOf(credential))
    location.assign(this.dataset.retour || '/')
  }
}

/** On the page of one's security: a form that ends with the device's own question. */
class PasskeyMaker extends Passkeys {
  connectedCallback() {
    const form = this.querySelector('form')
    if (!form || !canUsePasskeys()) return
    form.hidden = false
    this.querySelector('[data-without]')?.remove()
    form.addEventListener('submit', event => {
      event.preventDefault()
      void this.attempt(() => this.#make(form))
    })
  }

  async #make(form: HTMLFormElement) {
    const options = await send(form.action, Object.fromEntries(new FormData(form)))
    const credential = await navigator.credentials.create({ publicKey: creationOf(options) })
    await send('/compte/securite/cles', answerOf(credential))
    location.reload()
  }
}

customElements.define('passkey-door', PasskeyDoor)
customElements.define('passkey-maker', PasskeyMaker)
