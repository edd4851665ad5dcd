import { rupiah } from "../parts/rupiah.js"
import SubmitOnce from "./submit_once.js"

// Keeps the total in step with the chosen shipping, and lets the order be placed once.
export default class CheckoutForm {
  #ending = new AbortController()

  constructor(form) {
    this.form = form
    this.shipping = form.querySelector("[data-shipping]")
    this.total = form.querySelector("[data-total]")
    this.later = this.shipping.textContent
    const { signal } = this.#ending
    form.addEventListener("change", () => this.#add(), { signal })
    form.addEventListener("hurtrock:shipping", () => this.#add(), { signal })
    this.once = new SubmitOnce(form)
  }

  disconnect() {
    this.once.disconnect()
    this.#ending.abort()
  }

  #add() {
    const chosen = this.form.querySelector("[name=shipping_service]:checked")
    const price = Number(chosen?.dataset.price ?? 0)
    this.shipping.textContent = !chosen ? this.later : price === 0 ? this.shipping.dataset.free : rupiah(price)
    const total = rupiah(Number(this.form.dataset.subtotal) + price)
    if (this.total.textContent !== total) this.total.textContent = total
  }
}
