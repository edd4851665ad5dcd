// Says that a form holds what is not saved yet, asks before the page is left like that, and saves with Ctrl+S.
export default class UnsavedChanges {
  #ending = new AbortController()
  #unsaved = false

  constructor(form) {
    this.form = form
    const { signal } = this.#ending
    // A form that was refused holds what is saved nowhere.
    if (document.querySelector(".error-summary, .confirm-box")) this.#mark(true)
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.#mark(true), { signal })
    // Not when another behaviour has taken it.
    form.addEventListener("submit", event => queueMicrotask(() => event.defaultPrevented || (this.#unsaved = false)), { signal })
    addEventListener("beforeunload", event => this.#unsaved && event.preventDefault(), { signal })
    addEventListener("keydown", event => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return
      event.preventDefault()
      form.requestSubmit(form.querySelector("button[value=save]"))
    }, { signal })
  }

  disconnect() {
    this.#ending.abort()
  }

  #mark(unsaved) {
    this.#unsaved = unsaved
    for (const note of this.form.querySelectorAll("[data-unsaved]")) note.hidden = !unsaved
  }
}
