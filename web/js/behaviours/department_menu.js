// Escape hides the departments' panels until the pointer or the focus moves on.
export default class DepartmentMenu {
  #ending = new AbortController()

  constructor(header) {
    const { signal } = this.#ending
    const dismissed = yes => header.classList.toggle("is-dismissed", yes)
    document.addEventListener("keydown", event => event.key === "Escape" && dismissed(true), { signal })
    header.addEventListener("pointerover", () => dismissed(false), { signal })
    header.addEventListener("focusin", () => dismissed(false), { signal })
  }

  disconnect() {
    this.#ending.abort()
  }
}
