import { readFile } from "node:fs/promises"
import { join } from "node:path"

import subsetFont from "subset-font"

import { filesBelow } from "./files.mjs"
import { simplifyOutlines } from "./outlines.mjs"

// ASCII, the marked letters of brand names, and the punctuation our texts use.
const kLetters = range(0x20, 0x7e) + range(0xa0, 0xff) + "ŁłŌōŠšŽžŒœ–—‘’“”…•·×−→←↑↓≤≥™′″"
// The display face carries short headings only.
const kDisplay = range(0x20, 0x5a) + range(0x61, 0x7a) + "é–’“”·"
// In thousandths of the em: under half a pixel in the largest heading, and a third of the bytes.
const kWornEdges = 4

export async function buildFonts({ web, views }, assets) {
  const fonts = [
    { name: "fonts/archivo.woff2", file: "@fontsource-variable/archivo/files/archivo-latin-wght-normal.woff2",
      letters: kLetters, axes: { wght: { min: 400, max: 800 } } },
    { name: "fonts/metal-mania.woff2", file: "@fontsource/metal-mania/files/metal-mania-latin-400-normal.woff2",
      letters: kDisplay, tolerance: kWornEdges },
    { name: "fonts/rock-salt.woff2", file: "@fontsource/rock-salt/files/rock-salt-latin-400-normal.woff2",
      letters: await handwritten(views), tolerance: kWornEdges },
  ]
  await Promise.all(fonts.map(async ({ name, file, letters, axes, tolerance }) => {
    let font = await readFile(join(web, "node_modules", file))
    if (tolerance) font = simplifyOutlines(await subsetFont(font, letters, { targetFormat: "truetype" }), tolerance)
    assets.add(name, await subsetFont(font, letters, { targetFormat: "woff2", variationAxes: axes }))
  }))
}

// The handwriting is used for a few fixed phrases, whose text keys end in "hand": only their letters are kept.
async function handwritten(views) {
  const letters = new Set(" ")
  for (const file of await filesBelow(views, "texts.json")) {
    for (const [key, text] of Object.entries(JSON.parse(await readFile(file, "utf8")))) {
      if (key.endsWith("hand")) for (const letter of text.id + text.en) letters.add(letter)
    }
  }
  return [...letters].join("")
}

function range(first, last) {
  return String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, i) => first + i))
}
