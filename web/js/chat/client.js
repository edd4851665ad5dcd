import { Courier } from "./courier.js"
import { Rooms } from "./rooms.js"
import { Tabs } from "./tabs.js"

// The chat of one page: what it knows (`rooms`), and what can be done there. All tabs of a browser hear the same frames;
// what one of them misses it fetches by itself.
const kPage = 30
const kMissingPage = 100
const kAgainMs = 3_000
const kRefreshMs = 300
const kTypingEveryMs = 2_000
/** As long as somebody looks, the tab that leads is reminded: the browser may slow down the clocks of those in the back. */
const kRemindMs = 5_000

export class ChatClient {
  #env
  #makeTabs
  #tabs
  #courier
  #token
  #listeners = new Set()
  #timers = new Map()
  #loading = new Set()
  #wanted = new Set()
  #typedAt = -Infinity

  constructor(env, { tabs = options => new Tabs(options) } = {}) {
    this.#env = env
    this.#makeTabs = tabs
    this.rooms = new Rooms({ ask: request => this.#ask(request), now: env.now })
  }

  /** Resolves once what waits in the outbox is known. */
  async start() {
    if (this.#tabs) return
    this.#tabs = this.#makeTabs({
      name: `hurtrock-chat:${this.#env.person}`,
      lead: isLeading => this.#lead(isLeading),
      heard: message => this.#heard(message),
    })
    this.#remind()
    for (const entry of await this.#env.outbox.all(this.#env.person)) this.#apply({ type: "outbox", entry })
  }

  stop() {
    this.#tabs?.end()
    this.#tabs = undefined
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
  }

  /** What waits to be sent to that room, in order; to one's own while that is not known. */
  waiting(room) {
    return [...this.rooms.pending.values()].filter(entry => this.rooms.addressOf(entry, this.#env.person) === room).sort((a, b) => a.n - b.n)
  }

  /** `listener` is called with every frame once it has been taken in. */
  listen(listener) {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  newId() {
    return this.#env.uuid()
  }

  // What can be done ---------------------------------------------------------------------------------------------------

  /**
   * Resolves to the client_id once the message can no longer be lost. `id`: under which it was begun; `room`: none is
   * one's own. Fails with OutboxFull.
   */
  async write({ id = this.#env.uuid(), room = null, body = "", product = null, attachment = null }) {
    const entry = await this.#env.outbox.put({ client_id: id, person: this.#env.person, owner: this.rooms.me?.id, room, body: clean(body), product, attachment, at: this.#env.now() })
    this.#tell({ type: "outbox", entry })
    this.#toLeader({ what: "poke" })
    return id
  }

  /** A message that the service has refused, once more. */
  async retry(id) {
    const { ack, failed, ...entry } = this.rooms.pending.get(id) ?? {}
    if (!failed) return
    this.#tell({ type: "outbox", entry: await this.#env.outbox.put(entry) })
    this.#toLeader({ what: "poke" })
  }

  /** Only what has been refused: of anything else nobody knows whether it has arrived. */
  async discard(id) {
    if (!this.rooms.pending.get(id)?.failed) return
    await this.#env.outbox.remove(id)
    this.#tell({ type: "discarded", client_id: id })
  }

  read(room, seq) {
    if (!this.rooms.me || seq <= (this.rooms.rooms.get(room)?.readSeq ?? 0)) return
    this.#tell({ type: "read", room, user: this.rooms.me, seq })
    this.#toLeader({ what: "say", frame: { type: "read", room, seq } })
  }

  typing(room) {
    if (!room || this.#env.now() - this.#typedAt < kTypingEveryMs) return
    this.#typedAt = this.#env.now()
    this.#toLeader({ what: "say", frame: { type: "typing", room } })
  }

  /** The messages before those that are here; the last ones at first. Tried again until the service answers. */
  async older(id) {
    const room = this.rooms.rooms.get(id)
    if (this.#loading.has(id) || (room?.isKnown && !room.hasOlder)) return
    this.#loading.add(id)
    try {
      const before = room?.isKnown ? `before_seq=${room.from}&` : ""
      const { items } = await this.call("GET", `/rooms/${id}/messages?${before}limit=${kPage}`)
      if (!room?.isKnown) this.#apply({ type: "rooms", rooms: [{ id, last_seq: items.at(-1)?.seq ?? 0 }] })
      this.#apply({ type: "page", room: id, items })
      this.#wanted.delete(id)
    } catch (failure) {
      if (failure instanceof ChatRefusal && !failure.isPassing) return void this.#wanted.delete(id)
      // The socket may be fine all the while: it need not be the same process that answers.
      this.#wanted.add(id)
      this.#later(`older ${id}`, kAgainMs, () => this.#wanted.has(id) && this.older(id))
    } finally {
      this.#loading.delete(id)
    }
  }

  /** Older messages are on their way, or will be asked for as soon as there is a connection. */
  isLoading(id) {
    return this.#loading.has(id) || this.#wanted.has(id)
  }

  /** The answer's JSON, or a Blob; fails with what the service says when it refuses, with TypeError when it cannot be reached. */
  async call(method, path, body) {
    let answer = await this.#env.rest(await this.#getToken(), method, path, body)
    if (answer.status === 401) answer = await this.#env.rest(await this.#getToken({ fresh: true }), method, path, body)
    if (answer.status >= 400) throw new ChatRefusal(answer.status, answer.body)
    return answer.body
  }

  /** Takes in what an answer has told, on this page. */
  take(frame) {
    this.#apply(frame)
  }

  wake() {
    if (this.#tabs && !this.#tabs.isLeading) this.#tabs.ask()
    this.#toLeader({ what: "wake" })
  }

  networkChanged() {
    this.#courier?.networkChanged()
  }

  get isLeading() {
    return this.#tabs?.isLeading ?? false
  }

  // Between tabs -------------------------------------------------------------------------------------------------------

  #lead(isLeading) {
    this.#courier?.stop()
    this.#courier = undefined
    if (!isLeading) return
    this.#courier = new Courier({ ...this.#env, token: options => this.#getToken(options) }, {
      tell: frame => this.#tell(frame),
      resume: () => this.rooms.resume(),
      mine: entry => this.rooms.addressOf(entry, this.#env.person),
    })
    this.#courier.start()
  }

  #heard(message) {
    switch (message.what) {
      case "frame": return this.#apply(message.frame)
      case "token": return this.#env.keepToken(message.token)
      case "hello": return this.#greet()
      case "greeting":
        if (message.token) this.#env.keepToken(message.token)
        if (message.welcome) this.#apply(message.welcome)
        return this.#apply(message.link)
      default: return this.#courier && this.#obey(message)
    }
  }

  #greet() {
    if (!this.#courier) return
    this.#tabs.tell({ what: "greeting", link: this.#courier.link, token: this.#token, welcome: this.rooms.me ? this.rooms.summary() : undefined })
  }

  #obey({ what, frame }) {
    if (what === "poke") this.#courier.poke()
    if (what === "wake") this.#courier.wake()
    if (what === "remind") this.#courier.remind()
    if (what === "say") this.#courier.say(frame)
  }

  #toLeader(message) {
    if (this.#courier) this.#obey(message)
    else this.#tabs?.tell(message)
  }

  /** To this page and all others. */
  #tell(frame) {
    this.#tabs?.tell({ what: "frame", frame })
    this.#apply(frame)
    if (frame.type === "welcome") this.#repeatReads(frame)
  }

  #apply(frame) {
    this.rooms.apply(frame)
    for (const listener of this.#listeners) listener(frame)
    if (frame.type === "link" && (frame.state === "live" || frame.state === "polling")) this.#catchUp()
  }

  /** What was read while there was no connection. */
  #repeatReads({ rooms }) {
    for (const { id, read_seq: known } of rooms) {
      const read = this.rooms.rooms.get(id)?.readSeq ?? 0
      if (read > known) this.#toLeader({ what: "say", frame: { type: "read", room: id, seq: read } })
    }
  }

  async #getToken(options) {
    const token = await this.#env.token(options)
    if (token.token !== this.#token?.token) {
      this.#token = token
      this.#tabs?.tell({ what: "token", token })
    }
    return token
  }

  // What is missing ----------------------------------------------------------------------------------------------------

  #ask({ type, room, after }) {
    if (type === "missing") this.#fetchMissing(room, after)
    else this.#later("rooms", kRefreshMs, () => this.#fetchRooms())
  }

  async #fetchMissing(id, after) {
    const room = this.rooms.rooms.get(id)
    try {
      for (let items; !items || items.length === kMissingPage; ) {
        items = (await this.call("GET", `/rooms/${id}/messages?after_seq=${after}&limit=${kMissingPage}`)).items
        for (const message of items) this.#apply({ type: "message", ...message })
        after = items.at(-1)?.seq ?? after
      }
    } catch {
      // Without a connection now; #catchUp asks again, and so does this.
    }
    this.#later(`missing ${id}`, kAgainMs, () => this.#fillGap(room))
  }

