// Closes the opened menu on Escape and on a click beside it.
export default class Menu {
  #ending = new AbortController()

  constructor(details) {
    const { signal } = this.#ending
    details.addEventListener("keydown", event => {
      if (event.key !== "Escape" || !details.open) return
      details.open = false
      details.querySelector("summary").focus()
    }, { signal })
    document.addEventListener("click", event => {
      if (!details.contains(event.target)) details.open = false
    }, { signal })
  }

  disconnect() {
    this.#ending.abort()
  }
}
