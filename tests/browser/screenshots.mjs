// node tests/browser/screenshots.mjs FOLDER: FOLDER/PAGE-WINDOW-THEME.png for every page of a shop with sample data.

import fs from 'node:fs'
import path from 'node:path'
import { startShop } from '../support/shop.mjs'
import { openBrowser } from './browser.mjs'
import { kManners, pagesOfTheShop } from './pages.mjs'

const folder = process.argv[2]
if (!folder) throw new Error('usage: screenshots.mjs FOLDER')
fs.mkdirSync(folder, { recursive: true })

// What covers the window is photographed as it stands there; a page, from its first line to its last.
const kOverlays = ['menu', 'filters', 'suggestions', 'drawer', 'enlarged', 'checkout-areas', 'chat-widget']

const shop = await startShop({ chat: true })
const browser = await openBrowser()
try {
  for (const manner of kManners) {
    for await (const { name, person } of pagesOfTheShop(browser, shop, manner)) {
      const fullPage = !kOverlays.includes(name)
      if (fullPage) await showLazyPictures(person.page)
      await person.page.screenshot({ path: path.join(folder, `${name}-${manner.window}-${manner.theme}.png`), fullPage })
    }
  }
} finally {
  await browser.close()
  await shop.stop()
}
console.log(`${fs.readdirSync(folder).length} pictures in ${folder}`)

async function showLazyPictures(page) {
  await page.evaluate(async () => {
    for (const image of document.images) image.loading = 'eager'
    await Promise.all([...document.images].map(image => image.decode().catch(() => {})))
  })
}
