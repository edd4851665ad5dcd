import { basename, join } from "node:path"

import { build } from "esbuild"

import { filesBelow } from "./files.mjs"

// Every module directly in js/ is an entry with an asset name of its own; what they share ends in chunks.
export async function buildScripts({ web }, assets) {
  const folder = join(web, "js")
  const entries = (await filesBelow(folder, ".js")).filter(file => join(folder, basename(file)) === file)
  const { outputFiles, metafile } = await build({
    entryPoints: entries,
    outdir: folder,
    absWorkingDir: folder,
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    target: ["chrome100", "firefox100", "safari15.4"],
    minify: true,
    legalComments: "none",
    metafile: true,
    write: false,
  })
  for (const { path, text } of outputFiles) {
    const file = basename(path)
    const entry = metafile.outputs[file].entryPoint
    assets.addHashed(`js/${entry ? basename(entry) : file}`, `js/${file}`, text)
  }
}
