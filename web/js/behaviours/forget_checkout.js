import { forgetSentDraft } from "../parts/checkout_draft.js"

// On the page of an order: what was typed to place it is not needed any more.
export default class ForgetCheckout {
  constructor() {
    forgetSentDraft()
  }

  disconnect() {}
}
