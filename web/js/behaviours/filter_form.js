// Applies the filters as soon as one changes, where they stand beside the list. On a narrow screen they cover it, so
// there the button decides.
const kBeside = "(min-width: 992px)"

export default class FilterForm {
  #ending = new AbortController()

  constructor(form) {
    this.form = form
    const { signal } = this.#ending
    for (const field of form.elements) {
      field.addEventListener("change", () => {
        if (matchMedia(kBeside).matches || "submits" in field.dataset) this.form.requestSubmit()
      }, { signal })
    }
    form.addEventListener("submit", event => this.#submit(event), { signal })
  }

  disconnect() {
    this.#ending.abort()
  }

  #submit(event) {
    event.preventDefault()
    const url = new URL(this.form.action)
    for (const [name, value] of new FormData(this.form)) if (value !== "") url.searchParams.append(name, value)
    this.form.dispatchEvent(new CustomEvent("hurtrock:visit", { bubbles: true, detail: url.href }))
  }
}
