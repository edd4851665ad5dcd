import { call } from "../parts/api.js"
import { Combobox, optionElement } from "../parts/combobox.js"

// Finds the kelurahan while one types, and keeps its code for the form. Tells the page with "hurtrock:area" when the
// choice changes (detail: the code, or null), and takes an area that the page knows with "hurtrock:set-area" (detail: code
// or null, label, postalCode). The shop answers more than are shown, so that the list knows when to ask
// for another letter.
const kMostShown = 12

export default class AreaSearch {
  #forget = () => this.#keep(null)
  #set = ({ detail }) => this.#choose(detail)

  constructor(box) {
    this.box = box
    this.input = box.querySelector("input[name=area_query]")
    this.place = box.querySelector("[data-choice]")
    // Choosing is done in the list from now on; a choice made without script is kept.
    const chosen = this.place.querySelector("input[name=area_code]:checked, input[name=area_code][type=hidden]")
    const label = chosen?.closest("label")?.textContent.trim()
    if (label) this.input.value = label
    this.#hold(chosen?.value ?? null)

    const status = box.querySelector("[data-status]")
    this.combobox = new Combobox(this.input, {
      label: this.input.labels[0].textContent,
      search,
      choose: area => this.#choose(area),
      announce: (count, more) => {
        const found = count === 0 ? box.dataset.none : box.dataset.found.replace("{count}", count)
        status.textContent = more ? `${found} ${box.dataset.more}` : found
      },
      most: kMostShown,
      more: box.dataset.more,
      failed: () => {
        status.textContent = box.dataset.failed
      },
    })
    this.input.addEventListener("input", this.#forget)
    box.addEventListener("hurtrock:set-area", this.#set)
  }

  disconnect() {
    this.input.removeEventListener("input", this.#forget)
    this.box.removeEventListener("hurtrock:set-area", this.#set)
    this.combobox.disconnect()
  }

  // Where the form asks for one: that of another area is not this one's.
  #setPostalCode(code) {
    const field = this.input.form.elements.postal_code
    if (!field) return
    field.value = code
    const folded = field.closest("details")
    if (folded && code) folded.open = true
  }

  #choose(area) {
    this.input.value = area.label
    this.input.removeAttribute("aria-invalid")
    this.#setPostalCode(area.postalCode ?? "")
    this.#keep(area.code)
  }

  #keep(code) {
    if (code === this.code) return
    this.#hold(code)
    this.box.dispatchEvent(new CustomEvent("hurtrock:area", { bubbles: true, detail: code }))
  }

  #hold(code) {
    this.code = code
    this.place.replaceChildren()
    if (code) this.place.append(Object.assign(document.createElement("input"), { type: "hidden", name: "area_code", value: code }))
  }
}

async function search(text, signal) {
  const areas = await call("GET", `/api/v1/areas?q=${encodeURIComponent(text)}`, undefined, signal)
  return areas.map(({ code, kelurahan, kecamatan, kota, provinsi }) => ({
    code,
    label: [kelurahan, kecamatan, kota, provinsi].join(", "),
    element: optionElement({ title: kelurahan, detail: [kecamatan, kota, provinsi].join(", ") }),
  }))
}
