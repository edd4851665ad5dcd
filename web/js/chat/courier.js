import { SocketLine } from "./socket_line.js"

// Keeps the connection to the chat service, and brings there what lies in the outbox. In one tab of a browser only
// (tabs.js). One message is under way at a time, so that they arrive in the order in which they were written; it is sent
// again, under the same client_id, until the service has said that it has it.
const kFirstPauseMs = 500
const kLongestPauseMs = 30_000
/** Many tabs may wake it at once. */
const kWakeEveryMs = 1_000
const kRestartSpreadMs = 2_000
const kAnswerMs = 15_000
const kWelcomeMs = 12_000
/** Nothing has come for so long: is anybody there? */
const kQuietMs = 25_000
const kPongMs = 8_000
const kRenewBeforeMs = 75_000
const kRenewAtLeastMs = 60_000
/** A socket that has never opened so often: something on the way allows none. */
const kBlockedAfter = 2
const kSocketSoonMs = 1_500
const kSocketAgainMs = 120_000
/** A message on which the connection broke so often must not keep the others waiting for ever. */
const kMostTries = 6

const kBusy = 1013
const kRestarting = 1001
const kTooManySockets = 4429
const kUnauthorized = 4401
const kUnreadable = new Set([1007, 1009])

export class Courier {
  #env
  #tell
  #resume
  #mine

  #line
  #link = { type: "link", state: "connecting" }
  #isStopped = true
  #isGreeted = false
  #connection = 0
  #attempts = 0
  #triedAt = -Infinity
  #due = Infinity
  #refusedTokens = 0
  #retry

  #neverOpened = 0
  #polls = false
  #polledBefore = false
  #isBlocked = false

  #flying // the entry under way
  #tries = new Map()
  #leaving = new Set() // client_ids of what is being taken out of the outbox
  #pausedUntil = 0
  #isLooking = false
  #lookAgain = false
  #timers = new Map()

  /**
   * `env`: environment.js, or a test's. `tell`: takes every frame, of the service and of ours. `resume`: answers what a
   * socket goes on from. `mine`: answers the room an entry goes to, or undefined when it is not this person's to send.
   */
  constructor(env, { tell, resume, mine }) {
    this.#env = env
    this.#tell = tell
    this.#resume = resume
    this.#mine = mine
  }

  get link() {
    return this.#link
  }

  start() {
    if (!this.#isStopped) return
    this.#isStopped = false
    this.#attempts = 0
    this.#tell(this.#link)
    this.#connect()
  }

  stop() {
    this.#isStopped = true
    this.#hangUp()
    this.#retry?.()
  }

  /** Something was put into the outbox, or taken out. */
  poke() {
    this.#flush()
  }

  /** A frame that may get lost: who types, how far was read. */
  say(frame) {
    if (this.#isGreeted) this.#line.say(frame)
  }

  /** There may be a network again, or somebody looks: no longer a pause than need be. */
  wake() {
    if (this.#isStopped) return
    if (this.#isGreeted) {
      this.#line.probe()
      this.#expect("pong", kPongMs, () => this.#broken())
    } else if (!this.#line) {
      this.#tryAgain(Math.max(0, this.#triedAt + kWakeEveryMs - this.#env.now()))
    }
  }

  /** Another tab, whose clock runs, thinks that a pause may be over. */
  remind() {
    if (!this.#isStopped && !this.#line && this.#env.now() >= this.#due) this.#connect()
  }

  /** The browser says so; a socket that it has left open by then is of no use. */
  networkChanged() {
    if (this.#isStopped || this.#env.isOnline()) return this.wake()
    this.#broken()
  }

  // The connection ------------------------------------------------------------------------------------------------------

  async #connect() {
    this.#retry?.()
    this.#hangUp()
    const connection = ++this.#connection
    const isOver = () => this.#isStopped || connection !== this.#connection
    this.#triedAt = this.#env.now()
    this.#due = Infinity
    if (!this.#env.isOnline()) {
      this.#show({ state: "offline" })
      return this.#tryAgain(kLongestPauseMs)
    }
    let token, Line
    try {
      token = await this.#env.token({ fresh: this.#refusedTokens > 0 })
      // Few need it, so it is fetched by them only.
      Line = this.#polls ? (await import("./polling_line.js")).PollingLine : SocketLine
    } catch {
      if (!isOver()) this.#failed()
      return
    }
    if (isOver()) return
    this.#line = new Line(this.#env, {
      token,
      resume: this.#resume,
      received: frame => !isOver() && this.#received(frame),
      closed: closing => !isOver() && this.#closed(closing),
    })
    this.#expect("welcome", kWelcomeMs, () => this.#broken())
    this.#renewLater(token)
  }

  #hangUp() {
    ++this.#connection
    this.#line?.close()
    this.#line = undefined
    this.#isGreeted = false
    this.#flying = undefined
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
  }

  /** The line is there and nobody answers. */
  #broken() {
    this.#closed({ wasOpen: this.#isGreeted, code: 0 })
  }

