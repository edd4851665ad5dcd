// Changes the theme at once and tells the server in the background, so that the next page comes in it.
export default class ThemeSwitch {
  #submit = event => {
    event.preventDefault()
    const fields = new URLSearchParams(new FormData(this.form))
    this.#apply(fields.get("value"))
    fetch(this.form.action, { method: "POST", body: fields, redirect: "manual", keepalive: true }).catch(() => {})
  }

  constructor(form) {
    this.form = form
    form.addEventListener("submit", this.#submit)
  }

  disconnect() {
    this.form.removeEventListener("submit", this.#submit)
  }

  #apply(theme) {
    document.documentElement.dataset.theme = theme
    document.querySelector('meta[name="theme-color"]').content =
      getComputedStyle(document.documentElement).getPropertyValue("--color-ground").trim()
    const other = theme === "dark" ? "light" : "dark"
    for (const form of document.querySelectorAll('[data-behaviour="theme-switch"]')) {
      form.elements.value.value = other
      const button = form.querySelector("button")
      button.ariaLabel = other === "dark" ? button.dataset.toDark : button.dataset.toLight
    }
  }
}
