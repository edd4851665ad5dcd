// ZIP archives made byte by byte, so that any part of them can be made wrong.

import zlib from 'node:zlib'
import { crc32 } from './photos.mjs'

export const kDeflated = 8, kBzip2 = 12
export const kWithPassword = 1
export const kLink = 0o120777

/**
 * The bytes of a ZIP. An entry: {name, bytes, method = 0, flags = 0, mode = 0, size = the truth}; `mode` is what systems
 * like Unix keep beside a file.
 */
export function zipOf(entries) {
  const parts = []
  const directory = []
  let offset = 0
  for (const { name, bytes = Buffer.alloc(0), method = 0, flags = 0, mode = 0, size = bytes.length } of entries) {
    const data = method === kDeflated ? zlib.deflateRawSync(bytes) : bytes
    const facts = Buffer.alloc(26)
    for (const [at, value] of [[0, 20], [2, flags], [4, method], [8, 0x21], [22, Buffer.byteLength(name)]]) facts.writeUInt16LE(value, at)
    for (const [at, value] of [[10, crc32(bytes)], [14, data.length], [18, size]]) facts.writeUInt32LE(value, at)
    const made = Buffer.from([20, mode ? 3 : 0])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(mode * 65536, 6)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02', 'latin1'), made, facts, place, Buffer.from(name))
    const entry = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, Buffer.from(name), data])
    parts.push(entry)
    offset += entry.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  for (const at of [8, 10]) end.writeUInt16LE(entries.length, at)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, listing, end])
}
