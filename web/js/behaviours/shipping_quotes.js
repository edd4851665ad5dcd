import { call } from "../parts/api.js"
import { rupiah } from "../parts/rupiah.js"

// Fetches the couriers and prices for the chosen area and offers them: first the one in data-wanted, when there is one.
export default class ShippingQuotes {
  #ending = new AbortController()
  #running

  constructor(fieldset) {
    this.words = fieldset.dataset
    this.list = fieldset.querySelector("[data-list]")
    this.hint = fieldset.querySelector("[data-hint]")
    this.status = fieldset.querySelector("[data-status]")
    this.form = fieldset.form
    this.form.addEventListener("hurtrock:area", event => this.#areaChanged(event.detail), { signal: this.#ending.signal })
    const area = this.form.elements.area_code?.value
    if (area && this.list.children.length === 0) this.#areaChanged(area)
    else if (area && !this.list.querySelector(":checked")) this.#chooseFirst()
  }

  disconnect() {
    this.#running?.abort()
    this.#ending.abort()
  }

  // The area was known before, and its couriers came with the page.
  #chooseFirst() {
    this.list.querySelector("input").checked = true
    this.#tell()
  }

  async #areaChanged(area) {
    this.#running?.abort()
    const before = this.list.querySelector(":checked")?.value ?? this.words.wanted
    delete this.words.wanted
    this.#offer([])
    if (!area) return
    const running = (this.#running = new AbortController())
    this.#say(this.words.loading)
    try {
      const quotes = await call("POST", "/api/v1/shipping/quotes", { area_code: area }, running.signal)
      this.#say(quotes.length === 0 ? this.words.none : "")
      this.#offer(quotes, before)
    } catch {
      if (!running.signal.aborted) this.#say(this.words.failed)
    }
  }

  #say(message) {
    this.status.textContent = message
    this.hint.hidden = message === ""
    if (message) this.hint.textContent = message
  }

  #offer(quotes, chosen) {
    const wanted = quotes.some(quote => quote.service_code === chosen) ? chosen : quotes[0]?.service_code
    this.list.replaceChildren(...quotes.map(quote => this.#choice(quote, quote.service_code === wanted)))
    this.#tell()
  }

  // As if the buyer had chosen: an error about the choice is over.
  #tell() {
    this.list.querySelector(":checked")?.dispatchEvent(new Event("input", { bubbles: true }))
    this.form.dispatchEvent(new Event("hurtrock:shipping"))
  }

  #choice(quote, checked) {
    const label = element("label", "choice")
    const radio = Object.assign(document.createElement("input"), {
      type: "radio", name: "shipping_service", value: quote.service_code, required: true, checked,
    })
    radio.dataset.price = quote.price
    if (quote.pickup) radio.dataset.pickup = ""
    const text = element("span", "choice__text")
    text.append(Object.assign(document.createElement("strong"), { textContent: quote.name }))
    text.append(element("span", "choice__detail", this.#detail(quote)))
    const price = element("span", "choice__price", quote.price === 0 ? this.words.free : rupiah(quote.price))
    if (quote.price < quote.list_price) price.prepend(element("s", "choice__was", rupiah(quote.list_price)), " ")
    // Nothing but what is shown here is ordered.
    const seen = Object.assign(document.createElement("input"), {
      type: "hidden", name: `seen_shipping.${quote.service_code}`, value: quote.price,
    })
    label.append(radio, text, price, seen)
    return label
  }

  #detail({ min_days: min, max_days: max, charged_kg: kilograms }) {
    if (max === 0) return ""
    const days = min !== max ? this.words.range.replace("{min}", min).replace("{max}", max)
      : max === 1 ? this.words.one : this.words.days.replace("{n}", max)
    return `${days} · ${this.words.weight.replace("{weight}", `${kilograms} kg`)}`
  }
}

function element(tag, className, textContent = "") {
  return Object.assign(document.createElement(tag), { className, textContent })
}