  #closed({ wasOpen, code = 0 }) {
    const lost = this.#flying
    this.#hangUp()
    if (lost) this.#lost(lost, kUnreadable.has(code))
    if (code === kUnauthorized) {
      this.#refusedTokens += 1
      if (this.#refusedTokens === 1) return this.#connect()
    }
    this.#chooseLine(wasOpen)
    if (code === kRestarting) return this.#failed(this.#env.random() * kRestartSpreadMs)
    if (code === kBusy) return this.#failed((1 + this.#env.random()) * 2_000)
    if (code === kTooManySockets) return this.#failed(kLongestPauseMs)
    this.#failed()
  }

  /** Sockets as a rule; in turns with asking as long as none has opened. */
  #chooseLine(wasOpen) {
    if (this.#polls) return void (this.#polls = false)
    this.#neverOpened = wasOpen ? 0 : this.#neverOpened + 1
    this.#isBlocked = !wasOpen && this.#polledBefore
    this.#polls = this.#neverOpened >= kBlockedAfter
  }

  #failed(pause = this.#pause()) {
    this.#attempts += 1
    // What is over in a moment is not worth a word.
    if (this.#attempts > 1) this.#show({ state: this.#env.isOnline() ? "down" : "offline" })
    else this.#show({ state: this.#env.isOnline() ? "connecting" : "offline" })
    this.#tryAgain(pause)
  }

  #pause() {
    const most = Math.min(kLongestPauseMs, kFirstPauseMs * 2 ** Math.min(this.#attempts, 10))
    return most / 2 + (this.#env.random() * most) / 2
  }

  #tryAgain(pause) {
    this.#retry?.()
    this.#due = this.#env.now() + pause
    this.#retry = this.#env.later(pause, () => this.#connect())
  }

  #show(link) {
    if (this.#link.state === link.state) return
    this.#link = { type: "link", ...link }
    this.#tell(this.#link)
  }

  #renewLater({ expiresInMs }) {
    this.#expect("renewal", Math.max(expiresInMs - kRenewBeforeMs, kRenewAtLeastMs), async () => {
      const connection = this.#connection
      let token
      try {
        token = await this.#env.token({ fresh: true })
      } catch {
        // The shop is away; the chat goes on as long as the token does.
        if (connection === this.#connection) this.#renewLater({ expiresInMs: kRenewBeforeMs + kRenewAtLeastMs })
        return
      }
      if (connection !== this.#connection) return
      this.#line.renew(token)
      this.#renewLater(token)
    })
  }

  // What comes -----------------------------------------------------------------------------------------------------------

  #received(frame) {
    this.#listen()
    switch (frame.type) {
      case "pong":
        return
      case "welcome":
        this.#cancel("welcome")
        this.#attempts = 0
        this.#refusedTokens = 0
        this.#isGreeted = true
        this.#tell(frame)
        this.#show({ state: this.#polls ? "polling" : "live" })
        this.#mindSockets()
        return this.#flush()
      case "ack":
        return this.#landed(frame)
      case "error":
        return this.#refused(frame)
      case "message":
        this.#tell(frame)
        // Its ack may have been lost with the connection before.
        if (this.#flying?.client_id === frame.client_id) this.#landed(frame)
        return
      default:
        this.#tell(frame)
    }
  }

