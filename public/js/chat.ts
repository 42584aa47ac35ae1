import type { PushedMessage } from '../../server/platform/realtime/contract.ts'
import { openComposer } from './chat/composer.ts'
import { articlesIn, Log } from './chat/log.ts'
import { Outbox } from './chat/outbox.ts'
import { TypingLine } from './chat/typing.ts'
import { type LiveSocket, liveSocket } from './lib/socket.ts'

const PATIENCE_MS = 1_500
const READ_MS = 400

/** A room while one is in it: what is said appears, in the same order for everybody. */
class LiveRoom {
  readonly #talk: HTMLElement
  readonly #url: string
  readonly #me: string
  readonly #log: Log
  readonly #outbox: Outbox
  readonly #socket: LiveSocket
  readonly #typing: TypingLine
  readonly #title = document.title
  /** An older page of the history: what comes now does not follow what is shown. */
  readonly #atEnd: boolean
  #unseen = 0
  #reading: ReturnType<typeof setTimeout> | undefined
  #catching: Promise<void> | undefined

  constructor(talk: HTMLElement) {
    const room = talk.dataset.room ?? ''
    this.#talk = talk
    this.#url = `/salons/${room}`
    this.#me = talk.dataset.me ?? ''
    this.#atEnd = talk.dataset.end !== undefined
    this.#log = new Log(this.#find('[role=log]'), this.#find('.log'), this.#me, this.#words())
    this.#log.last = Number(talk.dataset.total)
    this.#outbox = new Outbox(`${this.#url}/messages`, this.#log, talk)
    this.#outbox.onSent = () => setTimeout(() => this.#fetchIfWaiting(), PATIENCE_MS)
    this.#typing = new TypingLine(this.#find('.typing'))
    this.#socket = this.#listen(room)
    this.#openComposer(room)
    this.#openHistory()
    this.#watchReader()
  }

  #listen(room: string) {
    const socket = liveSocket(room, {
      joined: () => {
        this.#show('.offline:not([data-ended])', false)
        void this.#catchUp().then(() => this.#outbox.retryAll())
      },
      lost: () => this.#show('.offline:not([data-ended])', true),
      ended: () => {
        this.#show('.offline:not([data-ended])', false)
        this.#show('[data-ended]', true)
      },
    })
    const inRoom = (payload: { room: string }) => payload.room === room
    socket.on('message:posted', message => inRoom(message) && this.#receive(message))
    socket.on('message:edited', message => inRoom(message) && this.#redraw(message))
    socket.on('message:removed', message => inRoom(message) && this.#redraw(message))
    socket.on('room:typing', ({ member, html }) => this.#typing.show(member.id, html))
    socket.on('room:presence', presence => {
      if (!inRoom(presence)) return
      const aside = document.querySelector('.present')
      if (aside) aside.innerHTML = presence.html
      this.#find('[data-online]').textContent = String(presence.total)
    })
    return socket
  }

  #receive(message: PushedMessage) {
    const [article] = articlesIn(message.html)
    if (!article) return
    if (!this.#atEnd) {
      this.#outbox.arrived(message.clientId)
      this.#show('.jump', true)
      return
    }
    const missed = message.seq > this.#log.last + 1
    this.#add(article)
    if (missed) void this.#catchUp()
  }

  #redraw(message: PushedMessage) {
    const [article] = articlesIn(message.html)
    if (article && this.#log.has(message.seq)) this.#log.place(article)
  }

  /** A message that comes for the first time, from the socket or from a page asked after a cut. */
  #add(article: HTMLElement) {
    const isKnown = this.#log.has(Number(article.dataset.seq))
    const isMine = article.dataset.author === this.#me
    const wasAtEnd = this.#log.isAtEnd
    this.#outbox.arrived(isMine ? article.dataset.client : null)
    this.#log.place(article)
    this.#typing.hide(article.dataset.author)
    if (isKnown || isMine) return
    if (document.hidden) this.#noteUnseen(article)
    else this.#readSoon()
    if (!wasAtEnd) this.#show('.jump', true)
  }

  #noteUnseen(article: HTMLElement) {
    this.#unseen += 1
    this.#log.ruleOffNew(article)
    document.title = `(${this.#unseen}) ${this.#title}`
  }

  /** Asks for what was missed, page by page; several calls at once ask once. */
  #catchUp() {
    this.#catching ??= this.#fetchMissed().finally(() => {
      this.#catching = undefined
    })
    return this.#catching
  }

  async #fetchMissed() {
    while (this.#atEnd) {
      const from = this.#log.last
      const articles = await this.#fetchArticles(`${this.#url}?depuis=${from}`)
      for (const article of articles) this.#add(article)
      if (this.#log.last === from) return
    }
  }

  #fetchIfWaiting() {
    if (this.#talk.querySelector('.pending')) void this.#catchUp()
  }

  async #fetchArticles(address: string) {
    try {
      const response = await fetch(address, { headers: { accept: 'text/html' } })
      return response.ok ? articlesIn(await response.text()) : []
    } catch {
      return []
    }
  }

  #openComposer(room: string) {
    const text = this.#find('textarea')
    if (!(text instanceof HTMLTextAreaElement) || !text.form) return
    openComposer(text.form, text, {
      say: (body, clientId) => this.#outbox.send(body, clientId),
      type: () => this.#socket.emit('room:typing', { room }),
    })
  }

  /** « Messages plus anciens » brings them here instead of leading to their page. */
  #openHistory() {
    const link = this.#talk.querySelector<HTMLAnchorElement>('.older a')
    link?.addEventListener('click', async event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      const articles = await this.#fetchArticles(`${this.#url}?avant=${this.#log.first}`)
      if (articles.length === 0) location.assign(link.href)
      this.#log.prepend(articles)
      if (this.#log.first <= 1) link.parentElement?.remove()
    })
    const jump = this.#find('.jump')
    jump.addEventListener('click', () => {
      if (!this.#atEnd) location.assign(this.#url)
      this.#show('.jump', false)
      this.#log.toEnd()
    })
    this.#find('.log').addEventListener('scroll', () => {
      if (this.#atEnd && this.#log.isAtEnd) this.#show('.jump', false)
    })
  }

  #watchReader() {
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) {
        this.#log.forgetNew()
        return
      }
      if (this.#unseen > 0) this.#readSoon()
      this.#unseen = 0
      document.title = this.#title
    })
  }

  /** Tells the hub how far its reader has come, once for several messages. */
  #readSoon() {
    clearTimeout(this.#reading)
    this.#reading = setTimeout(() => {
      fetch(`${this.#url}/lecture`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ seq: this.#log.last }),
      }).catch(() => undefined)
    }, READ_MS)
  }

  #words() {
    const content = this.#talk.querySelector<HTMLTemplateElement>('template[data-words]')?.content
    const word = (name: string) => content?.querySelector(`[data-word=${name}]`)?.textContent ?? ''
    return { today: word('today'), fresh: word('fresh') }
  }

  #show(selector: string, shown: boolean) {
    this.#find(selector).hidden = !shown
  }

  #find(selector: string) {
    const element = this.#talk.querySelector<HTMLElement>(selector)
    if (!element) throw new Error(`The room's page has no ${selector}`)
    return element
  }
}

const talk = document.querySelector<HTMLElement>('[data-room]')
if (talk) new LiveRoom(talk)
