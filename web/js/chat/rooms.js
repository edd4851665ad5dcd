// What a screen knows of its conversations: built from the frames of docs/chat-protocol.md, in whatever order and however
// often they come. Nothing here touches a page, a network or a clock but the one it is given.
//
// Of each room the messages from `from` to `upto` are here without a gap. What comes behind a gap is held back until it
// has been filled: `ask` is called for that. A message of one's own is known by its client_id, never by its text.
const kTypingMs = 5_000
const kMostResumed = 500
const kMostSettled = 200

export class Rooms {
  me = null
  /** Rooms by id. */
  rooms = new Map()
  /** What waits to be sent, in order: entries of the outbox (outbox.js) by client_id, with `ack` once there is one. */
  pending = new Map()
  /** {state: connecting | live | polling | offline | down, retryAt} */
  link = { state: "connecting" }

  #ask
  #now
  #settled = new Set() // client_ids of what no longer waits, the last ones

  /** `ask`: called with {type: "missing", room, after} and {type: "rooms"} for what has to be fetched. */
  constructor({ ask, now }) {
    this.#ask = ask
    this.#now = now
  }

  get isStaff() {
    return this.me?.role === "staff" || this.me?.role === "admin"
  }

  /** Where a visitor who has chosen none writes: the room of theirs that was used last. */
  get own() {
    const own = [...this.rooms.values()].filter(({ owner }) => owner?.id === this.me?.id)
    return own.sort((a, b) => compare(b.updatedAt, a.updatedAt) || b.id - a.id)[0]
  }

  get unread() {
    return [...this.rooms.values()].reduce((sum, room) => sum + room.unread, 0)
  }

  /** Where a socket goes on. */
  resume() {
    const known = [...this.rooms.values()].filter(({ isKnown }) => isKnown).sort((a, b) => compare(b.updatedAt, a.updatedAt))
    return Object.fromEntries(known.slice(0, kMostResumed).map(({ id, upto }) => [id, upto]))
  }

  /** Where an entry of the outbox goes; undefined when it is not for `person`, whose page this is, to send. */
  addressOf({ room, person: writer, owner }, person) {
    const { me } = this
    if (me && owner !== undefined && owner !== me.id && !(owner < 0 && me.id > 0)) return undefined
    if (this.isStaff) return writer === person ? room ?? undefined : undefined
    if (room !== null && this.rooms.has(room)) return room
    // The room of a guest who has logged in is gone when nothing was said in it.
    return room === null || writer !== person ? this.own?.id : undefined
  }

  /** As a welcome, for a screen that has just come. */
  summary() {
    return { type: "welcome", user: this.me, rooms: [...this.rooms.values()].filter(({ isKnown }) => isKnown).map(room => room.summary()) }
  }

  apply(frame) {
    switch (frame.type) {
      case "welcome": return this.#welcome(frame)
      case "rooms": return frame.rooms.forEach(room => this.#room(room.id).summarise(room))
      case "room": return this.#roomChanged(frame)
      case "message": return this.#message(frame)
      case "page": return this.rooms.get(frame.room)?.prepend(frame.items)
      case "ack": return this.#acknowledged(frame)
      case "read": return this.#read(frame)
      case "typing": return this.#typing(frame)
      case "presence": return this.#presence(frame)
      case "outbox": return this.#outbox(frame.entry)
      case "discarded": return this.#discarded(frame.client_id)
      case "link": return void (this.link = frame)
    }
  }

  #room(id) {
    let room = this.rooms.get(id)
    if (!room) this.rooms.set(id, (room = new Room(id, this)))
    return room
  }

