import { call } from "../parts/api.js"
import { Combobox, optionElement } from "../parts/combobox.js"

// Finds the kelurahan while one types, and keeps its code for the form. Tells the page with "hurtrock:area" when the
// choice changes (detail: the code, or null). The shop answers more than are shown, so that the list knows when to ask
// for another letter.
const kMostShown = 12

export default class AreaSearch {
  #forget = () => this.#keep(null)

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
  }

  disconnect() {
    this.input.removeEventListener("input", this.#forget)
    this.combobox.disconnect()
  }

  #choose(area) {
    this.input.value = area.label
    this.input.removeAttribute("aria-invalid")
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
