// One box for all the boxes of a list, which are those of the form that have a name. Without it each is ticked by itself.
export default class ChooseAll {
  #ending = new AbortController()

  constructor(form) {
    this.form = form
    this.all = form.querySelector("[data-choose-all]")
    this.all.closest("label").hidden = this.#boxes.length === 0
    form.addEventListener("change", ({ target }) => this.#changed(target), { signal: this.#ending.signal })
    // The way back may bring ticks along.
    addEventListener("pageshow", () => this.#follow(), { signal: this.#ending.signal })
    this.#follow()
  }

  disconnect() {
    this.#ending.abort()
  }

  get #boxes() {
    return [...this.form.querySelectorAll('input[type="checkbox"][name]')]
  }

  #changed(target) {
    if (target === this.all) for (const box of this.#boxes) box.checked = this.all.checked
    this.#follow()
  }

  #follow() {
    const chosen = this.#boxes.filter(({ checked }) => checked).length
    this.all.checked = chosen > 0 && chosen === this.#boxes.length
    this.all.indeterminate = chosen > 0 && !this.all.checked
  }
}
