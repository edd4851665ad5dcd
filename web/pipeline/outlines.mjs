// Makes the outlines of a TrueType font lighter: each contour becomes the polygon with the fewest corners that stays
// within `tolerance` of it. For display faces whose worn edges cost hundreds of points a letter; letters made of other
// letters stay as they are.
//
// The parts of the format used here: https://learn.microsoft.com/typography/opentype/spec/glyf
const kOnCurve = 1
const kRepeat = 8
const kPiecesPerCurve = 4

// `font` is a TrueType file; `tolerance` is in thousandths of the em.
export function simplifyOutlines(font, tolerance) {
  const tables = readTables(font)
  const head = tables.get("head")
  const loca = tables.get("loca")
  const glyf = tables.get("glyf")
  const metrics = tables.get("hmtx")
  const longMetrics = tables.get("hhea").readUInt16BE(34)
  const distance = (tolerance / 1000) * head.readUInt16BE(18)
  const start = head.readInt16BE(50) === 1 ? i => loca.readUInt32BE(4 * i) : i => 2 * loca.readUInt16BE(2 * i)

  const glyphs = []
  for (let i = 0; i < tables.get("maxp").readUInt16BE(4); ++i) {
    const old = glyf.subarray(start(i), start(i + 1))
    if (old.length === 0 || old.readInt16BE(0) <= 0) {
      glyphs.push(padded(old))
      continue
    }
    const contours = readContours(old)
      .map(contour => simplify(flatten(contour), distance))
      .filter(points => points.length > 2)
    const glyph = writeGlyph(contours)
    // The left bearing says where the outline begins; a rasteriser moves the letter when the two differ.
    metrics.writeInt16BE(glyph.readInt16BE(2), i < longMetrics ? 4 * i + 2 : 4 * longMetrics + 2 * (i - longMetrics))
    glyphs.push(padded(glyph))
  }

  const offsets = Buffer.alloc(4 * (glyphs.length + 1))
  glyphs.reduce((at, glyph, i) => {
    offsets.writeUInt32BE(at + glyph.length, 4 * (i + 1))
    return at + glyph.length
  }, 0)
  head.writeInt16BE(1, 50)
  tables.set("loca", offsets)
  tables.set("glyf", Buffer.concat(glyphs))
  // The faces' licence reserves their names for the outlines as they were drawn.
  tables.set("name", Buffer.from([0, 0, 0, 0, 0, 6]))
  return writeTables(font.subarray(0, 4), tables)
}

function readTables(font) {
  const tables = new Map()
  for (let i = 0; i < font.readUInt16BE(4); ++i) {
    const entry = 12 + 16 * i
    const from = font.readUInt32BE(entry + 8)
    tables.set(font.toString("latin1", entry, entry + 4), Buffer.from(font.subarray(from, from + font.readUInt32BE(entry + 12))))
  }
  return tables
}

// Checksums stay zero: whoever packs the font next writes them.
function writeTables(version, tables) {
  const directory = Buffer.alloc(12 + 16 * tables.size)
  version.copy(directory)
  directory.writeUInt16BE(tables.size, 4)
  let at = directory.length
  const bodies = [...tables].map(([tag, body], i) => {
    directory.write(tag, 12 + 16 * i, "latin1")
    directory.writeUInt32BE(at, 12 + 16 * i + 8)
    directory.writeUInt32BE(body.length, 12 + 16 * i + 12)
    const whole = padded(body)
    at += whole.length
    return whole
  })
  return Buffer.concat([directory, ...bodies])
}

function padded(bytes) {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
}

