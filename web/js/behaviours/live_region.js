import { inAnyLanguage, inPageLanguage } from "../parts/page_language.js"

// Follows links and forms inside the region that are marked data-live by fetching the page they lead to and putting its
// region in place of this one, with the address and the history as they would have been. Beyond that:
//
//   data-kept            (with an id) what somebody has folded, unfolded, scrolled or typed stays so
//   data-same="KEY"      an element that is the same under the same key stays, with its data brought up to date
//   data-follows="NAME"  (with an id) elsewhere on the page, is replaced together with the region of that name
//   data-announced       what screen readers are told after a change
export default class LiveRegion {
  #ending = new AbortController()
  #running
  #shown = withoutHash(location)

  constructor(region) {
    this.region = region
    // One that has been there before is read out; one that comes with the new content is not.
    this.status = Object.assign(document.createElement("p"), { className: "visually-hidden" })
    this.status.setAttribute("role", "status")
    region.after(this.status)
    const { signal } = this.#ending
    region.addEventListener("click", event => this.#clicked(event), { signal })
    region.addEventListener("hurtrock:visit", event => this.#visit(event.detail), { signal })
    // Following a link to a part of the same page is a step in the history too, but shows nothing new.
    addEventListener("popstate", () => withoutHash(location) !== this.#shown && this.#show(location.href), { signal })
  }

  disconnect() {
    this.#running?.abort()
    this.#ending.abort()
    this.status.remove()
  }

  #clicked(event) {
    const link = event.target.closest("a[data-live]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    this.#visit(link.href)
  }

  async #visit(target) {
    const url = inPageLanguage(target)
    if (await this.#show(url)) history.pushState(null, "", url)
  }

  // Whether it could be shown in place; otherwise the browser goes there.
  async #show(url) {
    this.#running?.abort()
    const running = (this.#running = new AbortController())
    this.region.ariaBusy = "true"
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" }, signal: running.signal })
      const page = new DOMParser().parseFromString(await answer.text(), "text/html")
      const fresh = page.querySelector(`[data-region="${this.region.dataset.region}"]`)
      if (!answer.ok || !fresh) throw new Error("no such region there")
      document.title = page.title
      this.#replace(fresh, page)
      this.#shown = withoutHash(new URL(url))
      // Forms that come back here, such as that of the language, come back to what is shown now.
      for (const field of document.querySelectorAll("input[name=return_to]")) field.value = inAnyLanguage(this.#shown)
      this.region.dispatchEvent(new CustomEvent("hurtrock:shown", { bubbles: true }))
      return true
    } catch (failure) {
      if (!running.signal.aborted) location.assign(url)
      return false
    }
  }

  // The region itself stays, so that its listeners and the focus inside it survive.
  #replace(fresh, page) {
    const focused = this.region.contains(document.activeElement) ? document.activeElement : null
    const again = focused && (focused.id ? `#${CSS.escape(focused.id)}` : focused.href && `a[href="${CSS.escape(focused.getAttribute("href"))}"]`)
    const kept = [...this.region.querySelectorAll("[data-kept]")].map(({ id, open, scrollTop, value }) => ({ id, open, scrollTop, value }))
    const announced = fresh.querySelector("[data-announced]")?.textContent
    for (const element of fresh.querySelectorAll("[data-same]")) {
      const present = this.region.querySelector(`[data-same="${CSS.escape(element.dataset.same)}"]`)
      if (present) element.replaceWith(withDataOf(element, present))
    }
    this.region.replaceChildren(...fresh.childNodes)
    for (const follower of document.querySelectorAll(`[data-follows="${this.region.dataset.region}"]`)) {
      const next = page.getElementById(follower.id)
      if (next) follower.replaceWith(next)
    }
    this.region.ariaBusy = null
    for (const { id, ...state } of kept) keep(document.getElementById(id), state)
    if (again) this.region.querySelector(again)?.focus({ preventScroll: true })
    if (announced) this.status.textContent = announced
  }
}

function keep(element, { open, scrollTop, value }) {
  if (!element) return
  if (open !== undefined) element.open = open
  if (element.type === "number" && value) element.value = Math.min(Number(value), Number(element.max))
  element.scrollTop = scrollTop
}

function withDataOf(fresh, present) {
  for (const { name, value } of fresh.attributes) if (name.startsWith("data-")) present.setAttribute(name, value)
  return present
}

function withoutHash({ pathname, search }) {
  return pathname + search
}
