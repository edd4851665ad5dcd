import { call, Refusal } from "../parts/api.js"
import { announceAdded, announceCount } from "../parts/cart_events.js"

// Puts the product into the cart without leaving the page. When the shop cannot be reached this way, the form is sent
// as it would be without script.
export default class AddToCart {
  #submit = event => {
    event.preventDefault()
    this.#add()
  }

  constructor(form) {
    this.form = form
    this.button = form.querySelector("button:not([type])")
    form.addEventListener("submit", this.#submit)
  }

  disconnect() {
    this.form.removeEventListener("submit", this.#submit)
  }

  async #add() {
    if (this.button.ariaBusy === "true") return
    this.button.ariaBusy = "true"
    const fields = new FormData(this.form)
    try {
      const cart = await call("POST", "/api/v1/cart/items", {
        variant_id: Number(fields.get("variant_id")),
        quantity: Number(fields.get("quantity")),
      })
      this.#say("")
      announceCount(cart.count)
      announceAdded()
    } catch (failure) {
      if (failure instanceof Refusal && this.#say(failure.message)) return
      this.form.submit()
    } finally {
      this.button.ariaBusy = "false"
    }
  }

  // Whether there was a place to say it.
  #say(message) {
    const place = this.form.querySelector("[data-error]")
    if (!place) return false
    place.textContent = message
    place.hidden = message === ""
    return true
  }
}
