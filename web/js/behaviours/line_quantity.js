import { call, Refusal } from "../parts/api.js"
import { applyCart, markSettled, markUnsettled, onHurry } from "../parts/cart_page.js"

const kWaitMs = 350

// Changes the quantity of a cart line and shows the new totals. Whoever presses on while an answer is on its way is
// shown only the answer to the last press.
export default class LineQuantity {
  #ending = new AbortController()
  #timer
  #wish = 0

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
    onHurry(this.line, () => this.#timer && this.#soon(0), signal)
  }

  disconnect() {
    clearTimeout(this.#timer)
    this.#ending.abort()
    markSettled(this.line, true)
  }

  #soon(wait) {
    ++this.#wish
    markUnsettled(this.line)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#send(), wait)
  }

  async #send() {
    this.#timer = undefined
    const wish = this.#wish
    const quantity = Number(this.field.value)
    if (!Number.isInteger(quantity) || quantity < 1) {
      this.#restore()
      return markSettled(this.line, true)
    }
    this.line.ariaBusy = "true"
    try {
      const cart = await call("PATCH", `/api/v1/cart/items/${this.form.dataset.lineId}`, { quantity })
      this.accepted = String(quantity)
      if (wish !== this.#wish) return
      this.#say("")
      markSettled(this.line, true)
      applyCart(cart)
    } catch (failure) {
      if (wish !== this.#wish) return
      if (!(failure instanceof Refusal)) return this.form.submit()
      if (Number.isInteger(failure.problem.available)) this.field.max = failure.problem.available
      this.#restore()
      this.#say(failure.message)
      markSettled(this.line, false)
    } finally {
      if (wish === this.#wish) this.line.ariaBusy = null
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
