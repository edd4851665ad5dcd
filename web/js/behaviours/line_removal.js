import { call } from "../parts/api.js"
import { applyCart } from "../parts/cart_page.js"

// Takes a line out of the cart. An empty cart is the server's page to show.
export default class LineRemoval {
  #submit = event => {
    event.preventDefault()
    this.#remove()
  }

  constructor(form) {
    this.form = form
    form.addEventListener("submit", this.#submit)
  }

  disconnect() {
    this.form.removeEventListener("submit", this.#submit)
  }

  async #remove() {
    const line = this.form.closest("[data-line]")
    line.ariaBusy = "true"
    try {
      const cart = await call("DELETE", `/api/v1/cart/items/${this.form.dataset.lineId}`)
      const blocked = document.querySelector(".summary__blocked")
      // Whether the rest can be ordered now is for the server to say.
      if (cart.items.length === 0 || blocked) return location.reload()
      const next = line.nextElementSibling ?? line.previousElementSibling
      line.remove()
      applyCart(cart)
      next?.querySelector("button, a")?.focus()
    } catch {
      this.form.submit()
    }
  }
}
