import { Composer } from "./composer.js"
import { MessageList } from "./message_list.js"

// One room on the screen: its messages, who types, how the connection is, and where one writes. For the widget, the page
// /chat and the staff.
const kNearEndPx = 80
const kQuietConnectingMs = 1_500

export class Conversation {
  #root
  #client
  #words
  #messages
  #composer
  #ending = new AbortController()
  #chosen // a room's number; undefined: one's own
  #isDue = false
  #first // the oldest message that is drawn
  #typingTimer
  #connectingSince
  #connectingTimer

  /** `root` holds chat/views/conversation.html; `isShown`: answers whether somebody can see it. */
  constructor(root, { client, words, isShown, product, sent = () => {} }) {
    this.#root = root
    this.#client = client
    this.#words = words
    this.isShown = isShown
    this.log = this.#part("log")
    this.#messages = new MessageList(this.#part("messages"), root.querySelector("template"), { words, client })
    const { signal } = this.#ending
    this.#composer = new Composer(this.#part("composer"), {
      client, words, product, signal,
      refused: text => this.announce(text, { isSeen: true }),
      sent: () => {
        this.#toEnd()
        sent()
      },
    })
    this.#part("older").addEventListener("click", () => this.#older(), { signal })
    this.#part("news").addEventListener("click", () => this.#toEnd(), { signal })
    this.#part("messages").addEventListener("click", ({ target }) => this.#clicked(target.closest("button")), { signal })
    this.log.addEventListener("scroll", () => this.#scrolled(), { signal, passive: true })
    document.addEventListener("visibilitychange", () => this.refresh(), { signal })
    const deaf = client.listen(frame => this.#heard(frame))
    signal.addEventListener("abort", deaf)
  }

  end() {
    clearTimeout(this.#typingTimer)
    clearTimeout(this.#connectingTimer)
    this.#ending.abort()
  }

  get room() {
    return this.#chosen === undefined ? this.#client.rooms.own : this.#client.rooms.rooms.get(this.#chosen)
  }

  /** undefined: one's own. */
  open(id) {
    this.#chosen = id
    this.#composer.open(id)
    this.announce("", { isSeen: true })
    this.#draw()
    this.#toEnd()
  }

  focus() {
    this.#composer.focus()
  }

  insert(text) {
    this.#composer.insert(text)
    this.focus()
  }

  /** Something has changed: drawn once for whatever comes together. */
  refresh() {
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => {
      this.#isDue = false
      if (!this.#ending.signal.aborted) this.#draw()
    })
  }

  /** To screen readers, politely; `isSeen`: for all eyes, too. */
  announce(text, { isSeen = false } = {}) {
    if (isSeen) {
      this.#part("problem").textContent = text
      this.#part("problem").hidden = !text
    } else {
      this.#part("announcer").textContent = text
    }
  }

  #part(name) {
    return this.#root.querySelector(`[data-part=${name}]`)
  }

  #heard(frame) {
    if (frame.type === "message" && frame.room === this.room?.id && frame.sender.id !== this.#client.rooms.me?.id && this.isShown())
      this.announce(`${frame.sender.name}: ${frame.body || frame.product?.name || frame.attachment?.name || ""}`)
    if (frame.type === "outbox" && frame.entry.failed && this.isShown())
      this.announce(this.#words.say("state_failed", { reason: frame.entry.failed.message || this.#words.say("failed_why") }))
    this.refresh()
  }

  #draw() {
    const { room } = this
    const stays = this.#isAtEnd()
    const height = this.log.scrollHeight
    const before = this.#first
    this.#first = room?.messages[0]?.seq
    this.#messages.show(this.#client.rooms, room, this.#client.waiting(room?.id))
    this.#part("older").hidden = !room?.hasOlder || !room.isKnown
    this.#part("welcome").hidden = !!room?.hasOlder
    this.#drawLink()
    this.#drawTyping(room)
    if (!this.isShown()) return
    if (room?.isKnown && room.hasOlder && room.messages.length === 0 && !this.#client.isLoading(room.id)) this.#older()
    if (stays) this.#toEnd()
    // What was put in above must not move what is being read.
    else if (before !== undefined && this.#first < before) this.log.scrollTop += this.log.scrollHeight - height
    this.#readIfSeen()
  }

  #drawLink() {
    const { state } = this.#client.rooms.link
    if (state !== "connecting") this.#connectingSince = undefined
    else if (this.#connectingSince === undefined) {
      this.#connectingSince = Date.now()
      clearTimeout(this.#connectingTimer)
      this.#connectingTimer = setTimeout(() => this.refresh(), kQuietConnectingMs)
    }
    // What is over in a moment is not worth a word.
    const isQuiet = state === "live" || (state === "connecting" && Date.now() - this.#connectingSince < kQuietConnectingMs)
    const text = isQuiet ? "" : this.#words.say(`link_${state}`)
    const place = this.#part("link")
    if (place.textContent !== text) {
      place.textContent = text
      if (this.isShown()) this.announce(text)
    }
    place.hidden = !text
    place.dataset.state = state
  }

  #drawTyping(room) {
    const left = room?.typing ? room.typing.until - Date.now() : 0
    const place = this.#part("typing")
    place.textContent = left > 0 ? this.#words.say("typing", { name: room.typing.user.name }) : ""
    clearTimeout(this.#typingTimer)
    if (left > 0) this.#typingTimer = setTimeout(() => this.refresh(), left + 50)
  }

  #clicked(button) {
    if (button?.dataset.part === "retry") this.#client.retry(button.value)
    if (button?.dataset.part === "discard") {
      this.#client.discard(button.value)
      this.focus()
    }
  }

  async #older() {
    const { room } = this
    if (!room) return
    this.#part("older").ariaBusy = "true"
    await this.#client.older(room.id)
    this.#part("older").ariaBusy = null
    this.refresh()
  }

  #isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < kNearEndPx
  }

  #toEnd() {
    this.log.scrollTop = this.log.scrollHeight
    this.#readIfSeen()
  }

  #scrolled() {
    const { room } = this
    if (this.log.scrollTop < kNearEndPx && room?.hasOlder && room.messages.length > 0 && !this.#client.isLoading(room.id)) this.#older()
    this.#readIfSeen()
  }

  #readIfSeen() {
    const { room } = this
    const isSeen = room && this.isShown() && document.visibilityState === "visible" && this.#isAtEnd()
    if (isSeen && room.upto > 0 && room.messages.length > 0) this.#client.read(room.id, room.upto)
    this.#part("news").hidden = !room || this.#isAtEnd() || room.unread === 0
  }
}
