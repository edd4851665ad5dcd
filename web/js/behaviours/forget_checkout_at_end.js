import { forgetDraft } from "../parts/checkout_draft.js"

// On a form that ends the login: what was typed at the checkout is of the one who leaves, and the tab may be read by
// somebody else next. It goes before the form is answered: a login that was not ended costs what was typed, no more.
export default class ForgetCheckoutAtEnd {
  #ending = new AbortController()

  constructor(form) {
    form.addEventListener("submit", forgetDraft, { signal: this.#ending.signal })
  }

  disconnect() {
    this.#ending.abort()
  }
}
