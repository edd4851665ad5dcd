import { readDraft, writeDraft } from "../parts/checkout_draft.js"

// Keeps what is typed at the checkout through reloads, another language, a look into the cart and the way back, until
// the order is placed. What the shop has put into a form that it answered goes before what was kept.
//
// It comes before the search for areas and the couriers, which begin with what it puts there.
const kTexts = ["name", "phone", "email", "street", "postal_code", "note"]
const kArea = ["area_query", "area_code"]
const kChoices = ["shipping_service", "payment_method"]
const kMarks = ["save_address"]

export default class CheckoutDraft {
  #ending = new AbortController()

  constructor(form) {
    this.form = form
    this.draft = readDraft(form.dataset.person)
    if ("fresh" in form.dataset) this.#restore()
    else this.#keepAll()
    const { signal } = this.#ending
    form.addEventListener("input", ({ target }) => this.#keep(target.name), { signal })
    form.addEventListener("change", ({ target }) => this.#keep(target.name), { signal })
    form.addEventListener("hurtrock:area", () => this.#keep(...kArea, "postal_code"), { signal })
    form.addEventListener("submit", event => {
      if (event.submitter?.name !== "look_up") this.#write({ sent: true })
    }, { signal })
  }

  disconnect() {
    this.#ending.abort()
  }

  #restore() {
    const { values } = this.draft
    for (const name of kTexts) if (typeof values[name] === "string" && this.#field(name)) this.#field(name).value = values[name]
    for (const name of kMarks) if (name in values && this.#field(name)) this.#field(name).checked = values[name] === true
    if (values.postal_code) this.#field("postal_code").closest("details").open = true
    if (typeof values.area_query === "string") this.#restoreArea(values)
    this.#choose("payment_method", values.payment_method)
    this.#choose("shipping_service", values.shipping_service)
    this.form.dispatchEvent(new Event("hurtrock:shipping"))
  }

  #restoreArea({ area_query: label, area_code: code = "" }) {
    if (code && code === this.#value("area_code")) return
    const box = this.form.querySelector("[data-choice]")
    box.replaceChildren()
    if (code) box.append(Object.assign(document.createElement("input"), { type: "hidden", name: "area_code", value: code }))
    this.#field("area_query").value = label
    this.#couriers().querySelector("[data-list]").replaceChildren()
    this.#couriers().querySelector("[data-hint]").hidden = false
  }

  // The couriers may be still to come: they are told which was wanted.
  #choose(name, value) {
    if (typeof value !== "string") return
    const radio = [...this.form.querySelectorAll(`input[type=radio][name=${name}]`)].find(each => each.value === value && !each.disabled)
    if (radio) radio.checked = true
    else if (name === "shipping_service") this.#couriers().dataset.wanted = value
  }

  #keepAll() {
    this.draft.values = {}
    this.#keep(...kTexts, ...kArea, ...kChoices, ...kMarks)
  }

  #keep(...names) {
    const known = names.filter(name => [...kTexts, ...kArea, ...kChoices, ...kMarks].includes(name))
    if (known.length === 0) return
    const kept = known.map(name => [name, kMarks.includes(name) ? this.#field(name)?.checked === true : this.#value(name)])
    this.#write({ values: { ...this.draft.values, ...Object.fromEntries(kept) }, sent: false })
  }

  #write(changes) {
    Object.assign(this.draft, changes)
    writeDraft(this.draft)
  }

  #couriers() {
    return this.form.querySelector("#field-shipping_service")
  }

  #field(name) {
    return this.form.elements[name]
  }

  #value(name) {
    const field = this.#field(name)
    // A choice of one is no list.
    return field?.type === "radio" && !field.checked ? "" : (field?.value ?? "")
  }
}
