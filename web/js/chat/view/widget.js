import { inPageLanguage } from "../../parts/page_language.js"
import { pagesChat } from "./pages_chat.js"
import { VisitorsPanel } from "./visitors_panel.js"

// The chat above a page. Beside the page where there is room, so that one can go on looking; over it on a phone.
const kOpen = "hurtrock:chat-open"

export default class ChatWidget {
  #link
  #chat
  #dialog
  #panel
  #loading
  #ending = new AbortController()

  constructor(link) {
    this.#link = link
    this.#chat = pagesChat(link.dataset.person)
    const deaf = this.#chat.client.listen(() => queueMicrotask(() => this.#count()))
    this.#ending.signal.addEventListener("abort", deaf)
    // Beside the pages of a shop one goes through it stays open.
    if (isLarge() && wasOpen()) this.#show({ takesFocus: false }).catch(() => {})
  }

  disconnect() {
    this.#ending.abort()
    this.#panel?.end()
    this.#dialog?.remove()
  }

  async open() {
    if (this.#dialog?.open) return this.#close()
    this.#chat.use()
    await this.#show({ takesFocus: true })
  }

  async #show({ takesFocus }) {
    await (this.#loading ??= this.#load().catch(failure => {
      this.#loading = undefined
      throw failure
    }))
    const before = document.activeElement
    if (isLarge()) this.#dialog.show()
    else this.#dialog.showModal()
    // A dialog that shows itself takes the focus.
    if (!takesFocus) before === document.body ? document.activeElement.blur() : before.focus({ preventScroll: true })
    this.#link.ariaExpanded = "true"
    keepOpen(true)
    this.#panel.show()
    if (takesFocus) this.#panel.focus()
  }

  async #load() {
    const [answer] = await Promise.all([fetch(inPageLanguage("/chat/panel"), { headers: { Accept: "text/html" } }), this.#style()])
    if (!answer.ok) throw new Error(`status ${answer.status}`)
    const fragment = new DOMParser().parseFromString(await answer.text(), "text/html")
    this.#dialog = document.body.appendChild(fragment.querySelector("dialog"))
    this.#panel = new VisitorsPanel(this.#dialog, this.#chat, { isShown: () => this.#dialog.open })
    const { signal } = this.#ending
    this.#dialog.querySelector("[data-part=close]").addEventListener("click", () => this.#close(), { signal })
    this.#dialog.addEventListener("keydown", event => {
      if (event.key !== "Escape") return
      event.preventDefault()
      this.#close()
    }, { signal })
    this.#dialog.addEventListener("cancel", event => {
      event.preventDefault()
      this.#close()
    }, { signal })
  }

  #style() {
    return new Promise((resolve, reject) => {
      const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: this.#link.dataset.sheet, onload: resolve, onerror: reject })
      document.head.append(sheet)
    })
  }

  #close() {
    this.#dialog.close()
    this.#link.ariaExpanded = "false"
    keepOpen(false)
    this.#link.focus()
  }

  #count() {
    const { unread } = this.#chat.client.rooms
    const count = this.#link.querySelector("[data-count]")
    count.textContent = unread
    count.hidden = unread === 0
  }
}

function isLarge() {
  return matchMedia("(min-width: 768px)").matches
}

function wasOpen() {
  try {
    return sessionStorage.getItem(kOpen) === "1"
  } catch {
    return false
  }
}

function keepOpen(isOpen) {
  try {
    if (isOpen) sessionStorage.setItem(kOpen, "1")
    else sessionStorage.removeItem(kOpen)
  } catch {
    // Then it is opened again by hand.
  }
}
