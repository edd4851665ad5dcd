import { settled } from "../parts/cart_page.js"

// A link that is followed once the changes of the cart under way are with the shop; not when one was refused, which the
// buyer should read first.
export default class AfterChanges {
  #follow = async event => {
    const changes = settled()
    if (!changes) return
    event.preventDefault()
    this.link.ariaBusy = "true"
    if (await changes) location.assign(this.link.href)
    this.link.ariaBusy = null
  }

  constructor(link) {
    this.link = link
    link.addEventListener("click", this.#follow)
  }

  disconnect() {
    this.link.removeEventListener("click", this.#follow)
  }
}
