// What an authenticator app does (RFC 6238: SHA-1, six digits, half a minute).

import { createHmac } from 'node:crypto'

/** The half minute of now. */
export function timeStep() {
  return Math.floor(Date.now() / 30_000)
}

/** `key` as the set-up page shows it, in base 32 with or without spaces. */
export function codeAt(key, step) {
  const counter = Buffer.alloc(8)
  counter.writeBigInt64BE(BigInt(step))
  const mac = createHmac('sha1', fromBase32(key)).update(counter).digest()
  const bits = mac.readUInt32BE(mac.at(-1) & 0x0f) & 0x7fff_ffff
  return String(bits % 1_000_000).padStart(6, '0')
}

function fromBase32(text) {
  let bits = ''
  for (const letter of text.replaceAll(' ', '')) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')
  return Buffer.from(bits.match(/.{8}/g).map(byte => Number.parseInt(byte, 2)))
}
