import { call, Refusal } from "../parts/api.js"
import { applyCart } from "../parts/cart_page.js"

const kWaitMs = 350

// Changes the quantity of a cart line and shows the new totals.
export default class LineQuantity {
  #ending = new AbortController()
  #timer
  #running

  constructor(form) {
    this.form = form
    this.line = form.closest("[data-line]")
    this.field = form.elements.quantity
    this.accepted = this.field.value
    const { signal } = this.#ending
    this.field.addEventListener("change", () => this.#soon(kWaitMs), { signal })
    form.addEventListener("submit", event => {
      event.preventDefault()
      this.#soon(0)
    }, { signal })
  }

  disconnect() {
    clearTimeout(this.#timer)
    this.#running?.abort()
    this.#ending.abort()
  }

  #soon(wait) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#send(), wait)
  }

  async #send() {
    const quantity = Number(this.field.value)
    if (!Number.isInteger(quantity) || quantity < 1) return this.#restore()
    this.#running?.abort()
    const running = (this.#running = new AbortController())
    this.line.ariaBusy = "true"
    try {
      const cart = await call("PATCH", `/api/v1/cart/items/${this.form.dataset.lineId}`, { quantity }, running.signal)
      this.accepted = this.field.value
      this.#say("")
      applyCart(cart)
    } catch (failure) {
      if (running.signal.aborted) return
      if (!(failure instanceof Refusal)) return this.form.submit()
      if (Number.isInteger(failure.problem.available)) this.field.max = failure.problem.available
      this.#restore()
      this.#say(failure.message)
    } finally {
      this.line.ariaBusy = null
    }
  }

  #restore() {
    this.field.value = this.accepted
    this.field.dispatchEvent(new Event("input"))
  }

  #say(message) {
    this.line.querySelector("[data-line-notice]").textContent = message
  }
}
