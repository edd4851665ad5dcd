import { Zoomable } from "../parts/zoomable.js"

// The pictures of a gallery, as large as the window and larger. Opened by "hurtrock:enlarge"; tells with
// "hurtrock:reduced" which picture was seen last. The dialog keeps the focus and Escape closes it, by itself.
const kPanPx = 80

export default class Lightbox {
  #ending = new AbortController()
  #pictures = []
  #current = 0

  constructor(dialog) {
    this.dialog = dialog
    this.stage = dialog.querySelector("[data-stage]")
    this.count = dialog.querySelector("[data-count]")
    this.steps = [...dialog.querySelectorAll("[data-step]")]
    const { signal } = this.#ending
    this.zoomable = new Zoomable(this.stage, {
      swiped: by => this.#show(this.#current + by),
      tappedBeside: () => dialog.close(),
      changed: scale => this.#zoomed(scale),
      signal,
    })
    dialog.addEventListener("hurtrock:enlarge", ({ detail }) => this.#open(detail), { signal })
    dialog.addEventListener("keydown", event => this.#key(event), { signal })
    dialog.addEventListener("close", () => dialog.dispatchEvent(new CustomEvent("hurtrock:reduced", { detail: this.#current })), { signal })
    dialog.addEventListener("click", ({ target }) => {
      const { close, zoom, step } = target.closest("button")?.dataset ?? {}
      if (close !== undefined) dialog.close()
      if (zoom) this.zoomable.zoom(this.zoomable.scale * (zoom === "in" ? 1.5 : 1 / 1.5))
      if (step) this.#show(this.#current + Number(step))
    }, { signal })
  }

  disconnect() {
    this.#ending.abort()
  }

  #open({ index, pictures }) {
    this.#pictures = pictures
    this.dialog.showModal()
    this.#show(index)
  }

  #show(index) {
    const picture = this.#pictures[index]
    if (!picture) return
    this.#current = index
    const { url, alt, srcset, width, height } = picture
    const image = Object.assign(new Image(width, height), { className: "lightbox__picture", alt, draggable: false, sizes: "100vw", srcset, src: url })
    this.stage.replaceChildren(image)
    this.zoomable.show(image)
    this.count.textContent = `${index + 1} / ${this.#pictures.length}`
    for (const step of this.steps) step.disabled = !this.#pictures[index + Number(step.dataset.step)]
    // The button that has just been used up would take the focus out of the dialog with it.
    if (document.activeElement === document.body) this.dialog.querySelector("[data-close]").focus()
  }

  // An enlarged picture needs a larger file.
  #zoomed(scale) {
    this.zoomable.picture.sizes = `${Math.ceil(scale * 100)}vw`
    this.stage.classList.toggle("lightbox__stage--zoomed", scale > 1)
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const [x, y] = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? []
    const factor = { "+": 1.5, "=": 1.5, "-": 1 / 1.5 }[event.key]
    if (factor) this.zoomable.zoom(this.zoomable.scale * factor)
    else if (event.key === "0") this.zoomable.zoom(1)
    else if (x === undefined) return
    else if (this.zoomable.scale > 1) this.zoomable.pan(x * kPanPx, y * kPanPx)
    else if (x) this.#show(this.#current - x)
    event.preventDefault()
  }
}
