import { ruleOffDay } from './days.ts'

type Words = { today: string; fresh: string }

/** The messages on the page, in the order of their numbers whatever the order they come in. */
export class Log {
  readonly #list: HTMLElement
  readonly #scroller: HTMLElement
  readonly #me: string
  readonly #words: Words

  constructor(list: HTMLElement, scroller: HTMLElement, me: string, words: Words) {
    this.#list = list
    this.#scroller = scroller
    this.#me = me
    this.#words = words
  }

  /** The number up to which nothing is missing. */
  last = 0

  get first() {
    return Number(this.#list.querySelector<HTMLElement>('article[data-seq]')?.dataset.seq ?? 1)
  }

  has(seq: number) {
    return this.#list.querySelector(`#m${seq}`) !== null
  }

  /** Puts a message in its place, or in the place of its former self. */
  place(article: HTMLElement) {
    if (article.dataset.author === this.#me) article.dataset.mine = ''
    const known = this.#list.querySelector(`#${article.id}`)
    this.#keepingPlace(() => {
      this.#list.querySelector('[data-empty]')?.remove()
      if (known) known.replaceWith(article)
      else this.#insert(article)
      ruleOffDay(this.#list, article.dataset.day ?? '', this.#words.today)
    })
    while (this.has(this.last + 1)) this.last += 1
  }

  /** Something of one's own that is not in the room yet: always at the end. */
  append(article: HTMLElement) {
    this.#list.querySelector('[data-empty]')?.remove()
    this.#list.append(article)
    this.toEnd()
  }

  /** Older messages come in above, without a word from screen readers and without moving the page. */
  prepend(articles: HTMLElement[]) {
    this.#list.setAttribute('aria-live', 'off')
    for (const article of articles) this.place(article)
    setTimeout(() => this.#list.removeAttribute('aria-live'), 500)
  }

  /** « Nouveaux messages » above this message: what came while one looked elsewhere. */
  ruleOffNew(article: HTMLElement) {
    if (this.#list.querySelector('[data-fresh]')) return
    const rule = document.createElement('p')
    const words = document.createElement('span')
    rule.className = 'line rule'
    rule.dataset.tone = 'wheat'
    rule.dataset.fresh = ''
    words.textContent = this.#words.fresh
    rule.append(words)
    this.#keepingPlace(() => article.before(rule))
  }

  forgetNew() {
    this.#list.querySelector('[data-fresh]')?.remove()
  }

  get isAtEnd() {
    return Math.abs(this.#scroller.scrollTop) < 48
  }

  toEnd() {
    this.#scroller.scrollTop = 0
  }

  #insert(article: HTMLElement) {
    const seq = Number(article.dataset.seq)
    const numbered = [...this.#list.querySelectorAll<HTMLElement>('article[data-seq]')]
    // Most messages come last: look from there.
    const before = [...numbered].reverse().find(one => Number(one.dataset.seq) < seq)
    if (before) before.after(article)
    else if (numbered[0]) (ruleAbove(numbered[0]) ?? numbered[0]).before(article)
    else this.#list.append(article)
    const pending = [...this.#list.querySelectorAll('article.pending')]
    if (pending.length > 0) this.#list.append(...pending)
  }

  /** The log counts its scroll from its end: a reader further up stays on the same lines. */
  #keepingPlace(change: () => void) {
    const { isAtEnd } = this
    const { scrollHeight, scrollTop } = this.#scroller
    const anchor = this.#topmostVisible()
    const offset = anchor?.getBoundingClientRect().top ?? 0
    change()
    if (isAtEnd) return
    if (anchor?.isConnected) this.#scroller.scrollTop += anchor.getBoundingClientRect().top - offset
    else this.#scroller.scrollTop = scrollTop - (this.#scroller.scrollHeight - scrollHeight)
  }

  #topmostVisible() {
    const { top } = this.#scroller.getBoundingClientRect()
    const articles = this.#list.querySelectorAll('article')
    return [...articles].find(article => article.getBoundingClientRect().bottom > top)
  }
}

/** The messages of a page or of a broadcast, as the hub drew them. */
export function articlesIn(html: string) {
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  return [...parsed.querySelectorAll<HTMLElement>('article[data-seq]')].map(article =>
    document.adoptNode(article),
  )
}

function ruleAbove(article: Element) {
  const above = article.previousElementSibling
  return above?.matches('h2[data-day]') ? above : null
}
