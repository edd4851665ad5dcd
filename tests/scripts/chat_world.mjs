// A chat service, a network and a browser that exist only in a test, on a clock of their own: so that what happens once in
// a thousand conversations happens in every run, and again with the same seed.

import assert from 'node:assert/strict'
import { ChatClient } from '../../web/js/chat/client.js'
import { MemoryOutbox } from '../../web/js/chat/outbox.js'
// Fetched by whoever needs it; here time stands still until it is there.
import '../../web/js/chat/polling_line.js'

export class World {
  // Outboxes forget what is older than two weeks.
  time = Date.now()
  #timers = []
  #last = 0

  constructor(random) {
    this.random = random
    this.service = new Service(this)
  }

  later(ms, then) {
    const timer = { at: this.time + Math.max(0, ms), order: ++this.#last, then }
    this.#timers.push(timer)
    return () => (timer.then = undefined)
  }

  chance(share) {
    return this.random.between(1, 1_000) <= share * 1_000
  }

  /** Until it is true; fails when that takes longer on the world's clock. */
  async until(what, test, withinMs = 600_000) {
    const end = this.time + withinMs
    await settle()
    while (!test()) {
      this.#timers = this.#timers.filter(({ then }) => then)
      const next = this.#timers.reduce((a, b) => (a && (a.at < b.at || (a.at === b.at && a.order < b.order)) ? a : b), undefined)
      assert.ok(next && next.at <= end, `in vain within ${withinMs} ms: ${what}`)
      this.#timers.splice(this.#timers.indexOf(next), 1)
      this.time = next.at
      next.then?.()
      await settle()
    }
  }

  async pass(ms) {
    let over = false
    this.later(ms, () => (over = true))
    await this.until('time passes', () => over, ms)
  }
}

/** Lets everything that is ready happen: promises have no time of their own. */
const settle = () => new Promise(resolve => setImmediate(resolve))

/** As docs/chat-protocol.md tells, without a disk. */
class Service {
  rooms = new Map()
  people = new Map()
  sockets = new Set()
  isUp = true
  lastToken = 0

  constructor(world) {
    this.world = world
  }

  /** A person, with a room unless they are of the staff. */
  admit(person) {
    if (this.people.has(person.id)) return
    this.people.set(person.id, person)
    if (person.role === 'buyer' || person.role === 'guest') this.addRoom(person)
  }

  addRoom(owner) {
    const id = this.rooms.size + 1
    this.rooms.set(id, { id, owner, messages: [], reads: new Map(), status: 'open', assignee: null, waiting: null, updated: this.now() })
    return id
  }

  now() {
    return new Date(this.world.time).toISOString()
  }

  roomsOf(person) {
    return [...this.rooms.values()].filter(room => (isStaff(person) ? room.messages.length > 0 : room.owner.id === person.id))
  }

  view(room, person) {
    const read = room.reads.get(person.id) ?? 0
    const others = [...room.reads].filter(([id]) => (person.id === room.owner.id ? id !== room.owner.id : id === room.owner.id)).map(([, seq]) => seq)
    return {
      id: room.id, owner: room.owner, status: room.status, assignee: room.assignee, waiting_since: room.waiting, created_at: '', updated_at: room.updated,
      last_seq: room.messages.length, read_seq: read, seen_seq: Math.max(0, ...others), last_message: room.messages.at(-1) ?? null, online: false,
      unread: room.messages.filter(({ seq, sender }) => seq > read && sender.id !== person.id).length,
    }
  }

  /** The ack. */
  send(person, { room: id, client_id, body, product }) {
    const room = this.rooms.get(id)
    if (!room || !(isStaff(person) || room.owner.id === person.id)) return { type: 'error', code: 'unknown_room', message: 'unknown', client_id, room: id }
    if (body === 'not wanted') return { type: 'error', code: 'invalid', message: 'not wanted here', client_id, room: id }
    let message = room.messages.find(known => known.sender.id === person.id && known.client_id === client_id)
    if (!message) {
      const appears = room.messages.length === 0
      message = { room: id, seq: room.messages.length + 1, client_id, sender: person, body: body ?? '', product: product ? { slug: product } : null, sent_at: this.now() }
      room.messages.push(message)
      room.updated = message.sent_at
      room.waiting = person.id === room.owner.id ? room.waiting ?? message.sent_at : null
      if (appears) this.spread(room, { ...this.view(room, person), type: 'room', room: id, id: undefined, read_seq: undefined, unread: undefined, seen_seq: undefined })
      this.spread(room, { type: 'message', ...message })
    }
    return { type: 'ack', client_id, room: id, seq: message.seq, sent_at: message.sent_at }
  }

