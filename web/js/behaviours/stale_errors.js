// Takes the error away from a field, and strikes it out above the form, as soon as its content changes: it was about what
// stood there before.
export default class StaleErrors {
  #changed = ({ target }) => {
    target.removeAttribute("aria-invalid")
    const field = target.closest(".field, fieldset")
    for (const error of field?.querySelectorAll(".field__error") ?? []) error.hidden = true
    for (const { id } of [target, field ?? {}]) if (id) this.#strikeOut(id)
  }

  constructor(form) {
    this.form = form
    form.addEventListener("input", this.#changed)
  }

  disconnect() {
    this.form.removeEventListener("input", this.#changed)
  }

  // Struck out, not removed: what stands below would jump while somebody types in it.
  #strikeOut(id) {
    const entry = document.querySelector(`.error-summary a[href="#${CSS.escape(id)}"]`)
    entry?.classList.add("error-summary__answered")
  }
}
