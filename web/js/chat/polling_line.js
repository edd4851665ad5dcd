// The chat service where something on the way lets no WebSocket through: asks again and again, and tells what is new in
// the same frames. Who types and who is there is known late or not at all.
const kPauseMs = 4_000
const kHiddenPauseMs = 20_000
const kMostAtOnce = 100
const kRooms = "/rooms?messages=1&per_page=100"

export class PollingLine {
  #env
  #token
  #resume
  #received
  #closed
  #isOver = false
  #wasOpen = false
  #waiting
  #isAsking = false

  constructor(env, { token, resume, received, closed }) {
    this.#env = env
    this.#token = token
    this.#resume = resume
    this.#received = received
    this.#closed = closed
    this.#ask()
  }

  say(frame) {
    if (frame.type === "send") this.#send(frame)
    if (frame.type === "read") this.#call("POST", `/rooms/${frame.room}/read`, { seq: frame.seq }).catch(() => {})
  }

  probe() {
    this.#ask()
  }

  renew(token) {
    this.#token = token
  }

  close() {
    this.#isOver = true
    this.#waiting?.()
  }

  async #ask() {
    if (this.#isOver || this.#isAsking) return
    this.#isAsking = true
    this.#waiting?.()
    try {
      const { status, body } = await this.#call("GET", kRooms)
      if (this.#isOver) return
      if (status !== 200) return this.#end(status)
      this.#received(this.#wasOpen ? { type: "rooms", rooms: body.items } : { type: "welcome", user: body.user, rooms: body.items })
      this.#wasOpen = true
      for (const { id, last_seq: last } of body.items) await this.#catchUp(id, last)
      this.#waiting = this.#env.later(this.#env.isVisible() ? kPauseMs : kHiddenPauseMs, () => this.#ask())
    } catch {
      this.#end(0)
    } finally {
      this.#isAsking = false
    }
  }

  async #catchUp(room, last) {
    for (let upto = this.#resume()[room]; upto < last && !this.#isOver; ) {
      const { status, body } = await this.#call("GET", `/rooms/${room}/messages?after_seq=${upto}&limit=${kMostAtOnce}`)
      if (status !== 200 || body.items.length === 0) return
      for (const message of body.items) this.#received({ type: "message", ...message })
      upto = body.items.at(-1).seq
    }
  }

  async #send({ room, client_id, body, product, attachment }) {
    try {
      const { status, body: answer } = await this.#call("POST", `/rooms/${room}/messages`, { client_id, ...(body && { body }), ...(product && { product_slug: product }), ...(attachment && { attachment }) })
      if (this.#isOver) return
      if (status === 201) {
        this.#received({ type: "ack", ...answer })
        return this.#ask()
      }
      if (status === 401) return this.#end(status)
      const isPassing = status === 429 || status >= 500
      this.#received({
        type: "error", client_id, room, code: answer?.errors?.[0]?.code ?? answer?.code ?? "unavailable", message: answer?.errors?.[0]?.message ?? answer?.title ?? "",
        ...(isPassing && { retry_after_ms: answer?.retry_after_ms ?? 2_000 }),
      })
    } catch {
      this.#end(0)
    }
  }

  #call(method, path, body) {
    return this.#env.rest(this.#token, method, path, body)
  }

  #end(status) {
    if (this.#isOver) return
    this.close()
    this.#closed({ wasOpen: this.#wasOpen, code: status === 401 ? 4401 : 0 })
  }
}
