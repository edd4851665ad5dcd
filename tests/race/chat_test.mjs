// Buyers and staff write to each other while the chat service is killed: every message exactly once, in one order, on
// every screen.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { Visitor } from '../http/client.mjs'
import { onEachDatabase } from '../http/errand.mjs'
import { loggedIn } from '../http/people.mjs'
import { ChatSocket, chatToken } from '../support/chat.mjs'
import { until } from '../support/poll.mjs'
import { seededRandom, size } from './run_size.mjs'

const kBuyers = size(5, 20)
const kScreensEach = 2
const kMessagesEach = size(15, 60)
const kKills = size(3, 12)
const kPatience = { withinMs: 180_000 }

/** A screen as a page keeps it: what has been seen by room, and what still waits for its ack. */
class Screen {
  seen = new Map() // room -> messages in order
  outbox = new Map() // client_id -> frame
  acked = new Map() // client_id -> ack
  connections = 0
  #stopped = false

  constructor(shop, token) {
    Object.assign(this, { shop, token })
    this.running = this.#run()
  }

  write(room, body) {
    const frame = { type: 'send', room, client_id: randomUUID(), body }
    this.outbox.set(frame.client_id, frame)
    if (this.live) this.socket.say(frame)
  }

  async stop() {
    this.#stopped = true
    this.socket?.socket.terminate()
    await this.running
  }

  messages(room) {
    return this.seen.get(room) ?? []
  }

  async #run() {
    while (!this.#stopped) {
      try {
        await this.#connect()
      } catch {
        await new Promise(resume => setTimeout(resume, 50))
      }
    }
  }

  async #connect() {
    const socket = (this.socket = new ChatSocket(this.shop()))
    await socket.opened
    ++this.connections
    const resume = Object.fromEntries([...this.seen].map(([room, messages]) => [room, messages.length]))
    socket.say({ type: 'hello', token: this.token, resume })
    let unknown = false
    for (let next = 0; !unknown && (!socket.closed || next < socket.frames.length);) {
      if (next < socket.frames.length && socket.frames[next].type === 'welcome') {
        // Of rooms that appeared while it was away a screen knows nothing yet: it asks for them from their beginning.
        const appeared = socket.frames[next].rooms.filter(({ id, last_seq: last }) => !this.seen.has(id) && last > 0)
        for (const { id } of appeared) this.seen.set(id, [])
        unknown = appeared.length > 0
        if (unknown) break
      }
      if (next < socket.frames.length) this.#take(socket.frames[next++])
      else await new Promise(resumed => { socket.socket.once('message', resumed); socket.socket.once('close', resumed); if (socket.closed) resumed() })
    }
    this.live = false
    socket.socket.terminate()
  }

  #take(frame) {
    switch (frame.type) {
      case 'welcome':
        this.rooms = frame.rooms
        for (const { id } of frame.rooms) if (!this.seen.has(id)) this.seen.set(id, [])
        this.live = true
        for (const waiting of this.outbox.values()) this.socket.say(waiting)
        break
      case 'message': {
        const list = this.seen.get(frame.room) ?? []
        this.seen.set(frame.room, list)
        // What a page does: whatever does not follow is a mistake of the service.
        if (frame.seq !== list.length + 1) this.mistake ??= `room ${frame.room}: ${frame.seq} came after ${list.length}`
        list.push(frame)
        break
      }
      case 'ack': {
        const earlier = this.acked.get(frame.client_id)
        if (earlier && earlier.seq !== frame.seq) this.mistake ??= `two acks of ${frame.client_id}`
        this.acked.set(frame.client_id, frame)
        this.outbox.delete(frame.client_id)
        break
      }
      case 'error':
        if (!frame.retry_after_ms) this.mistake ??= JSON.stringify(frame)
        else setTimeout(() => {
          const waiting = this.outbox.get(frame.client_id)
          if (waiting && this.live) this.socket.say(waiting)
        }, frame.retry_after_ms)
    }
  }
}

onEachDatabase('kill -9 of the chat', shop => {
  test(`${kBuyers} buyers and the staff, ${kKills} kills: every acknowledged message exactly once, in the same order on every screen`, async () => {
    const random = seededRandom()
    const staff = await loggedIn(shop(), 'staff')
    const agents = []
    const agentToken = (await chatToken(staff)).token
    for (let i = 0; i < kScreensEach; ++i) agents.push(new Screen(shop, agentToken))
    await until('the staff are there', () => agents.every(({ live }) => live))
    const buyers = []
    for (let i = 0; i < kBuyers; ++i) {
      const { token } = await chatToken(new Visitor(shop()))
      const screens = Array.from({ length: kScreensEach }, () => new Screen(shop, token))
      await until('the buyer is there', () => screens.every(({ live }) => live))
      buyers.push({ screens, room: screens[0].rooms[0].id })
    }
    const everybody = [...agents, ...buyers.flatMap(({ screens }) => screens)]
    try {
      let written = 0
      const writing = buyers.map(async ({ screens, room }, index) => {
        for (let i = 0; i < kMessagesEach; ++i) {
          random.oneOf(screens).write(room, `pembeli ${index}: ${i}`)
          if (i % 5 === 4) random.oneOf(agents).write(room, `staf kepada ${index}: ${i}`)
          ++written
          await new Promise(resume => setTimeout(resume, random.between(0, 60)))
        }
      })
      for (let kill = 1; kill <= kKills; ++kill) {
        const share = Math.floor((kBuyers * kMessagesEach * kill) / (kKills + 1))
        await until(`${share} messages are written`, () => written >= share, kPatience)
        await shop().killChat()
        await shop().startChat()
      }
      await Promise.all(writing)

      const each = kMessagesEach + Math.floor(kMessagesEach / 5)
      await until('everything is acknowledged', () => everybody.every(({ outbox }) => outbox.size === 0), kPatience)
      await until('everything is on every screen', () => buyers.every(({ screens, room }) =>
        [...screens, ...agents].every(screen => screen.messages(room).length >= each)), kPatience)

      for (const screen of everybody) assert.equal(screen.mistake, undefined)
      for (const { screens, room } of buyers) {
        const [first, ...others] = [...screens, ...agents].map(screen => screen.messages(room).map(({ seq, client_id: id, body, sender }) => [seq, id, body, sender.id]))
        assert.equal(first.length, each)
        assert.equal(new Set(first.map(([, id]) => id)).size, each)
        for (const other of others) assert.deepEqual(other, first)
        const acks = new Map([...screens, ...agents].flatMap(({ acked }) => [...acked.values()]).filter(ack => ack.room === room).map(ack => [ack.client_id, ack.seq]))
        assert.deepEqual([...acks].sort(), first.map(([seq, id]) => [id, seq]).sort())
      }
      assert.ok(everybody.every(({ connections }) => connections > 1), 'the kills were felt')
    } finally {
      await Promise.all(everybody.map(screen => screen.stop()))
    }
  })
}, { chat: true })
