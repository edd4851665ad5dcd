// Lets categories be put elsewhere: dragged by their handle with mouse or finger, or picked up by it with Enter and moved
// with the arrow keys. A line shows where; what is moved stays where it is until it is put down. Then the server is told,
// once, and its answer is the tree from then on. Without it there are the arrows, and the form of each category.
import { inPageLanguage } from "../parts/page_language.js"

const kTremblePx = 5 // that a click may move
const kLevelPx = 24 // to the side
const kEdgePx = 96 // of the window, where it begins to scroll
const kScrollPx = 10 // a frame

export default class CategoryTree {
  #ending = new AbortController()
  #line = document.createElement("li")
  #pressed // where the pointer went down, and where it is
  #moving // what is picked up, the rows beside it, and the place it would get among them
  #sending = false

  constructor(form) {
    this.form = form
    this.region = form.querySelector("[data-tree]")
    this.status = form.querySelector("[data-status]")
    this.#line.className = "tree__line"
    this.#line.ariaHidden = "true"
    const { signal } = this.#ending
    this.region.addEventListener("click", event => this.#click(event), { signal })
    this.region.addEventListener("pointerdown", event => this.#press(event), { signal })
    this.region.addEventListener("focusout", () => this.#moving && !this.#pressed?.held && this.#cancel(), { signal })
    document.addEventListener("keydown", event => this.#key(event), { signal })
    document.addEventListener("pointermove", event => this.#slide(event), { signal })
    document.addEventListener("pointerup", event => this.#release(event), { signal })
    document.addEventListener("pointercancel", event => this.#release(event), { signal })
  }

  disconnect() {
    this.#ending.abort()
    this.#letGo()
  }

  // Enter and the space bar click, too, and so do screen readers. What ends a drag does not count.
  #click(event) {
    const row = handleAt(event)?.closest("[data-category]")
    if (!row || this.#sending || (event.detail > 0 && this.#pressed?.dragged)) return
    if (this.#moving?.row === row) return this.#putDown()
    this.#pickUp(row)
    row.querySelector("[data-handle]").focus()
  }

  #key(event) {
    if (!this.#moving) return
    if (event.key === "Escape") {
      event.preventDefault()
      if (this.#pressed) this.#pressed.held = false
      return this.#cancel()
    }
    const step = { ArrowUp: before, ArrowDown: behind, ArrowLeft: outOf, ArrowRight: into }[event.key]
    if (!step || this.#pressed?.held) return
    event.preventDefault()
    const place = step(this.#moving)
    if (place) this.#aim(place)
    else this.#say(this.form.dataset.noFurther)
  }

  #press(event) {
    const handle = handleAt(event)
    if (!handle || event.button !== 0 || !event.isPrimary || this.#sending) return
    const { clientX: x, clientY: y } = event
    this.#pressed = { row: handle.closest("[data-category]"), pointer: event.pointerId, from: { x, y }, x, y, held: true, dragged: false }
    handle.setPointerCapture(event.pointerId)
  }

  #slide(event) {
    const pressed = this.#pressed
    if (!pressed?.held || event.pointerId !== pressed.pointer) return
    pressed.x = event.clientX
    pressed.y = event.clientY
    if (!pressed.dragged) {
      if (Math.hypot(pressed.x - pressed.from.x, pressed.y - pressed.from.y) < kTremblePx) return
      pressed.dragged = true
      this.#pickUp(pressed.row)
      this.#scroll()
    }
    this.#aimAtPointer()
  }

  #release(event) {
    const pressed = this.#pressed
    if (!pressed?.held || event.pointerId !== pressed.pointer) return
    pressed.held = false
    if (!pressed.dragged) return
    if (event.type === "pointerup") this.#putDown()
    else this.#cancel()
  }

  // Also while the pointer rests at the edge.
  #scroll() {
    if (!this.#pressed?.held || !this.#moving) return
    const { y } = this.#pressed
    const by = y < kEdgePx ? -kScrollPx : y > innerHeight - kEdgePx ? kScrollPx : 0
    if (by) {
      scrollBy({ top: by, behavior: "instant" })
      this.#aimAtPointer()
    }
    requestAnimationFrame(() => this.#scroll())
  }

  #aimAtPointer() {
    const { others, start } = this.#moving
    const { from, x, y } = this.#pressed
    const below = others.findIndex(row => y < middleOf(row))
    const index = below < 0 ? others.length : below
    const [least, most] = levelsAt(this.#moving, index)
    if (least > most) return // nothing that tall fits there
    const wanted = start.depth + Math.round((x - from.x) / kLevelPx)
    const depth = Math.min(Math.max(wanted, least), most)
    if (index !== this.#moving.index || depth !== this.#moving.depth) this.#aim({ index, depth })
  }

  #pickUp(row) {
    this.#letGo()
    const rows = [...this.region.querySelectorAll("[data-category]")]
    const index = rows.indexOf(row)
    const depth = depthOf(row)
    const branch = [row, ...rows.slice(index + 1, endOfBranch(rows, index + 1, depth))]
    const levels = Math.max(...branch.map(depthOf)) - depth + 1
    this.#moving = {
      row, branch, index, depth, start: { index, depth },
      others: rows.filter(other => !branch.includes(other)),
      deepest: Number(this.form.dataset.deepest) - levels,
    }
    for (const each of branch) each.classList.add("tree__row--moving")
    row.querySelector("[data-handle]").ariaPressed = "true"
    this.#aim({ index, depth }, fill(this.form.dataset.taken, nameOf(row)))
  }

  #aim({ index, depth }, before = "") {
    Object.assign(this.#moving, { index, depth })
    this.#line.dataset.depth = depth
    const next = this.#moving.others[index]
    if (next) next.before(this.#line)
    else this.#moving.row.parentElement.append(this.#line)
    if (!this.#pressed?.held) this.#line.scrollIntoView({ block: "nearest", behavior: "instant" })
    this.#say(`${before} ${this.#worded()}`)
  }

  #worded() {
    const { row, others, index, depth } = this.#moving
    const parent = parentAt(others, index, depth)
    const first = parent ? others.indexOf(parent) + 1 : 0
    const siblings = others.slice(first, endOfBranch(others, first, depth - 1)).filter(other => depthOf(other) === depth)
    const place = siblings.filter(sibling => others.indexOf(sibling) < index).length + 1
    const { atTop, below } = this.form.dataset
    return fill(parent ? below : atTop, nameOf(row), place, siblings.length + 1, parent && nameOf(parent))
  }

  #letGo() {
    this.#line.remove()
    for (const row of this.#moving?.branch ?? []) row.classList.remove("tree__row--moving")
    if (this.#moving) this.#moving.row.querySelector("[data-handle]").ariaPressed = "false"
    this.#moving = undefined
  }

  #cancel() {
    this.#letGo()
    this.#say(this.form.dataset.cancelled)
  }

  #putDown() {
    const { row, others, index, depth, start } = this.#moving
    if (index === start.index && depth === start.depth) return this.#cancel()
    const next = others[index]
    const parent = parentAt(others, index, depth)
    const before = next && depthOf(next) === depth ? next : undefined
    const where = this.#worded()
    this.#letGo()
    this.#send(row.dataset.category, { parent: parent?.dataset.category ?? "", before: before?.dataset.category ?? "" }, where)
  }

  async #send(category, place, where) {
    const { saving, done, broken } = this.form.dataset
    this.#sending = true
    this.#say(saving)
    try {
      const fields = new URLSearchParams([...new FormData(this.form), ...Object.entries(place)])
      const answer = await fetch(inPageLanguage(`/admin/categories/${category}/place`), {
        method: "POST", headers: { Accept: "text/html" }, body: fields, signal: this.#ending.signal })
      const page = new DOMParser().parseFromString(await answer.text(), "text/html")
      const fresh = page.querySelector("[data-tree]")
      if (answer.status >= 500) throw new Error("the shop could not say")
      if (!fresh) return location.reload() // somebody has logged out meanwhile
      this.region.replaceChildren(...fresh.childNodes)
      document.querySelector(`[data-category="${category}"] [data-handle]`)?.focus()
      this.#say(answer.ok ? `${done} ${where}` : page.querySelector(".notice")?.textContent.trim() ?? "", !answer.ok)
    } catch {
      if (!this.#ending.signal.aborted) this.#say(broken, true)
    } finally {
      this.#sending = false
    }
  }

  #say(text, isRefusal = false) {
    this.status.textContent = text.trim()
    this.status.classList.toggle("tree__status--refused", isRefusal)
  }
}

function handleAt(event) {
  return event.target.closest("[data-handle]")
}

function depthOf(row) {
  return Number(row.dataset.depth)
}

function nameOf(row) {
  return row.querySelector(".tree__name a").textContent
}

function middleOf(row) {
  const { top, height } = row.getBoundingClientRect()
  return top + height / 2
}

function fill(text, ...values) {
  return text.replace(/%(\d)/g, (_, number) => values[number - 1])
}

// The first row from `index` on that is not below a category of that depth.
function endOfBranch(rows, index, depth) {
  while (index < rows.length && depthOf(rows[index]) > depth) ++index
  return index
}

function parentAt(others, index, depth) {
  return others.slice(0, index).findLast(row => depthOf(row) < depth)
}

// Of the sibling before that place; -1 where it would be the first.
function siblingBefore(others, index, depth) {
  const found = others.slice(0, index).findLastIndex(row => depthOf(row) <= depth)
  return found >= 0 && depthOf(others[found]) === depth ? found : -1
}

// How deep something can stand before the row of that index: what follows must keep its parent.
function levelsAt({ others, deepest }, index) {
  const least = index < others.length ? depthOf(others[index]) : 0
  const most = index > 0 ? depthOf(others[index - 1]) + 1 : 0
  return [least, Math.min(most, deepest)]
}

// The arrow keys: where each leads from a place, or nothing.

function before({ others, index, depth }) {
  const sibling = siblingBefore(others, index, depth)
  return sibling < 0 ? undefined : { index: sibling, depth }
}

function behind({ others, index, depth }) {
  const isSibling = index < others.length && depthOf(others[index]) === depth
  return isSibling ? { index: endOfBranch(others, index + 1, depth), depth } : undefined
}

function outOf({ others, index, depth }) {
  return depth === 0 ? undefined : { index: endOfBranch(others, index, depth - 1), depth: depth - 1 }
}

function into({ others, index, depth, deepest }) {
  return siblingBefore(others, index, depth) < 0 || depth + 1 > deepest ? undefined : { index, depth: depth + 1 }
}
