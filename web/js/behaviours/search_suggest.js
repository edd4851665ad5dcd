import { call } from "../parts/api.js"
import { Combobox, optionElement } from "../parts/combobox.js"
import { rupiah } from "../parts/rupiah.js"

// Suggests products and categories while one types into the header's search field.
export default class SearchSuggest {
  constructor(form) {
    const input = form.querySelector("input[type=search]")
    const status = form.querySelector("[role=status]")
    this.combobox = new Combobox(input, {
      label: input.labels[0].textContent,
      search,
      choose: ({ url }) => location.assign(url),
      announce: count => {
        status.textContent = count === 0 ? status.dataset.none : status.dataset.count.replace("{count}", count)
      },
    })
  }

  disconnect() {
    this.combobox.disconnect()
  }
}

async function search(text, signal) {
  const found = await call("GET", `/api/v1/search/suggest?q=${encodeURIComponent(text)}`, undefined, signal)
  const products = found.products.map(({ slug, name, brand, price, image }) => ({
    url: `/product/${slug}`,
    element: optionElement({ title: name, detail: brand, image, price: rupiah(price) }),
  }))
  const categories = found.categories.map(({ slug, name }) => ({
    url: `/categories/${slug}`,
    element: optionElement({ title: name }),
  }))
  const corrected = found.did_you_mean
    ? [{ url: `/products?q=${encodeURIComponent(found.did_you_mean)}`, element: optionElement({ title: `${found.did_you_mean}?` }) }]
    : []
  return [...corrected, ...categories, ...products]
}