// A simple glyph's contours as [{ x, y, on }].
function readContours(glyph) {
  const count = glyph.readInt16BE(0)
  const ends = Array.from({ length: count }, (_, i) => glyph.readUInt16BE(10 + 2 * i))
  let at = 10 + 2 * count
  at += 2 + glyph.readUInt16BE(at)
  const points = ends.at(-1) + 1
  const flags = []
  while (flags.length < points) {
    const flag = glyph[at++]
    flags.push(flag)
    if (flag & kRepeat) for (let again = glyph[at++]; again > 0; --again) flags.push(flag)
  }
  const coordinates = (isShort, isSameOrPositive) => {
    let value = 0
    return flags.map(flag => {
      if (flag & isShort) value += flag & isSameOrPositive ? glyph[at++] : -glyph[at++]
      else if (!(flag & isSameOrPositive)) {
        value += glyph.readInt16BE(at)
        at += 2
      }
      return value
    })
  }
  const xs = coordinates(2, 16)
  const ys = coordinates(4, 32)
  return ends.map((end, i) => {
    const first = i === 0 ? 0 : ends[i - 1] + 1
    return flags.slice(first, end + 1).map((flag, k) => ({ x: xs[first + k], y: ys[first + k], on: (flag & kOnCurve) !== 0 }))
  })
}

// The contour as corners: quadratic curves are cut into pieces. Two control points in a row have a corner between them
// that is not written down.
function flatten(contour) {
  const whole = contour.flatMap((point, i) => {
    const next = contour[(i + 1) % contour.length]
    return point.on || next.on ? [point] : [point, { ...between(point, next, 0.5), on: true }]
  })
  const first = whole.findIndex(({ on }) => on)
  const turned = [...whole.slice(first), ...whole.slice(0, first + 1)]
  const corners = []
  for (let i = 0; i + 1 < turned.length; ++i) {
    const [from, control, to] = [turned[i], turned[i + 1], turned[i + 2]]
    corners.push(from)
    if (control.on) continue
    for (let piece = 1; piece < kPiecesPerCurve; ++piece) {
      const t = piece / kPiecesPerCurve
      corners.push(between(between(from, control, t), between(control, to, t), t))
    }
    ++i
  }
  return corners
}

function between(a, b, t) {
  return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t }
}

// Ramer-Douglas-Peucker on a closed line, cut at the two corners farthest apart from the first.
function simplify(corners, distance) {
  const far = corners.reduce((best, corner, i) => (length(corners[0], corner) > length(corners[0], corners[best]) ? i : best), 0)
  const kept = [...thin(corners.slice(0, far + 1), distance).slice(0, -1), ...thin([...corners.slice(far), corners[0]], distance).slice(0, -1)]
  return kept.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }))
}

function thin(line, distance) {
  const [from, to] = [line[0], line.at(-1)]
  let farthest = 0
  let away = distance
  for (let i = 1; i + 1 < line.length; ++i) {
    const d = distanceToSegment(line[i], from, to)
    if (d > away) [farthest, away] = [i, d]
  }
  if (farthest === 0) return [from, to]
  return [...thin(line.slice(0, farthest + 1), distance).slice(0, -1), ...thin(line.slice(farthest), distance)]
}

function distanceToSegment(point, from, to) {
  const span = length(from, to) ** 2
  if (span === 0) return length(point, from)
  const t = ((point.x - from.x) * (to.x - from.x) + (point.y - from.y) * (to.y - from.y)) / span
  return length(point, between(from, to, Math.min(1, Math.max(0, t))))
}

function length(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function writeGlyph(contours) {
  const points = contours.flat()
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  const glyph = Buffer.alloc(10 + 2 * contours.length + 2 + points.length * 5)
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  ;[contours.length, ...box].forEach((value, i) => glyph.writeInt16BE(value, 2 * i))
  let at = 10
  let end = -1
  for (const contour of contours) at = glyph.writeUInt16BE((end += contour.length), at)
  at += 2
  glyph.fill(kOnCurve, at, at + points.length)
  at += points.length
  for (const values of [xs, ys]) values.forEach((value, i) => (at = glyph.writeInt16BE(value - (values[i - 1] ?? 0), at)))
  return glyph
}
