import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"

import { filesBelow } from "./files.mjs"

// Own drawings win over Font Awesome's of the same name.
const kFolders = ["icons", "node_modules/@fortawesome/fontawesome-free/svgs/solid",
  "node_modules/@fortawesome/fontawesome-free/svgs/regular", "node_modules/@fortawesome/fontawesome-free/svgs/brands"]

// One sprite with the icons that views name: {{ icon("cart-shopping") }}.
export async function buildIcons({ web, views }, assets) {
  const names = new Set()
  for (const view of await filesBelow(views, ".html")) {
    for (const [, name] of (await readFile(view, "utf8")).matchAll(/\bicon\("([\w-]+)"\)/g)) names.add(name)
  }
  const symbols = await Promise.all([...names].sort().map(name => symbol(web, name)))
  const version = JSON.parse(await readFile(join(web, "node_modules/@fortawesome/fontawesome-free/package.json"))).version
  assets.add(
    "icons.svg",
    `<svg xmlns="http://www.w3.org/2000/svg"><!-- Icons: Font Awesome Free ${version}, fontawesome.com, CC BY 4.0, ` +
      `and our own. -->${symbols.join("")}</svg>`,
  )
}

async function symbol(web, name) {
  const file = kFolders.map(folder => join(web, folder, `${name}.svg`)).find(existsSync)
  if (!file) throw new Error(`there is no icon "${name}"`)
  const svg = await readFile(file, "utf8")
  const [, viewBox] = svg.match(/viewBox="([^"]+)"/)
  const inner = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "")
  return `<symbol id="${name}" viewBox="${viewBox}">${inner.trim()}</symbol>`
}
