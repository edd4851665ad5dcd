// Sound and notifications for what comes while nobody looks, if that is wanted: nothing is asked before somebody presses
// the button, and a second press ends it.
const kKey = "hurtrock:chat-alerts"
/** Another tab may show it, and so have it read, by then. */
const kWaitMs = 700

export class Alerts {
  #client
  #button
  #words

  constructor(client) {
    this.#client = client
    client.listen(frame => frame.type === "message" && this.#arrived(frame))
  }

  /** The switch, once there is one. */
  attach(button, words, signal) {
    this.#button = button
    this.#words = words
    button.addEventListener("click", () => this.#toggle(), { signal })
    this.#show()
  }

  async #toggle() {
    if (isWanted()) forget()
    else {
      remember()
      ring()
      if ("Notification" in window && Notification.permission === "default") await Notification.requestPermission().catch(() => {})
    }
    this.#show()
  }

  #show() {
    this.#button.ariaPressed = String(isWanted())
    this.#button.title = this.#words.say(isWanted() ? "alerts_on" : "alerts_off")
  }

  #arrived({ room: id, seq, sender, body, product, attachment }) {
    if (!isWanted() || !this.#client.isLeading || sender.id === this.#client.rooms.me?.id || sender.role === "shop") return
    setTimeout(() => {
      const room = this.#client.rooms.rooms.get(id)
      if (!room || room.readSeq >= seq) return
      ring({ title: sender.name, body: (body || product?.name || attachment?.name || "").slice(0, 160), tag: `hurtrock-chat-${id}` })
    }, kWaitMs)
  }
}

// Fetched once it is wanted.
function ring(notice) {
  import("./ring.js").then(module => module.ring(notice), () => {})
}

function isWanted() {
  try {
    return localStorage.getItem(kKey) === "1"
  } catch {
    return false
  }
}

function remember() {
  try {
    localStorage.setItem(kKey, "1")
  } catch {
    // For this page only, then: not at all.
  }
}

function forget() {
  try {
    localStorage.removeItem(kKey)
  } catch {
    // It was not kept either.
  }
}
