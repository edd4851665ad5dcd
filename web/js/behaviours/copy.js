// Copies what the button names and says so in its place. Without script, or where copying is not allowed, there is no button.
export default class Copy {
  #copy = () => this.#run()

  constructor(button) {
    this.button = button
    this.label = button.innerHTML
    button.hidden = !navigator.clipboard
    button.addEventListener("click", this.#copy)
  }

  disconnect() {
    this.button.removeEventListener("click", this.#copy)
  }

  async #run() {
    try {
      await navigator.clipboard.writeText(this.button.dataset.copy)
    } catch {
      this.button.hidden = true
      return
    }
    this.button.textContent = this.button.dataset.copied
    this.button.setAttribute("aria-live", "polite")
  }
}
