// A second click while the first is on its way changes nothing. The page may come back from the browser's history, then
// the form is ready again.
export default class SubmitOnce {
  #sent = false
  #ending = new AbortController()

  constructor(form) {
    const { signal } = this.#ending
    const button = form.querySelector("button[data-busy]")
    const label = button.innerHTML
    form.addEventListener("submit", event => {
      if (this.#sent) return event.preventDefault()
      this.#sent = true
      button.ariaDisabled = "true"
      button.textContent = button.dataset.busy
    }, { signal })
    addEventListener("pageshow", event => {
      if (!event.persisted) return
      this.#sent = false
      button.ariaDisabled = null
      button.innerHTML = label
    }, { signal })
  }

  disconnect() {
    this.#ending.abort()
  }
}
