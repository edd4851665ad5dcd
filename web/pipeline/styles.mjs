import { readFile } from "node:fs/promises"
import { basename, join } from "node:path"

import { bundleAsync, transform } from "lightningcss"
import { PurgeCSS } from "purgecss"
import { compileAsync, Logger } from "sass"

import { filesBelow } from "./files.mjs"

const kTargets = { chrome: 100 << 16, firefox: 100 << 16, safari: (15 << 16) | (4 << 8), ios_saf: (15 << 16) | (4 << 8) }

// Every sheet directly in css/ is an asset: our own layers, and in front of them Bootstrap's used parts when the sheet
// names their layer. One that is fetched later, onto a page that has them, does not.
export async function buildStyles({ web, views }, assets) {
  const folder = join(web, "css")
  const bootstrap = await usedBootstrap(web, views)
  for (const sheet of (await filesBelow(folder, ".css")).filter(file => join(folder, basename(file)) === file)) {
    const own = (await bundleAsync({ filename: sheet, targets: kTargets })).code.toString()
    const below = /^@layer bootstrap\b/m.test(own) ? `@layer bootstrap{${bootstrap}}` : ""
    const { code } = transform({
      filename: basename(sheet),
      code: Buffer.from(below + own),
      targets: kTargets,
      minify: true,
    })
    assets.add(`css/${basename(sheet)}`, assets.resolve(code.toString()))
  }
}

async function usedBootstrap(web, views) {
  const { css } = await compileAsync(join(web, "css", "bootstrap.scss"), {
    loadPaths: [join(web, "node_modules")],
    quietDeps: true,
    silenceDeprecations: ["import"],
    logger: Logger.silent,
  })
  const content = await Promise.all(
    [...(await filesBelow(views, ".html")), ...(await filesBelow(join(web, "js"), ".js"))].map(async file => ({
      raw: await readFile(file, "utf8"),
      extension: "html",
    })),
  )
  const [purged] = await new PurgeCSS().purge({
    content,
    css: [{ raw: css }],
    safelist: { standard: ["html", "body", ":root"] },
    defaultExtractor: text => text.match(/[\w-]+/g) ?? [],
  })
  return purged.css.replace(/^@charset[^;]*;/, "")
}
