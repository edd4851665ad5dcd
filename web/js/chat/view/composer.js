import { OutboxFull } from "../outbox.js"

// Where messages are written. What has been typed survives a reload; so does what has been sent and is not in the outbox
// yet, with the client_id under which it goes there, so that a page which ends at that moment neither loses nor doubles it.
const kKey = "hurtrock:chat-draft:"

export class Composer {
  #form
  #field
  #client
  #words
  #options
  #room
  #sending = [] // on their way into the outbox
  #file // the service has it; goes with the next message

  /**
   * `sent`: called after each message; `refused`: with what is wrong. `product`: answers the slug to go with the next
   * message, or null.
   */
  constructor(form, { client, words, signal, ...options }) {
    this.#form = form
    this.#field = form.querySelector("textarea")
    this.#client = client
    this.#words = words
    this.#options = options
    form.addEventListener("submit", event => {
      event.preventDefault()
      this.#send()
    }, { signal })
    this.#field.addEventListener("keydown", event => {
      // A phone's Enter begins a new line; there is a button beside it.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return
      event.preventDefault()
      this.#send()
    }, { signal })
    this.#field.addEventListener("input", () => this.#typed(), { signal })
    form.querySelector("[data-part=pick]").addEventListener("click", () => this.#pick(), { signal })
  }

  /** undefined: the room that is one's own. */
  open(room) {
    this.#room = room
    this.#drop()
    const { text = "", sending = [] } = this.#kept()
    this.#field.value = text
    this.#grow()
    for (const message of sending) this.#write(message)
  }

  /** Where one writes, or instead of what is selected there. */
  insert(text) {
    this.#field.setRangeText(text, this.#field.selectionStart, this.#field.selectionEnd, "end")
    this.#typed()
  }

  focus() {
    this.#field.focus({ preventScroll: true })
  }

  #send() {
    const body = this.#field.value
    const product = this.#options.product()
    const attachment = this.#file ?? null
    if (!body.trim() && !product && !attachment) return
    this.#drop()
    this.#field.value = ""
    this.#grow()
    this.#write({ id: this.#client.newId(), room: this.#room ?? null, body, product, attachment })
    this.#options.sent()
  }

  async #write(message) {
    if (this.#sending.some(({ id }) => id === message.id)) return
    this.#sending.push(message)
    this.#keep()
    try {
      await this.#client.write(message)
      this.#options.refused("")
    } catch (failure) {
      // Back to where it can be sent again, before what has been typed meanwhile.
      this.#field.value = [message.body, this.#field.value].filter(Boolean).join("\n")
      this.#grow()
      this.#options.refused(this.#words.say(failure instanceof OutboxFull ? "outbox_full" : "not_kept"))
    }
    this.#sending = this.#sending.filter(({ id }) => id !== message.id)
    this.#keep()
  }

  async #pick() {
    const room = this.#room ?? this.#client.rooms.own?.id
    try {
      if (!room) throw new Error("not greeted yet")
      const { pickFile } = await import("./files.js")
      // Somebody may have gone on to another room by then.
      pickFile(this.#form, { client: this.#client, words: this.#words, room, refused: this.#options.refused, picked: file => (this.#file = file) })
    } catch {
      this.#options.refused(this.#words.say("file_later"))
    }
  }

  #drop() {
    this.#file = undefined
    this.#form.querySelector("[data-part=chosen]").replaceChildren()
  }

  #typed() {
    this.#keep()
    this.#grow()
    this.#client.typing(this.#room ?? this.#client.rooms.own?.id)
  }

  #grow() {
    this.#field.style.height = "auto"
    this.#field.style.height = `${this.#field.scrollHeight + 2}px`
  }

  get #place() {
    return kKey + (this.#room ?? "own")
  }

  #kept() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#place)) ?? {}
    } catch {
      return {}
    }
  }

  #keep() {
    const text = this.#field.value
    try {
      if (text || this.#sending.length > 0) sessionStorage.setItem(this.#place, JSON.stringify({ text, sending: this.#sending }))
      else sessionStorage.removeItem(this.#place)
    } catch {
      // Then it lasts as long as the page.
    }
  }
}