  #welcome({ user, rooms }) {
    if (this.me && this.me.id !== user.id) this.rooms.clear() // Somebody else has logged in.
    this.me = user
    for (const room of rooms) this.#room(room.id).summarise(room)
    if (this.isStaff) return
    const listed = new Set(rooms.map(({ id }) => id))
    for (const id of this.rooms.keys()) if (!listed.has(id)) this.rooms.delete(id)
  }

  #roomChanged(frame) {
    const room = this.#room(frame.room)
    room.describe(frame)
    if (!room.isKnown) this.#ask({ type: "rooms" })
  }

  #message(frame) {
    const room = this.#room(frame.room)
    if (!room.isKnown) this.#ask({ type: "rooms" })
    const gap = room.receive(frame)
    if (gap !== undefined) this.#ask({ type: "missing", room: room.id, after: gap })
  }

  #acknowledged({ client_id: id, room, seq, sent_at: at }) {
    this.#settle(id)
    const entry = this.pending.get(id)
    if (!entry) return
    // It stands among the messages once that has come, which may be long ago.
    if (seq <= (this.rooms.get(room)?.upto ?? 0)) this.pending.delete(id)
    else this.pending.set(id, { ...entry, room, ack: { seq, at }, failed: undefined })
  }

  #read({ room: id, user, seq }) {
    const room = this.rooms.get(id)
    if (!room) return
    if (user.id === this.me?.id) room.markRead(seq)
    else if (room.isOtherSide(user)) room.seenSeq = Math.max(room.seenSeq, seq)
    if (room.isUncertain) this.#ask({ type: "rooms" })
  }

  #typing({ room: id, user }) {
    const room = this.rooms.get(id)
    if (room && user.id !== this.me?.id) room.typing = { user, until: this.#now() + kTypingMs }
  }

  #presence({ room: id, user, state }) {
    const room = this.rooms.get(id)
    if (!room?.isOtherSide(user)) return
    if (state === "online") room.isOnline()
    // Others of the staff may still be there.
    else if (this.me?.id === room.owner?.id) this.#ask({ type: "rooms" })
    else room.online = false
  }

  #outbox(entry) {
    const isThere = entry.room && this.rooms.get(entry.room)?.ownIds.has(entry.client_id)
    // The outbox was asked before, and has answered after, it was taken out.
    if (isThere || this.#settled.has(entry.client_id)) return
    const before = this.pending.get(entry.client_id)
    this.pending.set(entry.client_id, { ...entry, ack: before?.ack })
  }

  #discarded(id) {
    this.#settle(id)
    this.pending.delete(id)
  }

  #settle(id) {
    this.#settled.add(id)
    if (this.#settled.size > kMostSettled) this.#settled.delete(this.#settled.values().next().value)
  }

  /** Where a room's messages begin is known: what the service has acknowledged before that is no longer on its way. */
  known({ id, upto }) {
    for (const { client_id: sent, room, ack } of this.pending.values()) if (room === id && ack?.seq <= upto) this.pending.delete(sent)
  }

  /** Whether it is worth looking: what the shop has said by itself is news to its customer only. */
  isNews({ sender }) {
    return sender.id !== this.me?.id && !(sender.role === "shop" && this.isStaff)
  }

  /** A room has got this message; whether it is one's own. */
  isOwn({ sender, client_id: id }) {
    if (sender.id !== this.me?.id) return false
    this.pending.delete(id)
    return true
  }
}

export class Room {
  owner
  status = "open"
  assignee = null
  waitingSince = null
  createdAt = ""
  updatedAt = ""
  lastMessage = null
  online = false
  typing = null
  /** How far I have read, the other side has read, and what I wrote has reached a screen of theirs. */
  readSeq = 0
  seenSeq = 0
  deliveredSeq = 0
  /** Without a gap, from `from` to `upto`. */
  messages = []
  from = 1
  upto = 0
  /** Where `messages` begins is known: until then everything is held back. */
  isKnown = false
  ownIds = new Set()

  #all
  #held = new Map()
  #askedAfter
  /** What the server counted: messages of others behind `read` and up to `seq`. */
  #counted = { read: 0, seq: 0, unread: 0 }

  constructor(id, all) {
    this.id = id
    this.#all = all
  }

