// The rooms of the staff: who waits first, what is mine, everything, what is done; and what a search has found.
const kPage = 50
/** A welcome that tells of fewer has told of all. */
const kMostTold = 100
const kSearchMs = 250

const kFilters = {
  waiting: ({ status, waitingSince }) => status === "open" && waitingSince,
  mine: ({ status, assignee }, me) => status === "open" && assignee?.id === me?.id,
  all: () => true,
  resolved: ({ status }) => status === "resolved",
  archived: ({ status }) => status === "archived",
}

export class RoomList {
  #root
  #client
  #words
  #filter = "waiting"
  #found // numbers of rooms, when something is searched for
  #pages = { waiting: 1, mine: 1, all: 1, resolved: 0, archived: 0 }
  #isComplete = false
  #shown = new Map()
  #marked
  #isDue = false
  #timer

  constructor(root, { client, words, choose, signal }) {
    this.#root = root
    this.#client = client
    this.#words = words
    this.list = root.querySelector("[data-part=rooms]")
    this.template = root.querySelector("[data-template=room]")
    this.list.addEventListener("click", event => {
      const link = event.target.closest("a")
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
      event.preventDefault()
      choose(Number(link.dataset.room))
    }, { signal })
    root.querySelector(".desk__filters").addEventListener("click", ({ target }) => this.#choose(target.closest("button")?.dataset.filter), { signal })
    const search = root.querySelector("[data-part=search]")
    search.addEventListener("input", () => this.#searchSoon(), { signal })
    search.addEventListener("submit", event => {
      event.preventDefault()
      this.#search()
    }, { signal })
    root.querySelector("[data-part=more-rooms]").addEventListener("click", () => this.#more(), { signal })
    const deaf = client.listen(frame => {
      if (frame.type === "welcome") this.#isComplete = frame.rooms.length < kMostTold
      this.#drawSoon()
    })
    signal.addEventListener("abort", deaf)
    this.#draw()
  }

  mark(id) {
    this.#marked = id
    this.#draw()
  }

  focus(id) {
    this.#shown.get(id)?.querySelector("a")?.focus()
  }

  #choose(filter) {
    if (!filter) return
    this.#filter = filter
    for (const button of this.#root.querySelectorAll("[data-filter]")) button.ariaPressed = String(button.dataset.filter === filter)
    if (this.#pages[filter] === 0 && !this.#isComplete) this.#more()
    this.#draw()
  }

  #searchSoon() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#search(), kSearchMs)
  }

  async #search() {
    clearTimeout(this.#timer)
    const text = this.#root.querySelector("[data-part=search] input").value.trim()
    if (!text) {
      this.#found = undefined
      return this.#draw()
    }
    try {
      const { items } = await this.#client.call("GET", `/rooms?messages=1&per_page=${kPage}&q=${encodeURIComponent(text)}`)
      // Somebody has typed on.
      if (this.#root.querySelector("[data-part=search] input").value.trim() !== text) return
      this.#client.take({ type: "rooms", rooms: items })
      this.#found = items.map(({ id }) => id)
      this.#draw()
    } catch {
      // The line above the conversation says that there is no connection.
    }
  }

  /** Rooms from before those that the welcome has told of. */
  async #more() {
    const status = ["resolved", "archived"].includes(this.#filter) ? this.#filter : ""
    const page = this.#pages[this.#filter] + 1
    const button = this.#root.querySelector("[data-part=more-rooms]")
    button.ariaBusy = "true"
    try {
      const { items } = await this.#client.call("GET", `/rooms?messages=1&per_page=${kPage}&page=${page}${status && `&status=${status}`}`)
      this.#client.take({ type: "rooms", rooms: items })
      this.#pages[this.#filter] = page
      if (items.length < kPage) button.dataset.ended = `${button.dataset.ended ?? ""} ${this.#filter}`
      this.#draw()
    } catch {
      // It can be pressed again.
    } finally {
      button.ariaBusy = null
    }
  }

  #drawSoon() {
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => {
      this.#isDue = false
      this.#draw()
    })
  }

  #rooms(filter) {
    const { rooms, me } = this.#client.rooms
    const all = [...rooms.values()].filter(({ owner, lastSeq }) => owner && lastSeq > 0)
    if (this.#found && filter === this.#filter) return all.filter(({ id }) => this.#found.includes(id))
    const fitting = all.filter(room => kFilters[filter](room, me))
    // Whoever has waited longest is answered first.
    if (filter === "waiting") return fitting.sort((a, b) => compare(a.waitingSince, b.waitingSince) || a.id - b.id)
    return fitting.sort((a, b) => compare(b.updatedAt, a.updatedAt) || b.id - a.id)
  }

  #draw() {
    for (const filter of ["waiting", "mine"]) {
      const count = this.#rooms(filter).length
      this.#root.querySelector(`[data-filter=${filter}] [data-count]`).textContent = count || ""
    }
    const rooms = this.#rooms(this.#filter)
    const ids = new Set(rooms.map(({ id }) => id))
    for (const [id, element] of this.#shown) {
      if (ids.has(id)) continue
      element.remove()
      this.#shown.delete(id)
    }
    let next = this.list.firstElementChild
    for (const room of rooms) {
      const element = this.#elementOf(room)
      if (element === next) next = next.nextElementSibling
      else this.list.insertBefore(element, next)
    }
    this.#root.querySelector("[data-part=no-rooms]").hidden = rooms.length > 0 || !this.#client.rooms.me
    const more = this.#root.querySelector("[data-part=more-rooms]")
    more.hidden = !!this.#found || this.#isComplete || !["all", "resolved", "archived"].includes(this.#filter) || (more.dataset.ended ?? "").includes(this.#filter)
  }

  #elementOf(room) {
    let element = this.#shown.get(room.id)
    if (!element) this.#shown.set(room.id, (element = this.template.content.firstElementChild.cloneNode(true)))
    const part = name => element.querySelector(`[data-part=${name}]`)
    const link = part("room")
    link.href = `?room=${room.id}`
    link.dataset.room = room.id
    link.ariaCurrent = room.id === this.#marked ? "true" : null
    part("dot").classList.toggle("desk__dot--online", room.online)
    part("name").textContent = room.owner.name
    const { lastMessage: last, unread } = room
    part("glimpse").textContent = last ? last.body || last.product?.name || last.product?.slug || last.attachment?.name || "" : this.#words.say("no_message")
    part("time").textContent = last ? this.#words.moment(last.sent_at) : ""
    part("waiting").hidden = !(room.status === "open" && room.waitingSince)
    part("put-away").hidden = room.status === "open"
    part("put-away").textContent = room.status === "open" ? "" : this.#words.say(`is_${room.status}`)
    part("assignee").textContent = room.assignee ? this.#words.say("assigned_to", { name: room.assignee.name }) : ""
    part("unread").hidden = unread === 0
    part("unread-count").textContent = unread
    part("unread-words").textContent = this.#words.say("unread", { n: unread })
    return element
  }
}

// Times of one form are in the order of their letters; they are told in whole seconds, so equal ones are common.
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0
}
