import { basename, join } from "node:path"

import { build } from "esbuild"

import { filesBelow } from "./files.mjs"

// Every module directly in js/ is an entry with an asset name of its own. What they share is small and copied into each:
// chunks of their own would cost a further round trip before the page comes alive.
export async function buildScripts({ web }, assets) {
  const folder = join(web, "js")
  const entries = (await filesBelow(folder, ".js")).filter(file => join(folder, basename(file)) === file)
  const { outputFiles, metafile } = await build({
    entryPoints: entries,
    outdir: folder,
    absWorkingDir: folder,
    entryNames: "[name]-[hash]",
    bundle: true,
    format: "esm",
    target: ["chrome100", "firefox100", "safari15.4"],
    minify: true,
    legalComments: "none",
    metafile: true,
    write: false,
  })
  for (const { path, text } of outputFiles) {
    const file = basename(path)
    assets.addHashed(`js/${basename(metafile.outputs[file].entryPoint)}`, `js/${file}`, text)
  }
}
