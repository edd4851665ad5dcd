// Marks a review as helpful, or takes that back, without leaving the page. Without it the form is sent.
import { call } from "../parts/api.js"

export default class HelpfulVote {
  #submit = event => {
    event.preventDefault()
    this.#vote()
  }

  constructor(form) {
    this.form = form
    this.button = form.querySelector("button")
    form.addEventListener("submit", this.#submit)
  }

  disconnect() {
    this.form.removeEventListener("submit", this.#submit)
  }

  async #vote() {
    if (this.button.ariaBusy === "true") return
    this.button.ariaBusy = "true"
    try {
      const wanted = this.form.elements.helpful.value === "1"
      const path = `/api/v1${new URL(this.form.action).pathname}`
      const answer = await call(wanted ? "PUT" : "DELETE", path)
      this.button.ariaPressed = String(answer.voted)
      this.button.querySelector("[data-count]").textContent = answer.helpful_count
      this.form.elements.helpful.value = answer.voted ? "0" : "1"
    } catch {
      this.form.submit()
    } finally {
      this.button.ariaBusy = "false"
    }
  }
}
