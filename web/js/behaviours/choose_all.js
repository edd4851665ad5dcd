// One box for all the boxes of a list, which are those of the form that have a name. Without it each is ticked by itself.
// Where a list goes on, a second box means all that was found; it is offered once the whole page is ticked.
export default class ChooseAll {
  #ending = new AbortController()

  constructor(form) {
    this.form = form
    this.all = form.querySelector("[data-choose-all]")
    this.beyond = form.querySelector("[data-choose-beyond]")
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
    return [...this.form.querySelectorAll('input[type="checkbox"][name]:not([data-choose-beyond])')]
  }

  #changed(target) {
    if (target === this.all || (target === this.beyond && target.checked))
      for (const box of this.#boxes) box.checked = target.checked
    this.#follow()
  }

  #follow() {
    const chosen = this.#boxes.filter(({ checked }) => checked).length
    this.all.checked = chosen > 0 && chosen === this.#boxes.length
    this.all.indeterminate = chosen > 0 && !this.all.checked
    if (this.beyond && !this.all.checked) this.beyond.checked = false
  }
}
