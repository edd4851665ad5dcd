import { isWished, onWishes, toggleWish } from "../parts/wishes.js"

// Puts a product on the wish list and takes it off without leaving the page. When the shop refuses or cannot be reached
// this way, the form is sent: its page says why.
export default class Heart {
  #ending = new AbortController()

  constructor(button) {
    this.button = button
    this.variant = Number(button.value)
    const { signal } = this.#ending
    button.addEventListener("click", event => {
      event.preventDefault()
      this.#toggle()
    }, { signal })
    onWishes(() => this.#show(), signal)
    this.#show()
  }

  disconnect() {
    this.#ending.abort()
  }

  #show() {
    this.button.ariaPressed = String(isWished(this.variant))
  }

  async #toggle() {
    if (this.button.ariaBusy === "true") return
    this.button.ariaBusy = "true"
    const { form } = this.button
    try {
      const added = await toggleWish(this.variant)
      form.querySelector("[data-status]").textContent = added ? form.dataset.added : form.dataset.removed
    } catch {
      form.requestSubmit(this.button)
    } finally {
      this.button.ariaBusy = null
    }
  }
}
