// Fills the checkout from an address of the account without loading the page again, and marks the one it holds. Keeping
// the address is offered while it is none of them.
export default class SavedAddresses {
  #ending = new AbortController()

  constructor(nav) {
    this.links = [...nav.querySelectorAll("a")]
    this.form = nav.closest("form")
    const { signal } = this.#ending
    for (const link of this.links) {
      link.addEventListener("click", event => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        this.#fill(link.dataset)
      }, { signal })
    }
    this.form.addEventListener("input", () => this.#mark(), { signal })
    this.form.addEventListener("hurtrock:area", () => this.#mark(), { signal })
    this.#mark()
  }

  disconnect() {
    this.#ending.abort()
  }

  #fill({ name, phone, street, areaCode, areaLabel, postalCode }) {
    for (const [field, value] of Object.entries({ name, phone, street })) {
      const input = this.form.elements[field]
      if (input.value === value) continue
      input.value = value
      input.dispatchEvent(new Event("input", { bubbles: true }))
    }
    this.form.querySelector(".area").dispatchEvent(
      new CustomEvent("hurtrock:set-area", { detail: { code: areaCode || null, label: areaLabel, postalCode } }))
    this.#mark()
  }

  #mark() {
    const { elements } = this.form
    const held = this.links.find(({ dataset }) => !("new" in dataset) && elements.name.value === dataset.name
      && elements.street.value.trim() === dataset.street && (elements.area_code?.value ?? "") === dataset.areaCode)
    for (const link of this.links) link.ariaCurrent = link === held || (!held && "new" in link.dataset) ? "true" : null
    const keep = elements.save_address
    if (!keep) return
    keep.closest("label").hidden = held !== undefined
    keep.disabled = held !== undefined
  }
}
