import { rupiah } from "../parts/rupiah.js"

// Counts along what an order to a supplier comes to. The server counts for itself what is stored.
export default class RestockTotal {
  #ending = new AbortController()

  constructor(form) {
    this.form = form
    form.addEventListener("input", () => this.#count(), { signal: this.#ending.signal })
    // The browser may have put back what was typed before.
    this.#count()
  }

  disconnect() {
    this.#ending.abort()
  }

  #count() {
    // A form without lines has none.
    const total = this.form.querySelector("[data-total]")
    if (!total) return
    const typed = name => this.form.elements[name].value.trim()
    const sums = [...this.form.querySelectorAll("[data-line]")].map(({ dataset }) => pieces(typed(`quantity_${dataset.line}`)) * price(typed(`cost_${dataset.line}`)))
    total.textContent = rupiah(sums.reduce((all, sum) => all + sum, 0n))
  }
}

// What the server cannot read counts neither there nor here.
function pieces(text) {
  return /^\d+$/.test(text) ? BigInt(text) : 0n
}

function price(text) {
  const amount = text.replace(/^rp\.?\s*/i, "")
  return /^(\d+|\d{1,3}([., \u00a0]\d{3})+)$/.test(amount) ? BigInt(amount.replace(/\D/g, "")) : 0n
}
