import { onAdded } from "../parts/cart_events.js"
import { inPageLanguage } from "../parts/page_language.js"

// Shows the cart beside the page after something was put into it.
export default class CartDrawer {
  #ending = new AbortController()

  constructor(dialog) {
    this.dialog = dialog
    const { signal } = this.#ending
    onAdded(() => this.#open(), signal)
    dialog.addEventListener("click", event => event.target === dialog && dialog.close(), { signal })
  }

  disconnect() {
    this.#ending.abort()
  }

  async #open() {
    const answer = await fetch(inPageLanguage("/cart/drawer"), { headers: { Accept: "text/html" } })
    if (!answer.ok) return location.assign("/cart")
    const fragment = new DOMParser().parseFromString(await answer.text(), "text/html")
    this.dialog.replaceChildren(...fragment.body.children)
    if (!this.dialog.open) this.dialog.showModal()
  }
}
