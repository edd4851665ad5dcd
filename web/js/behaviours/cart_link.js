import { onCount } from "../parts/cart_events.js"

// Keeps the number at the header's cart.
export default class CartLink {
  #ending = new AbortController()

  constructor(link) {
    const badge = link.querySelector("[data-count]")
    onCount(count => {
      badge.textContent = count
      badge.hidden = count === 0
      link.ariaLabel = `${link.dataset.label}: ${count}`
    }, this.#ending.signal)
  }

  disconnect() {
    this.#ending.abort()
  }
}
