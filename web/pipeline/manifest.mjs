import { readFile } from "node:fs/promises"
import { join } from "node:path"

export async function buildManifest({ web }, assets) {
  const manifest = JSON.parse(assets.resolve(await readFile(join(web, "manifest.webmanifest"), "utf8")))
  assets.add("manifest.webmanifest", JSON.stringify(manifest))
}
