import type { PushedReply } from '../../server/platform/realtime/contract.ts'
import { type LiveSocket, liveSocket } from './lib/socket.ts'
import { missingPosts, postOf, readPosts } from './threads/posts.ts'

/** The replies of a discussion: those that others post appear while one reads. */
class LiveThread extends HTMLElement {
  #socket: LiveSocket | undefined
  #wasCut = false
  #waiting = 0

  connectedCallback() {
    this.#socket = liveSocket(location.pathname, {
      joined: () => void this.#catchUp(),
      lost: () => {
        this.#wasCut = true
      },
      ended: () => {},
    })
    this.#socket.on('reply:posted', reply => this.#receive(reply))
    this.#socket.on('reply:changed', reply => this.#redraw(reply))
    // The page itself says what became of the discussion.
    this.#socket.on('thread:removed', () => location.reload())
  }

  disconnectedCallback() {
    this.#socket?.close()
  }

  #receive(reply: PushedReply) {
    if (reply.thread !== this.dataset.thread) return
    const post = postOf(reply.html)
    if (post) this.#add([post])
  }

  #redraw(reply: PushedReply) {
    if (reply.thread !== this.dataset.thread) return
    const post = postOf(reply.html)
    const known = post && document.getElementById(post.id)
    if (known) known.replaceWith(post)
  }

  /** Back after a cut, the page itself says what was missed. */
  async #catchUp() {
    if (!this.#wasCut) return
    this.#wasCut = false
    const response = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(
      () => null,
    )
    if (response?.ok) this.#add(missingPosts(await response.text()))
  }

  #add(posts: HTMLElement[]) {
    const fresh = posts.filter(post => !document.getElementById(post.id))
    const others = fresh.filter(post => post.dataset.author !== this.dataset.viewer)
    for (const post of fresh)
      if (!others.includes(post)) post.querySelector('[data-report]')?.remove()
    if (this.dataset.last === undefined) {
      if (others.length > 0) this.#offer(others.length)
      return
    }
    this.append(...fresh)
    const name = others.at(-1)?.querySelector('.by, b')?.textContent
    if (name) this.#say((this.dataset.arrived ?? '').replace('%name%', name))
    void readPosts(this)
  }

  /** Elsewhere in the discussion, a link leads to what has come. */
  #offer(more: number) {
    this.#waiting += more
    const sentence = this.#waiting === 1 ? this.dataset.moreOne : this.dataset.moreOther
    const link = this.querySelector<HTMLAnchorElement>('a.toast') ?? this.#offerLink()
    link.textContent = (sentence ?? '').replace('%count%', String(this.#waiting))
    this.#say(link.textContent)
  }

  #offerLink() {
    const link = document.createElement('a')
    link.className = 'toast btn primary'
    link.href = `${location.pathname}?page=100000`
    this.append(link)
    return link
  }

  #say(sentence: string) {
    const status = document.querySelector('[data-live-status]')
    if (status) status.textContent = sentence
  }
}

customElements.define('live-thread', LiveThread)
