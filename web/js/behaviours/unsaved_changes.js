// Whoever saves once more after so long has given up on the first answer, or stopped the page.
const kPatienceMs = 10_000

// Says that a form holds what is not saved yet, asks before the page is left like that, and saves with Ctrl+S: once, as a
// second click would make a second thing of it, or meet the first as a colleague's change.
export default class UnsavedChanges {
  #ending = new AbortController()
  #unsaved = false
  #sentAt = -Infinity

  constructor(form) {
    this.form = form
    const { signal } = this.#ending
    // A form that was refused holds what is saved nowhere.
    if (document.querySelector(".error-summary, .confirm-box")) this.#mark(true)
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.#mark(true), { signal })
    form.addEventListener("submit", event => this.#submitted(event), { signal })
    // It may come back from the browser's history.
    addEventListener("pageshow", event => event.persisted && (this.#sentAt = -Infinity), { signal })
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

  #submitted(event) {
    if (event.timeStamp - this.#sentAt < kPatienceMs) return event.preventDefault()
    queueMicrotask(() => {
      // Another behaviour has taken it.
      if (event.defaultPrevented) return
      this.#sentAt = event.timeStamp
      this.#unsaved = false
    })
  }

  #mark(unsaved) {
    this.#unsaved = unsaved
    for (const note of this.form.querySelectorAll("[data-unsaved]")) note.hidden = !unsaved
  }
}
