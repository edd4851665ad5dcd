import { call } from "../parts/api.js"
import { Combobox, optionElement } from "../parts/combobox.js"

// Suggests orders, drafts, products and accounts while one types; "/" and Ctrl+K bring the field under the fingers.
export default class AdminSearch {
  #ending = new AbortController()

  constructor(form) {
    this.form = form
    this.input = form.querySelector("input[type=search]")
    const status = form.querySelector("[role=status]")
    this.combobox = new Combobox(this.input, {
      label: this.input.labels[0].textContent,
      search: (text, signal) => this.#search(text, signal),
      choose: ({ url }) => location.assign(url),
      announce: count => {
        status.textContent = count === 0 ? status.dataset.none : status.dataset.count.replace("{count}", count)
      },
    })
    document.addEventListener("keydown", event => this.#key(event), { signal: this.#ending.signal })
  }

  disconnect() {
    this.#ending.abort()
    this.combobox.disconnect()
  }

  async #search(text, signal) {
    const { items } = await call("GET", `/admin/search/suggestions?q=${encodeURIComponent(text)}`, undefined, signal)
    if (items.length === 0) return []
    const found = items.map(({ group, url, ...shown }) => ({ group, url, element: optionElement(shown) }))
    const all = optionElement({ title: this.form.dataset.all.replace("{text}", text), symbol: "search" })
    return [...found, { url: `${this.form.action}?q=${encodeURIComponent(text)}`, element: all }]
  }

  // A slash belongs to the text that somebody is writing; on a phone the field of the bar is not shown.
  #key(event) {
    const isWriting = event.target.closest?.("input, textarea, select, [contenteditable]")
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isWriting
    const isControlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
    if (!(isSlash || isControlK) || document.querySelector("dialog[open]") || !this.input.checkVisibility()) return
    event.preventDefault()
    this.input.focus()
    this.input.select()
  }
}
