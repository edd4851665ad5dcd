// A WebSocket client that does as it is told: every bit of every frame can be wrong (RFC 6455 section 5.2).

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import net from 'node:net'
import { until } from './poll.mjs'

export const kOpcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 }

/** The bytes of one frame. `length`: what it says of itself, in as many bytes as `lengthBytes` (0, 2 or 8). */
export function frame(opcode, payload = '', { fin = true, rsv = 0, masked = true, length, lengthBytes } = {}) {
  const bytes = Buffer.from(payload)
  const size = length ?? bytes.length
  const width = lengthBytes ?? (size < 126 ? 0 : size < 65_536 ? 2 : 8)
  const head = [(fin ? 0x80 : 0) | (rsv << 4) | opcode, (masked ? 0x80 : 0) | (width === 0 ? Number(size) : width === 2 ? 126 : 127)]
  const extended = Buffer.alloc(width)
  if (width === 2) extended.writeUInt16BE(Number(size))
  if (width === 8) extended.writeBigUInt64BE(BigInt(size))
  if (!masked) return Buffer.concat([Buffer.from(head), extended, bytes])
  const mask = randomBytes(4)
  return Buffer.concat([Buffer.from(head), extended, mask, bytes.map((byte, i) => byte ^ mask[i % 4])])
}

export function closePayload(code, reason = '') {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(code)
  return Buffer.concat([bytes, Buffer.from(reason)])
}

export class RawWebSocket {
  frames = [] // {opcode, payload} that came
  isOver = false
  #pending = Buffer.alloc(0)

  /** Opens one and does the handshake; `headers`: more or other ones. Rejects with the status line of a refusal. */
  static async open(url, headers = {}) {
    const raw = new RawWebSocket(new URL(url))
    await raw.#shakeHands(headers)
    return raw
  }

  constructor({ hostname, port, pathname }) {
    this.path = pathname
    this.host = `${hostname}:${port}`
    this.socket = net.connect(Number(port), hostname)
    this.socket.setNoDelay(true)
    this.socket.on('error', () => {})
    this.socket.on('close', () => (this.isOver = true))
  }

  async #shakeHands(more) {
    const headers = { Host: this.host, Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', ...more }
    const lines = Object.entries(headers).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${value}\r\n`)
    this.socket.write(`GET ${this.path} HTTP/1.1\r\n${lines.join('')}\r\n`)
    await new Promise((resolve, reject) => {
      this.socket.on('data', data => {
        this.#pending = Buffer.concat([this.#pending, data])
        if (!this.head) {
          const end = this.#pending.indexOf('\r\n\r\n')
          if (end < 0) return
          this.head = this.#pending.subarray(0, end).toString('latin1')
          this.#pending = this.#pending.subarray(end + 4)
          if (!this.head.startsWith('HTTP/1.1 101')) return reject(new Error(this.head.split('\r\n')[0]))
          resolve()
        }
        this.#takeFrames()
      })
      this.socket.on('close', () => reject(new Error('the connection was closed')))
    })
  }

  #takeFrames() {
    for (;;) {
      const bytes = this.#pending
      if (bytes.length < 2) return
      assert.equal(bytes[1] & 0x80, 0, 'a server does not mask')
      assert.equal(bytes[0] & 0x70, 0, 'no extension was agreed on')
      const width = { 126: 2, 127: 8 }[bytes[1]] ?? 0
      if (bytes.length < 2 + width) return
      const size = width === 0 ? bytes[1] : width === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
      if (bytes.length < 2 + width + size) return
      assert.ok(bytes[0] & 0x80, 'nothing is sent in pieces')
      this.frames.push({ opcode: bytes[0] & 0x0f, payload: bytes.subarray(2 + width, 2 + width + size) })
      this.#pending = bytes.subarray(2 + width + size)
    }
  }

  send(...frames) {
    this.socket.write(Buffer.concat(frames))
  }

  /** Every text message so far, as JSON. */
  get messages() {
    return this.frames.filter(({ opcode }) => opcode === kOpcode.text).map(({ payload }) => JSON.parse(payload))
  }

  next(test, what) {
    return until(what, () => this.frames.find(test))
  }

  message(test, what) {
    return until(what, () => this.messages.find(test))
  }

  /** The code of the close frame that came, once the connection is over; undefined when it just ended. */
  async closeCode() {
    const closing = () => this.frames.find(({ opcode }) => opcode === kOpcode.close)
    await until('the end', () => this.isOver || closing(), { withinMs: 20_000 })
    // As whoever is told to close does.
    if (!this.isOver) this.send(frame(kOpcode.close, closing().payload))
    await until('the connection is over', () => this.isOver, { withinMs: 20_000 })
    const close = closing()
    return close && (close.payload.length >= 2 ? close.payload.readUInt16BE(0) : 1005)
  }

  destroy() {
    this.socket.destroy()
  }
}
