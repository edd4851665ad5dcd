// Shows how search engines will print a page while its title and summary are being written, and how long those are.
const kShownTitle = 60
const kShownDescription = 160

export default class SearchPreview {
  #ending = new AbortController()

  constructor(element) {
    this.element = element
    this.form = element.closest("form")
    this.form.addEventListener("input", () => this.#show(), { signal: this.#ending.signal })
    this.#show()
  }

  disconnect() {
    this.#ending.abort()
    for (const counter of this.element.querySelectorAll("[data-counter]")) counter.remove()
  }

  #show() {
    const { language } = this.element.dataset
    const { elements } = this.form
    const title = elements[`seo_title_${language}`]
    const description = elements[`seo_description_${language}`]
    const shop = this.element.querySelector(".seo__title").lastChild.textContent
    const shownTitle = title.value.trim() || elements.name.value.trim()
    const shownDescription = summary(description.value.trim() || elements[`description_${language}`].value)
    write(this.element.querySelector("[data-title]"), shownTitle)
    write(this.element.querySelector("[data-description]"), shownDescription)
    count(title, shownTitle ? [...(shownTitle + shop)].length : 0, kShownTitle)
    count(description, [...(description.value.trim() || shownDescription)].length, kShownDescription)
  }
}

// While there is nothing: what will be taken for it.
function write(place, text) {
  place.textContent = text || place.dataset.none
  place.dataset.empty = String(!text)
}

// The server's own words for it end at a sentence (catalog/summary.cpp); while one types, the beginning does.
function summary(text) {
  const line = [...text.replace(/\s+/g, " ").trim()]
  return line.length <= kShownDescription ? line.join("") : `${line.slice(0, kShownDescription - 1).join("").replace(/ \S*$/, "")}…`
}

function count(field, length, shown) {
  const notes = document.getElementById(field.getAttribute("aria-describedby"))
  const known = notes.querySelector("[data-counter]")
  if (length === 0) return known?.remove()
  const counter = known ?? notes.appendChild(document.createElement("p"))
  counter.className = "field__hint seo__count"
  counter.dataset.counter = ""
  counter.dataset.long = String(length > shown)
  counter.textContent = `${length} / ${shown}`
}
