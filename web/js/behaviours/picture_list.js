// Keeps the list of pictures up to date while they are being made, without touching what somebody is typing, and lets
// the mouse change their order. Without it there are the arrows, and a reload.
const kPauseMs = 1500

export default class PictureList {
  #ending = new AbortController()
  #timer
  #moving
  #before

  constructor(form) {
    this.form = form
    this.list = form.querySelector("[data-pictures]")
    const { signal } = this.#ending
    document.addEventListener("pictures:changed", () => this.#refresh(), { signal })
    this.list.addEventListener("pointerdown", event => this.#hold(event), { signal })
    this.list.addEventListener("dragstart", event => this.#start(event), { signal })
    this.list.addEventListener("dragover", event => this.#over(event), { signal })
    this.list.addEventListener("drop", event => this.#moving && event.preventDefault(), { signal })
    this.list.addEventListener("dragend", () => this.#end(), { signal })
    this.#plan()
  }

  disconnect() {
    clearTimeout(this.#timer)
    this.#ending.abort()
  }

  #plan() {
    clearTimeout(this.#timer)
    if (this.list.querySelector('[data-state="processing"]')) this.#timer = setTimeout(() => this.#refresh(), kPauseMs)
  }

  async #refresh() {
    clearTimeout(this.#timer)
    try {
      const response = await fetch(location.pathname, { headers: { Accept: "text/html" }, signal: this.#ending.signal })
      if (response.ok) this.#take(new DOMParser().parseFromString(await response.text(), "text/html"))
    } catch {
      if (this.#ending.signal.aborted) return // otherwise the network is away: the next turn asks again
    }
    this.#plan()
  }

  #take(fresh) {
    for (const row of fresh.querySelectorAll("[data-pictures] > [data-state]")) {
      const ours = document.getElementById(row.id)
      if (!ours) this.list.append(document.importNode(row, true))
      else if (ours.dataset.state !== row.dataset.state) this.#renew(ours, row)
    }
    this.#markThumbnail(fresh)
    document.dispatchEvent(new CustomEvent("pictures:shown"))
    this.#limitArrows()
  }

  // Where nobody has chosen, the shop shows the first that is ready; what somebody has chosen here stays.
  #markThumbnail(fresh) {
    const ours = [...this.list.querySelectorAll('input[name="thumbnail"]')]
    const shown = fresh.querySelector('[data-pictures] input[name="thumbnail"][checked]')
    if (shown && !ours.some(({ checked }) => checked)) for (const radio of ours) radio.checked = radio.value === shown.value
  }

  // Who was the last one is not any more.
  #limitArrows() {
    const rows = [...this.list.children]
    for (const row of rows) {
      row.querySelector('button[value^="up:"]').disabled = row === rows.at(0)
      row.querySelector('button[value^="down:"]').disabled = row === rows.at(-1)
    }
  }

  #renew(ours, fresh) {
    ours.dataset.state = fresh.dataset.state
    for (const part of [".shot__picture", ".shot__state"])
      ours.querySelector(part).replaceWith(document.importNode(fresh.querySelector(part), true))
  }

  // Only by the handle: elsewhere the mouse selects text.
  #hold(event) {
    const row = event.target.closest("[data-handle]")?.closest("[data-state]")
    if (row) row.draggable = true
  }

  #start(event) {
    if (event.target.parentElement !== this.list) return
    this.#moving = event.target
    this.#before = this.#order()
    event.dataTransfer.effectAllowed = "move"
    event.dataTransfer.setData("text/plain", "")
    this.#moving.classList.add("shot--moving")
  }

  #over(event) {
    if (!this.#moving) return
    event.preventDefault()
    const row = event.target.closest("[data-state]")
    if (!row || row === this.#moving) return
    const { top, height } = row.getBoundingClientRect()
    row.insertAdjacentElement(event.clientY < top + height / 2 ? "beforebegin" : "afterend", this.#moving)
  }

  #end() {
    if (!this.#moving) return
    this.#moving.classList.remove("shot--moving")
    this.#moving.draggable = false
    this.#moving = undefined
    if (this.#order() !== this.#before) this.form.requestSubmit(this.form.querySelector("[data-save]"))
  }

  #order() {
    return [...this.list.children].map(row => row.id).join()
  }
}
