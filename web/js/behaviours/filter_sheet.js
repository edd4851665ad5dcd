// On a narrow screen, opens the filters in a sheet over the list instead of between its head and its products, and puts
// them back when it closes.
export default class FilterSheet {
  #ending = new AbortController()

  constructor(details) {
    this.details = details
    this.sheet = document.getElementById("filter-sheet")
    this.filters = document.getElementById("filters")
    const { signal } = this.#ending
    details.querySelector("summary").addEventListener("click", event => {
      event.preventDefault()
      this.#open()
    }, { signal })
    // On the backdrop, or on a category, which changes the list as the button does.
    this.sheet.addEventListener("click", ({ target }) => {
      if (target === this.sheet || target.closest("a")) this.sheet.close()
    }, { signal })
    this.sheet.addEventListener("close", () => this.sheet.after(this.filters), { signal })
    // Turned or widened, the screen has room for them beside the list.
    matchMedia("(min-width: 992px)").addEventListener("change", ({ matches }) => matches && this.sheet.close(), { signal })
  }

  disconnect() {
    this.#ending.abort()
  }

  #open() {
    this.details.open = false
    this.sheet.append(this.filters)
    this.sheet.showModal()
  }
}
