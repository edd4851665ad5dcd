// Keeps the number at a link of the header, such as the cart's: what `data-counts` names tells its changes.
export default class CountLink {
  #ending = new AbortController()

  constructor(link) {
    const badge = link.querySelector("[data-count]")
    document.addEventListener(`hurtrock:${link.dataset.counts}-changed`, ({ detail: count }) => {
      badge.textContent = count
      badge.hidden = count === 0
      link.ariaLabel = count === 1 ? link.dataset.one : link.dataset.other.replace("0", count)
    }, { signal: this.#ending.signal })
  }

  disconnect() {
    this.#ending.abort()
  }
}
