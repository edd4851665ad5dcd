// Builds everything a browser fetches besides pages and product pictures, and writes it in a form the C++ build packs
// into the program:
//
//   node build.mjs --out FOLDER
//
//   FOLDER/files/…           every asset under its hashed name, with .gz and .br beside it where they are smaller
//   FOLDER/assets.S          the same bytes as one blob for the assembler
//   FOLDER/assets_table.cpp  names, addresses, types and places in the blob
import { mkdir, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"

import { AssetStore } from "./pipeline/asset_store.mjs"
import { buildFonts } from "./pipeline/fonts.mjs"
import { buildIcons } from "./pipeline/icons.mjs"
import { buildImages } from "./pipeline/images.mjs"
import { buildManifest } from "./pipeline/manifest.mjs"
import { buildScripts } from "./pipeline/scripts.mjs"
import { buildStyles } from "./pipeline/styles.mjs"

const { values: options } = parseArgs({ options: { out: { type: "string", default: "dist" } } })

const web = dirname(fileURLToPath(import.meta.url))
const source = { web, views: join(web, "..", "src") }

await rm(options.out, { recursive: true, force: true })
await mkdir(options.out, { recursive: true })

const assets = new AssetStore(options.out)
// Style sheets and the manifest name fonts and images by their hashed addresses, so those come first.
await Promise.all([buildFonts(source, assets), buildIcons(source, assets), buildImages(source, assets)])
await Promise.all([buildStyles(source, assets), buildScripts(source, assets), buildManifest(source, assets)])
await assets.write()

console.log(assets.report())
