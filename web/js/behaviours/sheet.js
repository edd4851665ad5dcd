// On a narrow screen, opens what a <details> would show where it stands in a sheet over the page instead, and puts it
// back behind the sheet when that closes. `data-sheet` names the dialog, `data-content` what moves into it.
export default class Sheet {
  #ending = new AbortController()

  constructor(details) {
    this.details = details
    this.sheet = document.getElementById(details.dataset.sheet)
    this.content = document.getElementById(details.dataset.content)
    const { signal } = this.#ending
    details.querySelector("summary").addEventListener("click", event => {
      event.preventDefault()
      this.#open()
    }, { signal })
    // On the backdrop, or on a link: to another page, or to another list on this one.
    this.sheet.addEventListener("click", ({ target }) => {
      if (target === this.sheet || target.closest("a")) this.sheet.close()
    }, { signal })
    this.sheet.addEventListener("close", () => this.sheet.after(this.content), { signal })
    // Turned or widened, the screen has room for it beside the rest.
    matchMedia("(min-width: 992px)").addEventListener("change", ({ matches }) => matches && this.sheet.close(), { signal })
  }

  disconnect() {
    this.#ending.abort()
  }

  #open() {
    this.details.open = false
    this.sheet.append(this.content)
    this.sheet.showModal()
  }
}
