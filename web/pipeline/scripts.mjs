import { readFile } from "node:fs/promises"
import { basename, dirname, join, resolve } from "node:path"

import { build } from "esbuild"

import { filesBelow } from "./files.mjs"

const kImport = /\bimport\("(\.[^"]+\.js)"\)/g

// Every module directly in js/ is an entry with an asset name of its own. What they share is small and copied into each:
// chunks of their own would cost a further round trip before the page comes alive. What is imported only when it is
// needed, by import("./there.js"), becomes a file of its own, whose address is written into those that import it.
export async function buildScripts({ web }, assets) {
  const folder = join(web, "js")
  const all = await filesBelow(folder, ".js")
  const late = await lateModules(all)
  const addresses = new Map()
  for (const { path, entry } of await bundle(folder, [...late], assets)) addresses.set(entry, path)
  await bundle(folder, all.filter(file => join(folder, basename(file)) === file), assets, addresses)
}

async function lateModules(files) {
  const late = new Set()
  for (const file of files)
    for (const [, module] of (await readFile(file, "utf8")).matchAll(kImport)) late.add(resolve(dirname(file), module))
  return late
}

async function bundle(folder, entryPoints, assets, addresses = new Map()) {
  const { outputFiles, metafile } = await build({
    entryPoints,
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
    plugins: [{ name: "late", setup: ({ onResolve }) => onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      const address = kind === "dynamic-import" && addresses.get(resolve(resolveDir, path))
      return address ? { path: address, external: true } : undefined
    }) }],
  })
  return outputFiles.map(({ path, text }) => {
    const file = basename(path)
    const { entryPoint } = metafile.outputs[file]
    assets.addHashed(`js/${entryPoint}`, `js/${file}`, text)
    return { entry: resolve(folder, entryPoint), path: assets.url(`js/${entryPoint}`) }
  })
}
