import type { Log } from './log.ts'

type Draft = { body: string; clientId: string; article: HTMLElement }

/**
 * What was said and is not in the room yet. Each text keeps its `clientId` until it is there, so that
 * trying again after a doubt never says it twice.
 */
export class Outbox {
  readonly #address: string
  readonly #log: Log
  readonly #templates: ParentNode
  readonly #drafts = new Map<string, Draft>()
  #turn: Promise<unknown> = Promise.resolve()
  /** Called when the hub has a message that the socket has not brought yet. */
  onSent = () => {}

  constructor(address: string, log: Log, templates: ParentNode) {
    this.#address = address
    this.#log = log
    this.#templates = templates
  }

  send(body: string, clientId: string) {
    const article = this.#copy('template[data-pending]')
    const said = article.querySelector('.said')
    const text = document.createElement('p')
    text.textContent = body
    said?.append(text)
    this.#drafts.set(clientId, { body, clientId, article })
    this.#log.append(article)
    this.#try(clientId)
  }

  /** The room has it now. */
  arrived(clientId: string | null | undefined) {
    const draft = clientId ? this.#drafts.get(clientId) : undefined
    if (!draft) return
    this.#drafts.delete(draft.clientId)
    draft.article.remove()
  }

  /** The line is back. */
  retryAll() {
    for (const { article, clientId } of this.#drafts.values()) {
      if (article.querySelector('[data-retry]')) this.#try(clientId)
    }
  }

  /** One after the other: what was said first is heard first. */
  #try(clientId: string) {
    this.#turn = this.#turn.then(async () => {
      const draft = this.#drafts.get(clientId)
      if (!draft) return
      draft.article.querySelector('.error')?.remove()
      if (await post(this.#address, draft)) this.onSent()
      else if (this.#drafts.has(clientId)) this.#fail(draft)
    })
  }

  #fail({ article, clientId }: Draft) {
    const notice = this.#copy('template[data-failed]')
    notice.querySelector('[data-retry]')?.addEventListener('click', () => this.#try(clientId))
    notice.querySelector('[data-drop]')?.addEventListener('click', () => this.arrived(clientId))
    article.querySelector('.said')?.after(notice)
  }

  #copy(selector: string) {
    const content = this.#templates.querySelector<HTMLTemplateElement>(selector)?.content
    const copy = content?.firstElementChild?.cloneNode(true)
    if (!(copy instanceof HTMLElement)) throw new Error(`The page has no ${selector}`)
    return copy
  }
}

async function post(address: string, { body, clientId }: Draft): Promise<boolean> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ body, clientId }),
    })
    // A new member's link waits for somebody's look: the page says so.
    if (response.status === 202) location.reload()
    return response.ok
  } catch {
    return false
  }
}
