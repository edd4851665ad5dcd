// Marks the picture in view, moves between pictures without changing the page's address, and opens them enlarged.
// Swiping is the browser's own; the arrow keys work on the pictures.
export default class Gallery {
  #ending = new AbortController()
  #observer
  #current = 0
  #moved = false

  constructor(gallery) {
    this.gallery = gallery
    this.row = gallery.querySelector(".gallery__row")
    this.frames = [...gallery.querySelectorAll("a.gallery__frame")]
    this.thumbs = [...gallery.querySelectorAll(".gallery__thumb")]
    this.count = gallery.querySelector("[data-current]")
    this.status = gallery.querySelector("[data-status]")
    this.steps = [...gallery.querySelectorAll(".gallery__stage > [data-step]")]
    this.lightbox = gallery.querySelector(".lightbox")
    const { signal } = this.#ending
    this.thumbs.forEach((thumb, index) => thumb.addEventListener("click", event => {
      event.preventDefault()
      this.#show(index)
    }, { signal }))
    this.frames.forEach((frame, index) => frame.addEventListener("click", event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      this.lightbox.dispatchEvent(new CustomEvent("hurtrock:enlarge", { detail: { index, pictures: this.#pictures() } }))
    }, { signal }))
    for (const step of this.steps) step.addEventListener("click", () => this.#show(this.#current + Number(step.dataset.step)), { signal })
    this.row.addEventListener("keydown", event => this.#key(event), { signal })
    this.lightbox?.addEventListener("hurtrock:reduced", ({ detail }) => {
      this.#show(detail, "instant")
      this.frames[detail]?.focus({ preventScroll: true })
    }, { signal })

    // Only the picture in view is a stop of the Tab key: the thumbnails lead to the others.
    this.frames.forEach((frame, index) => { frame.tabIndex = index === 0 ? 0 : -1 })
    this.#observer = new IntersectionObserver(
      entries => entries.filter(entry => entry.isIntersecting).forEach(({ target }) => this.#mark(this.frames.indexOf(target))),
      { root: this.row, threshold: 0.6 },
    )
    for (const frame of this.frames) this.#observer.observe(frame)
  }

  disconnect() {
    this.#observer.disconnect()
    this.#ending.abort()
  }

  #pictures() {
    return this.frames.map(frame => {
      const { alt, srcset, width, height } = frame.querySelector("img")
      return { url: frame.href, alt, srcset, width: Number(width) || 1, height: Number(height) || 1 }
    })
  }

  #show(index, behavior = "auto") {
    const frame = this.frames[index]
    if (!frame) return
    this.#moved = true
    this.row.scrollTo({ left: frame.offsetLeft - this.frames[0].offsetLeft, behavior })
  }

  #key(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const next = Math.min(Math.max(this.#current + by, 0), this.frames.length - 1)
    this.#show(next)
    this.frames[next].focus({ preventScroll: true })
  }

  #mark(current) {
    if (current === this.#current) return
    this.#current = current
    this.thumbs.forEach((thumb, index) => {
      if (index === current) thumb.setAttribute("aria-current", "true")
      else thumb.removeAttribute("aria-current")
    })
    this.frames.forEach((frame, index) => { frame.tabIndex = index === current ? 0 : -1 })
    for (const step of this.steps) step.disabled = !this.frames[current + Number(step.dataset.step)]
    this.count.textContent = current + 1
    if (this.#moved) this.status.textContent = this.gallery.dataset.position.replace("{number}", current + 1)
  }
}
