import { call } from "../parts/api.js"
import { Combobox, optionElement } from "../parts/combobox.js"
import { forgetSearches, recentSearches, rememberSearch } from "../parts/recent_searches.js"
import { rupiah } from "../parts/rupiah.js"

// Suggests products, categories and brands while one types into the header's search field, and before that the texts
// searched for last.
export default class SearchSuggest {
  #remember = () => rememberSearch(this.input.value)

  constructor(form) {
    this.form = form
    this.input = form.querySelector("input[type=search]")
    const status = form.querySelector("[role=status]")
    this.combobox = new Combobox(this.input, {
      label: this.input.labels[0].textContent,
      search: (text, signal) => this.#search(text, signal),
      idle: () => this.#recent(),
      choose: suggestion => this.#choose(suggestion),
      announce: count => {
        status.textContent = count === 0 ? status.dataset.none : status.dataset.count.replace("{count}", count)
      },
    })
    form.addEventListener("submit", this.#remember)
  }

  disconnect() {
    this.form.removeEventListener("submit", this.#remember)
    this.combobox.disconnect()
  }

  #choose({ url, text, forget }) {
    if (forget) {
      forgetSearches()
      return
    }
    rememberSearch(text ?? this.input.value)
    location.assign(url)
  }

  async #search(text, signal) {
    const { products, brand: brandTitle, category: categoryTitle, all, meant } = this.form.dataset
    const found = await call("GET", `/api/v1/search/suggest?q=${encodeURIComponent(text)}`, undefined, signal)
    const corrected = found.did_you_mean
      ? [searchFor(found.did_you_mean, optionElement({ title: found.did_you_mean, detail: meant, symbol: "search" }))]
      : []
    const categories = found.categories.map(({ slug, name }) => ({
      group: categoryTitle,
      url: `/categories/${slug}`,
      element: optionElement({ title: name }),
    }))
    const brands = found.brands.map(({ slug, name }) => ({
      group: brandTitle,
      url: `/products?brand=${slug}`,
      element: optionElement({ title: name }),
    }))
    const goods = found.products.map(({ slug, name, brand, price, image }) => ({
      group: products,
      url: `/product/${slug}`,
      element: optionElement({ title: name, detail: name.startsWith(brand) ? "" : brand, image, price: rupiah(price) }),
    }))
    if (corrected.length + categories.length + brands.length + goods.length === 0) return []
    const everything = searchFor(text, optionElement({ title: all.replace("{text}", text), symbol: "search" }))
    return [...corrected, ...categories, ...brands, ...goods, everything]
  }

  #recent() {
    const { recent, forget } = this.form.dataset
    const texts = recentSearches().map(text => ({ ...searchFor(text, optionElement({ title: text, symbol: "recent" })), group: recent }))
    if (texts.length === 0) return []
    return [...texts, { group: recent, forget: true, element: optionElement({ title: forget, quiet: true }) }]
  }
}

function searchFor(text, element) {
  return { text, url: `/products?q=${encodeURIComponent(text)}`, element }
}
