// Screens of the chat: what a page would do, without the page.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import WebSocket from 'ws'
import { until } from './poll.mjs'

/** POST /api/v1/chat/token as that visitor: {token, expires_at, url}. */
export async function chatToken(visitor) {
  const answer = await visitor.post('/api/v1/chat/token')
  assert.equal(answer.status, 200, answer.text())
  return answer.json()
}

/** One socket and everything that came over it. */
export class ChatSocket {
  frames = []
  closed = undefined

  constructor(shop, options = {}) {
    this.socket = new WebSocket(`${shop.chatUrl.replace('http', 'ws')}/ws`, options)
    this.opened = new Promise((resolve, reject) => {
      this.socket.once('open', resolve)
      this.socket.once('error', reject)
    })
    this.opened.catch(() => {})
    this.socket.on('message', data => this.frames.push(JSON.parse(data)))
    this.socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }))
    this.socket.on('error', () => {})
  }

  /** With the hello sent and the welcome there. */
  static async greeted(shop, token, resume) {
    const socket = new ChatSocket(shop)
    await socket.opened
    socket.say({ type: 'hello', token, ...(resume && { resume }) })
    socket.welcome = await socket.next(({ type }) => type === 'welcome', 'the welcome')
    return socket
  }

  say(frame) {
    this.socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
  }

  /** Sends a message; answers its client_id. */
  write(room, body, more = {}) {
    const client_id = randomUUID()
    this.say({ type: 'send', room, client_id, body, ...more })
    return client_id
  }

  /** Sends a message and waits for its ack. */
  async writeWell(room, body, more) {
    const id = this.write(room, body, more)
    return this.next(frame => frame.type === 'ack' && frame.client_id === id, `the ack of ${body}`)
  }

  /** The first frame, from the beginning, that is like that. */
  next(test, what = 'a frame') {
    return until(what, () => {
      const found = this.frames.find(test)
      if (!found && this.closed) throw Object.assign(new Error(`the socket was closed: ${JSON.stringify(this.closed)}`), { final: true })
      return found
    })
  }

  error(code) {
    return this.next(frame => frame.type === 'error' && frame.code === code, `the error ${code}`)
  }

  messages(room) {
    return this.frames.filter(frame => frame.type === 'message' && (room === undefined || frame.room === room))
  }

  end(withinMs) {
    return until('the socket is closed', () => this.closed, { withinMs })
  }

  async close() {
    this.socket.close()
    await this.end()
  }
}
