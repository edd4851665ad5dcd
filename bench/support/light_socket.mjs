// A WebSocket client that costs next to nothing, so that ten thousand of them fit beside what is measured.

import { createHmac, randomBytes } from 'node:crypto'
import net from 'node:net'

/** A token as the shop signs it (accounts/chat_token.hpp), for the account of that number. */
export function signedToken(secret, { account, name, role }) {
  const claims = { account, guest: '', name, role, language: 'id', former: [], expires: Math.floor(Date.now() / 1_000) + 3_600 }
  const signed = `c1.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  const key = createHmac('sha256', secret).update('hurtrock chat token').digest()
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}

export class LightSocket {
  #pending = null
  #isOpen = false

  /** `heard(text, socket)`: every text message. `ended(socket)`: once, when the connection is over. */
  constructor({ port, hostname }, { opened, heard, ended }) {
    this.socket = net.connect({ port: Number(port), host: hostname, noDelay: true })
    this.socket.on('connect', () => this.socket.write(
      `GET /ws HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`))
    this.socket.on('error', () => {})
    this.socket.on('close', () => ended(this))
    this.socket.on('data', data => {
      let bytes = this.#pending ? Buffer.concat([this.#pending, data]) : data
      this.#pending = null
      if (!this.#isOpen) {
        const end = bytes.indexOf('\r\n\r\n')
        if (end < 0) return void (this.#pending = bytes)
        this.#isOpen = true
        bytes = bytes.subarray(end + 4)
        opened(this)
      }
      let at = 0
      while (bytes.length - at >= 2) {
        const [head, short] = [bytes[at], bytes[at + 1]]
        const width = short === 126 ? 2 : short === 127 ? 8 : 0
        if (bytes.length - at < 2 + width) break
        const size = width === 0 ? short : width === 2 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
        const begin = at + 2 + width
        if (bytes.length < begin + size) break
        const payload = bytes.subarray(begin, begin + size)
        if ((head & 0x0f) === 1) heard(payload.toString(), this)
        if ((head & 0x0f) === 9) this.#write(0x8a, payload)
        at = begin + size
      }
      if (at < bytes.length) this.#pending = Buffer.from(bytes.subarray(at))
    })
  }

  say(frame) {
    this.#write(0x81, Buffer.from(JSON.stringify(frame)))
  }

  destroy() {
    this.socket.destroy()
  }

  #write(head, payload) {
    const long = payload.length >= 126
    const frame = Buffer.alloc(2 + (long ? 2 : 0) + 4 + payload.length)
    frame[0] = head
    frame[1] = 0x80 | (long ? 126 : payload.length)
    if (long) frame.writeUInt16BE(payload.length, 2)
    const mask = randomBytes(4)
    const begin = long ? 8 : 6
    mask.copy(frame, begin - 4)
    for (let i = 0; i < payload.length; ++i) frame[begin + i] = payload[i] ^ mask[i & 3]
    this.socket.write(frame)
  }
}
