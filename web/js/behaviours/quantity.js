// Lets the minus and plus buttons of a number field work, and keeps it within its bounds.
export default class Quantity {
  #ending = new AbortController()

  constructor(box) {
    this.field = box.querySelector("input")
    this.steps = [...box.querySelectorAll("[data-step]")]
    const { signal } = this.#ending
    for (const button of this.steps) {
      button.addEventListener("click", () => this.#step(Number(button.dataset.step)), { signal })
    }
    this.field.addEventListener("input", () => this.#bound(), { signal })
    this.#bound()
  }

  disconnect() {
    this.#ending.abort()
  }

  #step(by) {
    const wanted = (Number(this.field.value) || 0) + by
    this.field.value = Math.min(Math.max(wanted, Number(this.field.min)), Number(this.field.max))
    this.field.dispatchEvent(new Event("input", { bubbles: true }))
    this.field.dispatchEvent(new Event("change", { bubbles: true }))
  }

  #bound() {
    const value = Number(this.field.value)
    for (const button of this.steps) {
      const end = Number(button.dataset.step) < 0 ? value <= Number(this.field.min) : value >= Number(this.field.max)
      button.disabled = end
    }
  }
}
