// Opens the chat above the page. All of it is fetched with the first press; by whoever has used it before, once the page
// is at rest, to show whether there is an answer.
const kUsed = "hurtrock:chat-used"
const kRememberMs = 30 * 24 * 60 * 60 * 1_000
const kRestMs = 2_000

export default class ChatButton {
  #ending = new AbortController()
  #widget
  #timer

  constructor(link) {
    this.link = link
    link.addEventListener("click", event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
      event.preventDefault()
      this.#open()
    }, { signal: this.#ending.signal })
    if (wasUsed()) this.#timer = setTimeout(() => this.#load().catch(() => {}), kRestMs)
  }

  disconnect() {
    clearTimeout(this.#timer)
    this.#ending.abort()
    this.#widget?.then(widget => widget.disconnect(), () => {})
  }

  async #open() {
    this.link.ariaBusy = "true"
    try {
      await (await this.#load()).open()
    } catch {
      location.assign(this.link.href)
    } finally {
      this.link.ariaBusy = null
    }
  }

  #load() {
    this.#widget ??= import(this.link.dataset.module).then(({ default: ChatWidget }) => new ChatWidget(this.link))
    this.#widget.catch(() => (this.#widget = undefined))
    return this.#widget
  }
}

// By somebody who still has a session: nobody gets one for this.
function wasUsed() {
  if (!document.querySelector('meta[name="csrf-token"]')) return false
  try {
    return Date.now() - Number(localStorage.getItem(kUsed) ?? 0) < kRememberMs
  } catch {
    return false
  }
}