  async #fetchRooms() {
    try {
      const { items } = await this.call("GET", "/rooms?messages=1&per_page=100")
      this.#apply({ type: "rooms", rooms: items })
    } catch {
      this.#later("rooms", kAgainMs, () => this.#fetchRooms())
    }
  }

  #catchUp() {
    for (const room of this.rooms.rooms.values()) this.#fillGap(room)
    for (const id of this.#wanted) this.older(id)
    // The service has told how many there are, and not all have come: as when this tab has slept.
    this.#later("behind", kAgainMs, () => {
      for (const { id, upto, lastSeq } of this.rooms.rooms.values()) if (upto < lastSeq) this.#fetchMissing(id, upto)
    })
  }

  #fillGap(room) {
    const after = room.forgetAsking()
    if (after !== undefined) this.#fetchMissing(room.id, after)
  }

  #remind() {
    this.#later("remind", kRemindMs, () => {
      const { state } = this.rooms.link
      if (this.#env.isVisible() && state !== "live" && state !== "polling") this.#toLeader({ what: "remind" })
      this.#remind()
    })
  }

  #later(what, ms, then) {
    this.#timers.get(what)?.()
    this.#timers.set(what, this.#env.later(ms, () => {
      this.#timers.delete(what)
      then()
    }))
  }
}

export class ChatRefusal extends Error {
  constructor(status, problem) {
    super(problem?.errors?.[0]?.message ?? problem?.title ?? `status ${status}`)
    this.status = status
    this.problem = problem
  }

  /** Whether it may be answered later what is refused now. */
  get isPassing() {
    return this.status === 429 || this.status >= 500
  }
}

/** What the service takes: no half characters, no control characters but the ends of lines. */
function clean(text) {
  return text.replace(/\r\n?/g, "\n").replace(/\p{Surrogate}/gu, "\ufffd").replace(/[^\P{Cc}\n\t]/gu, "").trim()
}
