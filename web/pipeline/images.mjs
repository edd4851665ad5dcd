import { readFile } from "node:fs/promises"
import { basename, join } from "node:path"

import { filesBelow } from "./files.mjs"

// images/ as it stands; SVG loses the white space between its tags.
export async function buildImages({ web }, assets) {
  const folder = join(web, "images")
  const files = await Promise.all([".svg", ".png", ".jpg"].map(ending => filesBelow(folder, ending)))
  for (const file of files.flat()) {
    const bytes = await readFile(file)
    const content = file.endsWith(".svg") ? bytes.toString().replace(/<!--[\s\S]*?-->/g, "").replace(/>\s+</g, "><") : bytes
    assets.add(`images/${basename(file)}`, content)
  }
}