  get lastSeq() {
    return Math.max(this.upto, this.#counted.seq)
  }

  /** Is counted, never added up: so it cannot drift. */
  get unread() {
    const { read, seq, unread } = this.#counted
    const byOthers = after => this.messages.filter(message => message.seq > after && this.#all.isNews(message)).length
    if (this.readSeq < this.from - 1) return unread + byOthers(Math.max(seq, this.readSeq))
    // Of what the server has counted, that which is still on its way.
    const isComing = seq > this.upto && this.readSeq < seq && read >= this.from - 1
    return byOthers(this.readSeq) + (isComing ? Math.max(0, unread - byOthers(read)) : 0)
  }

  /** The read mark has moved to where only the server can count. */
  get isUncertain() {
    return this.readSeq > this.#counted.read && this.readSeq < this.from - 1
  }

  get hasOlder() {
    return this.from > 1
  }

  isOtherSide(person) {
    return this.#all.me?.id === this.owner?.id ? person.id !== this.owner?.id : person.id === this.owner?.id
  }

  /** sent | delivered | read, of a message of one's own. */
  stateOf({ seq }) {
    if (seq <= this.seenSeq) return "read"
    return seq <= this.deliveredSeq ? "delivered" : "sent"
  }

  summary() {
    return {
      id: this.id, owner: this.owner, status: this.status, assignee: this.assignee, waiting_since: this.waitingSince,
      created_at: this.createdAt, updated_at: this.updatedAt, last_message: this.lastMessage, online: this.online,
      last_seq: this.lastSeq, read_seq: this.readSeq, seen_seq: this.seenSeq, unread: this.unread,
    }
  }

  describe({ owner, status, assignee, waiting_since: waiting, created_at: created, updated_at: updated }) {
    if (owner) this.owner = owner
    if (status) this.status = status
    if (assignee !== undefined) this.assignee = assignee
    if (waiting !== undefined) this.waitingSince = waiting
    if (created) this.createdAt = created
    if (updated && updated > this.updatedAt) this.updatedAt = updated
  }

  /** As the server counts it, at a moment that may be behind what has come over the socket. */
  summarise(summary) {
    const { last_seq: lastSeq, read_seq: read = 0, seen_seq: seen = 0, unread = 0, last_message: last, online } = summary
    if (lastSeq >= this.upto) {
      this.describe(summary)
      this.lastMessage = last ?? this.lastMessage
    }
    this.readSeq = Math.max(this.readSeq, read)
    this.seenSeq = Math.max(this.seenSeq, seen)
    if (lastSeq >= this.#counted.seq) this.#counted = { read, seq: lastSeq, unread }
    if (!this.isKnown) {
      this.isKnown = true
      this.from = lastSeq + 1
      this.upto = lastSeq
      this.#all.known(this)
    }
    if (online) this.isOnline(lastSeq)
    else if (online === false) this.online = false
    this.#drain()
  }

  isOnline(upto = this.upto) {
    this.online = true
    this.deliveredSeq = Math.max(this.deliveredSeq, upto)
  }

  markRead(seq) {
    this.readSeq = Math.max(this.readSeq, Math.min(seq, this.lastSeq))
  }

  /** The seq behind which something is missing, the first time that this is noticed; otherwise undefined. */
  receive(message) {
    if (this.isKnown && message.seq <= this.upto) return undefined
    this.#held.set(message.seq, message)
    if (!this.isKnown) return undefined
    this.#drain()
    return this.#gap()
  }

  /** Older messages, which end where these begin. */
  prepend(items) {
    const fitting = items.filter(({ seq }) => seq < this.from)
    if (fitting.at(-1)?.seq !== this.from - 1 || fitting.some(({ seq }, i) => seq !== fitting[0].seq + i)) return
    this.messages.unshift(...fitting)
    this.from = fitting[0].seq
    for (const message of fitting) this.#noteOwn(message)
  }

  /** What is missing is asked for once; again when the answer has been waited for in vain. */
  forgetAsking() {
    this.#askedAfter = undefined
    return this.#gap()
  }

  #gap() {
    if (this.#held.size === 0 || this.#askedAfter === this.upto) return undefined
    this.#askedAfter = this.upto
    return this.upto
  }

  #drain() {
    for (const seq of this.#held.keys()) if (seq <= this.upto) this.#held.delete(seq)
    for (let next; (next = this.#held.get(this.upto + 1)); ) {
      this.#held.delete(next.seq)
      this.#append(next)
    }
  }

  #append(message) {
    this.messages.push(message)
    this.upto = message.seq
    this.updatedAt = message.sent_at
    // As the service tells it: the staff look for what was asked, not for what the shop says by itself.
    if (!isAutomatic(message) || !this.#all.isStaff) this.lastMessage = message
    if (message.sender.id === this.owner?.id) this.waitingSince ??= message.sent_at
    else if (!isAutomatic(message)) this.waitingSince = null
    if (message.sender.id === this.typing?.user.id) this.typing = null
    if (this.online || (this.isOtherSide(message.sender) && !isAutomatic(message))) this.deliveredSeq = message.seq
    this.#noteOwn(message)
  }

  #noteOwn(message) {
    if (this.#all.isOwn(message)) this.ownIds.add(message.client_id)
  }
}

function isAutomatic({ sender }) {
  return sender.role === "shop"
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0
}