  read(person, { room: id, seq }) {
    const room = this.rooms.get(id)
    const mark = Math.min(seq, room.messages.length)
    if (mark <= (room.reads.get(person.id) ?? 0)) return
    room.reads.set(person.id, mark)
    this.spread(room, { type: 'read', room: id, user: person, seq: mark })
  }

  spread(room, frame) {
    for (const socket of this.sockets) if (socket.person && (isStaff(socket.person) || socket.person.id === room.owner.id)) socket.deliver(frame)
  }

  dropAll(code = 1006) {
    for (const socket of [...this.sockets]) socket.drop(code)
  }

  get(person, path) {
    const url = new URL(path, 'http://chat')
    const items = /^\/rooms\/(\d+)\/messages$/.exec(url.pathname)
    if (url.pathname === '/rooms') return { status: 200, body: { items: this.roomsOf(person).map(room => this.view(room, person)), user: person } }
    const room = this.rooms.get(Number(items[1]))
    if (!room || !(isStaff(person) || room.owner.id === person.id)) return { status: 404, body: { code: 'unknown_room' } }
    const limit = Number(url.searchParams.get('limit') ?? 50)
    const after = url.searchParams.get('after_seq')
    const before = Number(url.searchParams.get('before_seq') ?? Infinity)
    const found = room.messages.filter(({ seq }) => (after === null ? seq < before : seq > Number(after)))
    return { status: 200, body: { items: after === null ? found.slice(-limit) : found.slice(0, limit) } }
  }
}

/** A way to the service that can be long, broken, blocked or treacherous; one a device. */
export class Network {
  isOnline = true
  blocksSockets = false
  /** Shares of what goes wrong. */
  drops = 0
  duplicates = 0
  losses = 0
  delays = [5, 60]

  constructor(world) {
    this.world = world
  }

  pause() {
    return this.world.random.between(...this.delays)
  }
}

class Socket {
  person = undefined
  #isOver = false
  #arrivesAt = 0
  #departsAt = 0

