// Keeps the bar away until the form that does the same has left the screen upwards: before that the bar would cover what
// is being read. It keeps its room, so that nothing moves.
const kBelowTheScreen = "0px 0px 100000px 0px"

export default class BuyBar {
  #observer

  constructor(bar) {
    const form = document.getElementById("purchase-form")
    bar.classList.add("buy-bar--away")
    if (!form) return
    this.#observer = new IntersectionObserver(entries => bar.classList.toggle("buy-bar--away", entries.at(-1).isIntersecting),
      { rootMargin: kBelowTheScreen })
    this.#observer.observe(form)
  }

  disconnect() {
    this.#observer?.disconnect()
  }
}
