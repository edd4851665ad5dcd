// Hands the address to the phone's own sharing or, where there is none, copies it and says so on the button.
export default class Share {
  #share = () => this.#run()

  constructor(button) {
    this.button = button
    this.status = Object.assign(document.createElement("span"), { className: "ask__status" })
    this.status.setAttribute("role", "status")
    button.after(this.status)
    button.addEventListener("click", this.#share)
  }

  disconnect() {
    this.button.removeEventListener("click", this.#share)
    this.status.remove()
  }

  async #run() {
    const { url, title, copied, failed } = this.button.dataset
    if (navigator.share) return navigator.share({ url, title }).catch(() => {}) // Changing one's mind is no failure.
    try {
      await navigator.clipboard.writeText(url)
      this.status.textContent = copied
    } catch {
      this.status.textContent = failed
    }
  }
}
