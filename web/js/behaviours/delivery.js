import { inPageLanguage } from "../parts/page_language.js"

// Shows what sending the chosen variant to the buyer's area costs and when it arrives. The area is remembered by the
// shop's answer, in a cookie; the prices come as a finished piece of the page.
const kCookie = "area"

export default class Delivery {
  #ending = new AbortController()
  #running

  constructor(section) {
    this.section = section
    this.form = section.querySelector("[data-form]")
    this.result = section.querySelector("[data-result]")
    this.change = section.querySelector("[data-change]")
    const { signal } = this.#ending
    section.addEventListener("hurtrock:area", ({ detail }) => detail && this.#ask(detail), { signal })
    this.form.addEventListener("submit", event => event.preventDefault(), { signal })
    this.change.addEventListener("click", () => this.#openForm(), { signal })
    // Another variant weighs something else.
    document.addEventListener("hurtrock:shown", () => section.dataset.variant !== this.variant && this.area && this.#ask(this.area, false), { signal })
    const known = rememberedArea()
    if (known) {
      this.section.classList.add("delivery--expected")
      this.#ask(known, false)
    }
  }

  disconnect() {
    this.#running?.abort()
    this.#ending.abort()
  }

  async #ask(area, byHand = true) {
    this.#running?.abort()
    const running = (this.#running = new AbortController())
    this.area = area
    this.variant = this.section.dataset.variant
    this.result.ariaBusy = "true"
    try {
      const query = new URLSearchParams({ variant: this.variant, area_code: area })
      const answer = await fetch(inPageLanguage(`/shipping/quotes?${query}`), { headers: { Accept: "text/html" }, signal: running.signal })
      if (!answer.ok) throw new Error(`status ${answer.status}`)
      const page = new DOMParser().parseFromString(await answer.text(), "text/html")
      if (!running.signal.aborted) this.#show([...page.body.childNodes], byHand)
    } catch {
      if (running.signal.aborted) return
      if (byHand) this.#show([Object.assign(document.createElement("p"), { textContent: this.section.dataset.failed })], true)
      else this.section.classList.remove("delivery--expected")
    } finally {
      if (this.#running === running) this.result.ariaBusy = null
    }
  }

  // The field that was typed into goes away, so the answer takes the focus.
  #show(nodes, byHand) {
    this.result.replaceChildren(...nodes)
    this.result.hidden = this.change.hidden = false
    this.form.hidden = true
    if (byHand) this.result.focus({ preventScroll: true })
  }

  #openForm() {
    this.form.hidden = false
    this.result.hidden = this.change.hidden = true
    const field = this.form.querySelector("[name=area_query]")
    field.value = ""
    field.dispatchEvent(new Event("input"))
    field.focus()
  }
}

function rememberedArea() {
  const kept = document.cookie.split("; ").find(pair => pair.startsWith(`${kCookie}=`))
  return kept?.slice(kCookie.length + 1)
}
