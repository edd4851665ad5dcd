// Marks the thumbnail of the picture in view, and moves to a picture without changing the page's address. Swiping is
// the browser's own; the arrow keys work on the focused row.
export default class Gallery {
  #ending = new AbortController()
  #observer

  constructor(gallery) {
    this.row = gallery.querySelector(".gallery__row")
    this.frames = [...gallery.querySelectorAll(".gallery__frame")]
    this.thumbs = [...gallery.querySelectorAll(".gallery__thumb")]
    const { signal } = this.#ending
    this.thumbs.forEach((thumb, index) => thumb.addEventListener("click", event => {
      event.preventDefault()
      this.#show(index)
    }, { signal }))
    this.row.addEventListener("keydown", event => this.#key(event), { signal })

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

  #show(index) {
    const frame = this.frames[index]
    if (frame) this.row.scrollTo({ left: frame.offsetLeft - this.row.offsetLeft })
  }

  #key(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    this.#show(this.thumbs.findIndex(thumb => thumb.ariaCurrent === "true") + by)
  }

  #mark(current) {
    this.thumbs.forEach((thumb, index) => {
      if (index === current) thumb.setAttribute("aria-current", "true")
      else thumb.removeAttribute("aria-current")
    })
  }
}
