// Takes the error away from a field as soon as its content changes: it was about what stood there before.
export default class StaleErrors {
  #changed = ({ target }) => {
    target.removeAttribute("aria-invalid")
    for (const error of target.closest(".field, fieldset")?.querySelectorAll(".field__error") ?? []) error.hidden = true
  }

  constructor(form) {
    this.form = form
    form.addEventListener("input", this.#changed)
  }

  disconnect() {
    this.form.removeEventListener("input", this.#changed)
  }
}
