import { rupiah } from "../parts/rupiah.js"

// Counts along what a refund comes to. The server counts for itself before anything goes back.
export default class RefundForm {
  #ending = new AbortController()

  constructor(form) {
    this.form = form
    this.row = form.querySelector("[data-total-row]")
    this.total = form.querySelector("[data-total]")
    form.addEventListener("input", () => this.#count(), { signal: this.#ending.signal })
    this.row.hidden = false
    this.#count()
  }

  disconnect() {
    this.#ending.abort()
  }

  #count() {
    const lines = [...this.form.querySelectorAll("[data-line]")].map(priceOf)
    const shipping = this.form.elements.shipping
    if (shipping?.checked) lines.push(BigInt(shipping.dataset.amount))
    lines.push(BigInt(this.form.elements.extra.value.replace(/\D/g, "") || 0))
    const sum = lines.reduce((all, part) => all + part, 0n)
    this.total.textContent = rupiah(sum)
    this.total.classList.toggle("refund__sum--too-much", sum > BigInt(this.form.dataset.left))
  }
}

// As the server rounds it: all pieces together are what was paid, however they are parted.
function priceOf(line) {
  const [paid, bought, refunded] = ["paid", "bought", "refunded"].map(name => BigInt(line.dataset[name]))
  const field = line.querySelector("input[type=number]")
  const pieces = BigInt(Math.min(Math.max(Math.trunc(Number(field.value)) || 0, 0), Number(field.max)))
  return (paid * (refunded + pieces)) / bought - (paid * refunded) / bought
}
