import { Conversation } from "./conversation.js"
import { Words } from "./words.js"

// A visitor's conversation with the shop, in the widget's dialog or on the page: views/panel.html.
export class VisitorsPanel {
  #root
  #chat
  #conversation
  #words
  #ending = new AbortController()
  #productSent = false

  constructor(root, chat, { isShown }) {
    this.#root = root
    this.#chat = chat
    this.#words = new Words(root)
    this.product = productOfThisPage()
    this.#conversation = new Conversation(root, {
      client: chat.client, words: this.#words, isShown,
      product: () => (this.#taken?.checked ? this.product.slug : null),
      sent: () => this.#sent(),
    })
    const { signal } = this.#ending
    const alerts = root.querySelector("[data-part=alerts]")
    chat.alerts.attach(alerts, this.#words, signal)
    const deaf = chat.client.listen(() => this.#drawPresence())
    signal.addEventListener("abort", deaf)
    this.#offerProduct()
    this.#drawPresence()
  }

  show() {
    this.#conversation.open(undefined)
  }

  focus() {
    this.#conversation.focus()
  }

  end() {
    this.#ending.abort()
    this.#conversation.end()
  }

  get #taken() {
    return this.#root.querySelector("[data-part=take-product]")
  }

  /** On a product's page the question is probably about it. */
  #offerProduct() {
    const offer = this.#root.querySelector("[data-part=offer]")
    offer.hidden = !this.product || this.#productSent
    if (this.product) offer.querySelector("[data-part=offered]").textContent = this.#words.say("about", { name: this.product.name })
    if (offer.hidden) this.#taken.checked = false
  }

  #sent() {
    this.#chat.use()
    this.#productSent ||= this.#taken.checked
    this.#offerProduct()
  }

  #drawPresence() {
    const online = this.#chat.client.rooms.own?.online
    const place = this.#root.querySelector("[data-part=presence]")
    place.textContent = this.#words.say(online === undefined ? "hours" : online ? "staff_online" : "staff_offline")
    place.classList.toggle("chat__presence--online", online === true)
  }
}

function productOfThisPage() {
  const [, slug] = /^\/product\/([a-z0-9-]+)$/.exec(location.pathname) ?? []
  const name = slug && document.querySelector("main h1")?.textContent.replace(/\s+/g, " ").trim()
  return name ? { slug, name } : null
}
