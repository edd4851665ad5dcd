// Pictures to upload: real ones drawn by the build's draw_photo, and files that only claim to be some.

import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { program } from './shop.mjs'

const drawer = path.join(path.dirname(program), '../images/testing/draw_photo')

/** The bytes of a photo; `kind` is jpg, png, webp or avif. The same `seed` gives the same picture. */
export async function photo(kind, width, height, seed = 1) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-photo-'))
  try {
    const file = path.join(folder, `photo.${kind}`)
    await promisify(execFile)(drawer, [width, height, seed, file].map(String))
    return fs.readFileSync(file)
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}

/** The beginning of a PNG that says it is that large. */
export function pngClaiming(width, height) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header), chunk('IDAT', zlib.deflateSync(Buffer.alloc(100_000))), chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

export function crc32(bytes) {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
