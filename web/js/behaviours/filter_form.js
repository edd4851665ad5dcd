import { inPageLanguage } from "../parts/page_language.js"

// Applies the filters as soon as one changes, where they stand beside the list. On a narrow screen they cover it, so
// there the button decides, and says meanwhile what it would show.
const kBeside = "(min-width: 992px)"

export default class FilterForm {
  #ending = new AbortController()
  #counting

  constructor(form) {
    this.form = form
    const { signal } = this.#ending
    for (const field of form.elements) {
      field.addEventListener("change", () => {
        if (matchMedia(kBeside).matches || "submits" in field.dataset) this.form.requestSubmit()
        else this.#count()
      }, { signal })
    }
    form.addEventListener("submit", event => this.#submit(event), { signal })
  }

  disconnect() {
    this.#counting?.abort()
    this.#ending.abort()
  }

  #submit(event) {
    event.preventDefault()
    this.#counting?.abort()
    this.form.closest("dialog")?.close()
    this.form.dispatchEvent(new CustomEvent("hurtrock:visit", { bubbles: true, detail: this.#address() }))
  }

  #address() {
    const url = new URL(this.form.action)
    for (const [name, value] of new FormData(this.form)) {
      const kept = name.endsWith("_price") ? value.replace(/\D/g, "") : value
      if (kept !== "") url.searchParams.append(name, kept)
    }
    return url.href
  }

  // Takes the numbers of the page that the filters lead to; without them the old ones stay.
  async #count() {
    this.#counting?.abort()
    const { signal } = (this.#counting = new AbortController())
    try {
      const answer = await fetch(inPageLanguage(this.#address()), { headers: { Accept: "text/html" }, signal })
      if (!answer.ok) return
      const page = new DOMParser().parseFromString(await answer.text(), "text/html")
      for (const place of document.querySelectorAll("[data-count-of]")) {
        const fresh = page.querySelector(`[data-count-of="${CSS.escape(place.dataset.countOf)}"]`)
        place.textContent = fresh?.textContent ?? "0"
      }
    } catch (failure) {
      if (!signal.aborted && !(failure instanceof TypeError)) throw failure
    }
  }
}
