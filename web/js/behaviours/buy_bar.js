// Keeps the bar away while the form that does the same is in sight. It keeps its room, so that nothing moves.
export default class BuyBar {
  #observer

  constructor(bar) {
    const form = document.getElementById("purchase-form")
    bar.classList.add("buy-bar--away")
    if (!form) return
    this.#observer = new IntersectionObserver(([entry]) => bar.classList.toggle("buy-bar--away", entry.isIntersecting))
    this.#observer.observe(form)
  }

  disconnect() {
    this.#observer?.disconnect()
  }
}