  /** As long as something comes there is somebody; when nothing does, ask. */
  #listen() {
    this.#cancel("pong")
    this.#expect("quiet", kQuietMs, () => {
      this.#line.probe()
      this.#expect("pong", kPongMs, () => this.#broken())
    })
  }

  #mindSockets() {
    this.#polledBefore = this.#polls
    if (!this.#polls) {
      this.#neverOpened = 0
      this.#isBlocked = false
      return
    }
    // Perhaps the service was only starting again: then a socket opens by now.
    this.#expect("socket", this.#isBlocked ? kSocketAgainMs : kSocketSoonMs, () => this.#trySocket())
  }

  /** The line that works is given up for it at a quiet moment only. */
  #trySocket() {
    if (this.#flying) return this.#expect("socket", kFirstPauseMs, () => this.#trySocket())
    this.#polls = false
    this.#connect()
  }

  // The outbox -----------------------------------------------------------------------------------------------------------

  async #flush() {
    if (this.#isLooking) return void (this.#lookAgain = true)
    this.#isLooking = true
    try {
      do {
        this.#lookAgain = false
        await this.#sendNext()
      } while (this.#lookAgain)
    } finally {
      this.#isLooking = false
    }
  }

  async #sendNext() {
    if (!this.#isGreeted || this.#flying) return
    const pause = this.#pausedUntil - this.#env.now()
    if (pause > 0) return this.#expect("paused", pause, () => this.#flush())
    const connection = this.#connection
    const entries = await this.#env.outbox.all(this.#env.person)
    if (connection !== this.#connection || !this.#isGreeted) return
    const entry = entries.find(entry => !entry.failed && !this.#leaving.has(entry.client_id) && this.#mine(entry) !== undefined)
    if (!entry) return
    const addressed = await this.#address(entry)
    if (connection !== this.#connection || !this.#isGreeted) return
    this.#flying = addressed
    const { client_id, room, body, product, attachment } = addressed
    this.#expect("answer", kAnswerMs, () => this.#broken())
    this.#line.say({ type: "send", room, client_id, ...(body && { body }), ...(product && { product }), ...(attachment && { attachment: attachment.id }) })
  }

  /** Sent again it must go to the same room, whichever is used last by then. */
  async #address(entry) {
    const room = this.#mine(entry)
    if (entry.room === room) return entry
    const kept = await this.#env.outbox.put({ ...entry, room })
    this.#tell({ type: "outbox", entry: kept })
    return kept
  }

  /** Its ack, or itself, has come. Out of the outbox first: a tab that still finds it there hears of the ack afterwards. */
  async #landed({ client_id, room, seq, sent_at }) {
    if (this.#flying?.client_id === client_id) {
      this.#flying = undefined
      this.#cancel("answer")
    }
    this.#tries.delete(client_id)
    this.#leaving.add(client_id)
    await this.#env.outbox.remove(client_id)
    this.#leaving.delete(client_id)
    this.#tell({ type: "ack", client_id, room, seq, sent_at })
    return this.#flush()
  }

  #refused(frame) {
    const entry = this.#flying
    // Without a client_id it may still be about what is under way: nothing else was asked for.
    const isAboutIt = entry && (frame.client_id === entry.client_id || (!frame.client_id && (frame.code === "bad_frame" || frame.code === "invalid")))
    if (!isAboutIt) {
      if (frame.code !== "token_expired" && frame.code !== "unauthorized") this.#tell(frame)
      return
    }
    this.#flying = undefined
    this.#cancel("answer")
    if (frame.retry_after_ms !== undefined) {
      this.#pausedUntil = this.#env.now() + frame.retry_after_ms
      return this.#flush()
    }
    return this.#giveUp(entry, { code: frame.code, message: frame.message })
  }

  /** The connection ended while it was under way: it may be there or not. */
  #lost(entry, isUnreadable) {
    const tries = (this.#tries.get(entry.client_id) ?? 0) + 1
    this.#tries.set(entry.client_id, tries)
    if (isUnreadable || tries >= kMostTries) this.#giveUp(entry, { code: "unsendable" })
  }

  /** Until its writer wants it tried again. */
  async #giveUp(entry, failed) {
    this.#tries.delete(entry.client_id)
    const kept = await this.#env.outbox.put({ ...entry, failed })
    this.#tell({ type: "outbox", entry: kept })
    return this.#flush()
  }

  // Time ------------------------------------------------------------------------------------------------------------------

  #expect(what, ms, then) {
    this.#cancel(what)
    this.#timers.set(what, this.#env.later(ms, () => {
      this.#timers.delete(what)
      then()
    }))
  }

  #cancel(what) {
    this.#timers.get(what)?.()
    this.#timers.delete(what)
  }
}
