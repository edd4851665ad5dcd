import { keepViewed, rememberViewed, viewedProducts } from "../parts/viewed_products.js"
import { inPageLanguage } from "../parts/page_language.js"

// Shows what was looked at before, with today's prices and stock from one request, asked for when the reader comes
// near. What is no longer sold is forgotten. The places are there at once, so that nothing moves when they are filled.
export default class RecentlyViewed {
  #ending = new AbortController()
  #observer

  constructor(section) {
    this.section = section
    this.list = section.querySelector("[data-list]")
    const present = Number(section.dataset.present)
    this.ids = viewedProducts().filter(id => id !== present)
    if (present) rememberViewed(present)
    section.querySelector("[data-forget]").addEventListener("click", () => this.#forget(), { signal: this.#ending.signal })
    if (this.ids.length === 0) return
    this.list.replaceChildren(...this.ids.map(() => place()))
    section.hidden = false
    this.#observer = new IntersectionObserver(entries => {
      if (!entries.some(entry => entry.isIntersecting)) return
      this.#observer.disconnect()
      this.#fill()
    }, { rootMargin: "400px" })
    this.#observer.observe(section)
  }

  disconnect() {
    this.#observer?.disconnect()
    this.#ending.abort()
  }

  async #fill() {
    const query = new URLSearchParams(this.ids.map(id => ["id", id]))
    try {
      const answer = await fetch(inPageLanguage(`/products/viewed?${query}`), { headers: { Accept: "text/html" }, signal: this.#ending.signal })
      if (!answer.ok) throw new Error(`status ${answer.status}`)
      const page = new DOMParser().parseFromString(await answer.text(), "text/html")
      const places = [...page.querySelectorAll("[data-product]")]
      const sold = new Set(places.map(({ dataset }) => Number(dataset.product)))
      keepViewed(viewedProducts().filter(id => sold.has(id) || !this.ids.includes(id)))
      this.list.replaceChildren(...places)
      this.section.hidden = places.length === 0
    } catch {
      this.section.hidden = true
    }
  }

  #forget() {
    keepViewed([])
    this.section.hidden = true
  }
}

function place() {
  const item = document.createElement("li")
  item.className = "shelf__place shelf__place--empty"
  return item
}
