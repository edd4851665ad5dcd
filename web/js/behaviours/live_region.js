// Follows links and forms inside the region that are marked data-live by fetching the page they lead to and putting its
// region in place of this one, with the address and the history as they would have been.
export default class LiveRegion {
  #ending = new AbortController()
  #running
  #shown = withoutHash(location)

  constructor(region) {
    this.region = region
    const { signal } = this.#ending
    region.addEventListener("click", event => this.#clicked(event), { signal })
    region.addEventListener("hurtrock:visit", event => this.#visit(event.detail), { signal })
    // Following a link to a part of the same page is a step in the history too, but shows nothing new.
    addEventListener("popstate", () => withoutHash(location) !== this.#shown && this.#show(location.href), { signal })
  }

  disconnect() {
    this.#running?.abort()
    this.#ending.abort()
  }

  #clicked(event) {
    const link = event.target.closest("a[data-live]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    this.#visit(link.href)
  }

  async #visit(url) {
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
      this.#replace(fresh)
      this.#shown = withoutHash(new URL(url))
      return true
    } catch (failure) {
      if (!running.signal.aborted) location.assign(url)
      return false
    }
  }

  // The region itself stays, so that its listeners and the focus inside it survive.
  #replace(fresh) {
    const focused = this.region.contains(document.activeElement) ? document.activeElement : null
    const again = focused && (focused.id ? `#${CSS.escape(focused.id)}` : focused.href && `a[href="${CSS.escape(focused.getAttribute("href"))}"]`)
    const kept = [...this.region.querySelectorAll("[data-kept]")].map(({ id, open, scrollTop }) => ({ id, open, scrollTop }))
    this.region.replaceChildren(...fresh.childNodes)
    this.region.ariaBusy = null
    for (const { id, open, scrollTop } of kept) keep(document.getElementById(id), open, scrollTop)
    if (again) this.region.querySelector(again)?.focus({ preventScroll: true })
  }
}

// What somebody has folded, unfolded or scrolled stays so.
function keep(element, open, scrollTop) {
  if (!element) return
  if (open !== undefined) element.open = open
  element.scrollTop = scrollTop
}

function withoutHash({ pathname, search }) {
  return pathname + search
}
