// Lets a picture in a stage be enlarged and moved: pinch, wheel, double tap or click, and dragging. Without enlargement,
// a horizontal swipe is told to `swiped` (1: to the next), a tap beside the picture to `tappedBeside`.
const kMostScale = 4
const kTapPx = 8
const kSwipePx = 50
const kDoubleTapMs = 300

export class Zoomable {
  #pointers = new Map()
  #scale = 1
  #x = 0
  #y = 0
  #begin
  #lastTap

  constructor(stage, { swiped, tappedBeside, changed, signal }) {
    Object.assign(this, { stage, swiped, tappedBeside, changed })
    stage.addEventListener("pointerdown", event => this.#down(event), { signal })
    stage.addEventListener("pointermove", event => this.#move(event), { signal })
    stage.addEventListener("pointerup", event => this.#up(event, true), { signal })
    stage.addEventListener("pointercancel", event => this.#up(event, false), { signal })
    stage.addEventListener("wheel", event => {
      event.preventDefault()
      this.zoom(this.#scale * Math.exp(-event.deltaY * 0.002), this.#place(event))
    }, { signal, passive: false })
  }

  get scale() {
    return this.#scale
  }

  show(picture) {
    this.picture = picture
    this.#pointers.clear()
    this.zoom(1)
  }

  // To that scale, with what lies at `point` (from the stage's middle) staying there.
  zoom(scale, point = { x: 0, y: 0 }) {
    const next = Math.min(Math.max(scale, 1), kMostScale)
    this.#x = point.x - (point.x - this.#x) * (next / this.#scale)
    this.#y = point.y - (point.y - this.#y) * (next / this.#scale)
    this.#scale = next
    this.#draw()
  }

  pan(dx, dy) {
    this.#x += dx
    this.#y += dy
    this.#draw()
  }

  #draw() {
    const roomX = Math.max(0, (this.picture.offsetWidth * this.#scale - this.stage.clientWidth) / 2)
    const roomY = Math.max(0, (this.picture.offsetHeight * this.#scale - this.stage.clientHeight) / 2)
    this.#x = Math.min(Math.max(this.#x, -roomX), roomX)
    this.#y = Math.min(Math.max(this.#y, -roomY), roomY)
    this.picture.style.transform = this.#scale === 1 ? "" : `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`
    this.changed(this.#scale)
  }

  #place({ clientX, clientY }) {
    const { left, top, width, height } = this.stage.getBoundingClientRect()
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 }
  }

  #down(event) {
    if (event.button !== 0) return
    event.preventDefault()
    this.stage.setPointerCapture(event.pointerId)
    this.#pointers.set(event.pointerId, this.#place(event))
    this.#begin = this.#pointers.size === 1
      ? { ...this.#place(event), onPicture: event.target === this.picture, pinched: false }
      : { ...this.#begin, pinched: true }
  }

  #move(event) {
    const before = this.#pointers.get(event.pointerId)
    if (!before) return
    const now = this.#place(event)
    if (this.#pointers.size === 2) {
      const [other] = [...this.#pointers].filter(([id]) => id !== event.pointerId).map(([, place]) => place)
      const factor = distance(now, other) / Math.max(1, distance(before, other))
      this.pan((now.x - before.x) / 2, (now.y - before.y) / 2)
      this.zoom(this.#scale * factor, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 })
    } else if (this.#scale > 1) {
      this.pan(now.x - before.x, now.y - before.y)
    }
    this.#pointers.set(event.pointerId, now)
  }

  #up(event, meant) {
    if (!this.#pointers.delete(event.pointerId) || this.#pointers.size > 0 || !meant || this.#begin.pinched) return
    const end = this.#place(event)
    const [dx, dy] = [end.x - this.#begin.x, end.y - this.#begin.y]
    if (Math.hypot(dx, dy) < kTapPx) this.#tapped(event, end)
    else if (this.#scale === 1 && Math.abs(dx) > kSwipePx && Math.abs(dx) > Math.abs(dy)) this.swiped(dx < 0 ? 1 : -1)
  }

  #tapped(event, at) {
    if (!this.#begin.onPicture && this.#scale === 1) return this.tappedBeside()
    const last = this.#lastTap
    const twice = last && event.timeStamp - last.time < kDoubleTapMs && distance(last, at) < 40
    this.#lastTap = { ...at, time: event.timeStamp }
    if (event.pointerType !== "touch" || twice) {
      this.#lastTap = undefined
      this.zoom(this.#scale > 1 ? 1 : 2.5, at)
    }
  }
}

function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