  constructor(network, device, { opened, received, closed }) {
    Object.assign(this, { network, device, received, closed, world: network.world, service: network.world.service })
    this.world.later(network.pause(), () => {
      if (this.#isOver) return
      if (network.blocksSockets || !network.isOnline || !this.service.isUp) return this.drop(1006)
      this.service.sockets.add(this)
      opened()
    })
  }

  say(text) {
    if (this.world.chance(this.network.drops)) return this.drop(1006)
    this.#departsAt = Math.max(this.#departsAt, this.world.time + this.network.pause())
    this.world.later(this.#departsAt - this.world.time, () => !this.#isOver && this.network.isOnline && this.#take(JSON.parse(text)))
  }

  close() {
    this.#isOver = true
    this.service.sockets.delete(this)
  }

  drop(code) {
    if (this.#isOver) return
    this.close()
    this.world.later(this.network.pause(), () => this.closed(code))
  }

  /** In order, as sockets do; but messages may come twice, late, or never, as if the service had a fault. */
  deliver(frame) {
    if (this.world.chance(this.network.drops)) return this.drop(1006)
    const isMessage = frame.type === 'message'
    if (isMessage && this.world.chance(this.network.losses)) return
    const times = isMessage && this.world.chance(this.network.duplicates) ? 2 : 1
    for (let i = 0; i < times; ++i) {
      let at = this.world.time + this.network.pause()
      if (!(isMessage && this.network.duplicates > 0)) at = this.#arrivesAt = Math.max(at, this.#arrivesAt)
      this.world.later(at - this.world.time, () => !this.#isOver && this.network.isOnline && this.received(JSON.stringify(frame)))
    }
  }

  #take(frame) {
    const { service } = this
    if (frame.type === 'hello') {
      const token = this.device.shop.tokens.get(frame.token)
      if (!token || token.until <= this.world.time) {
        this.deliver({ type: 'error', code: 'token_expired', message: '' })
        return this.drop(4401)
      }
      const { person } = token
      service.admit(person)
      this.deliver({ type: 'welcome', user: person, rooms: service.roomsOf(person).map(room => service.view(room, person)) })
      for (const [id, seq] of Object.entries(frame.resume ?? {}))
        for (const message of service.rooms.get(Number(id))?.messages.slice(seq) ?? []) this.deliver({ type: 'message', ...message })
      this.person = person
      return
    }
    if (frame.type === 'ping') return this.deliver({ type: 'pong' })
    if (frame.type === 'token') return void (this.renewed = frame.token)
    if (frame.type === 'read') return service.read(this.person, frame)
    if (frame.type === 'send') {
      this.sent ??= []
      this.sent.push(frame)
      const refusal = this.network.refuses?.(frame)
      this.deliver(refusal ?? service.send(this.person, frame))
    }
  }
}

/** What a browser's tabs share: the shop's session, the outbox, and which of them leads. */
export class Device {
  tabs = new Set()
  outbox = new MemoryOutbox()
  shop = { tokens: new Map(), isUp: true }
  tokensGiven = 0

  /** `whose`: what the shop's pages say of the visitor: "guest" or an account. */
  constructor(world, person, { whose = String(person.id) } = {}) {
    Object.assign(this, { world, person, whose })
    this.network = new Network(world)
    world.service.admit(person)
  }

  /** Another tab, or the same one loaded anew. */
  async open() {
    const tab = new Tab(this)
    await tab.client.start()
    return tab
  }

  environment() {
    const { world, network } = this
    const kept = {}
    const give = async ({ fresh = false } = {}) => {
      if (kept.token && !fresh && kept.token.until - world.time > 60_000) return withLife(kept.token, world)
      await new Promise(resolve => world.later(network.pause(), resolve))
      if (!this.shop.isUp || !network.isOnline) throw new TypeError('the shop cannot be reached')
      const token = { token: `token ${++this.tokensGiven} of ${this.person.id}`, url: 'http://chat', person: this.person, until: world.time + 600_000 }
      this.shop.tokens.set(token.token, token)
      return withLife((kept.token = token), world)
    }
    return {
      person: this.whose,
      now: () => world.time,
      random: () => world.random.between(0, 999) / 1_000,
      later: (ms, then) => world.later(ms, then),
      isOnline: () => network.isOnline,
      isVisible: () => true,
      uuid: () => `${world.random.between(0, 1e9)}-${world.random.between(0, 1e9)}`,
      token: give,
      keepToken: token => (kept.token = token),
      outbox: this.outbox,
      openSocket: (url, handlers) => new Socket(network, this, handlers),
      rest: async ({ token }, method, path, body) => {
        await new Promise(resolve => world.later(network.pause(), resolve))
        if (!world.service.isUp || !network.isOnline || world.chance(network.drops)) throw new TypeError('the service cannot be reached')
        const known = this.shop.tokens.get(token)
        if (!known || known.until <= world.time) return { status: 401, body: { code: 'token_expired' } }
        let answer
        const [, id, what] = /^\/rooms\/(\d+)\/(messages|read)$/.exec(path) ?? []
        if (method === 'GET') answer = world.service.get(known.person, path)
        else if (what === 'read') answer = void world.service.read(known.person, { room: Number(id), ...body }) ?? { status: 204 }
        else {
          const { type, ...said } = world.service.send(known.person, { room: Number(id), ...body, product: body.product_slug })
          answer = { status: type === 'ack' ? 201 : 422, body: said }
        }
        await new Promise(resolve => world.later(network.pause(), resolve))
        if (world.chance(network.drops)) throw new TypeError('the answer was lost')
        return structuredClone(answer)
      },
    }
  }

  /** The next tab leads when the one that did is gone. */
  elect() {
    if ([...this.tabs].some(({ isLeading }) => isLeading)) return
    const [next] = this.tabs
    if (!next) return
    next.isLeading = true
    for (const tab of this.tabs) if (tab !== next) tab.hear({ what: 'led' })
    next.lead(true)
  }
}

class Tab {
  isLeading = false

  constructor(device) {
    this.device = device
    this.client = new ChatClient(device.environment(), {
      tabs: ({ lead, heard }) => {
        this.lead = lead
        this.heard = heard
        device.tabs.add(this)
        device.world.later(1, () => device.elect())
        device.world.later(2, () => this.tell({ what: 'hello' }))
        return this
      },
    })
    this.client.listen(() => this.#check())
  }

  // What Tabs is in a browser.
  tell(message) {
    for (const tab of this.device.tabs) if (tab !== this) tab.hear(structuredClone(message))
  }

  ask() {
    this.tell({ what: 'hello' })
  }

  end() {
    this.device.tabs.delete(this)
    if (!this.isLeading) return
    this.isLeading = false
    this.lead(false)
    this.device.world.later(this.device.world.random.between(1, 50), () => this.device.elect())
  }

  hear(message) {
    this.device.world.later(1, () => this.device.tabs.has(this) && message.what !== 'led' && this.heard(message))
  }

  get room() {
    return this.client.rooms.own
  }

  bodies(id = this.room?.id) {
    return this.client.rooms.rooms.get(id)?.messages.map(({ body }) => body) ?? []
  }

  /** What is on the screen never has a gap, a double or another order. */
  #check() {
    for (const { messages, from, upto, id } of this.client.rooms.rooms.values()) {
      assert.deepEqual(messages.map(({ seq }) => seq), messages.map((_, i) => from + i), `room ${id}`)
      assert.equal(messages.at(-1)?.seq ?? upto, upto, `room ${id}`)
    }
  }
}

function withLife(token, world) {
  return { ...token, expiresInMs: token.until - world.time }
}

function isStaff({ role }) {
  return role === 'staff' || role === 'admin'
}
