// node tests/browser/screenshots.mjs FOLDER: FOLDER/PAGE-WINDOW-THEME.png for every page of a shop with sample data.
// node tests/browser/screenshots.mjs --guides FOLDER: the pictures of README and guides, small (guide_pictures.mjs).

import fs from 'node:fs'
import path from 'node:path'
import { startShop } from '../support/shop.mjs'
import { openBrowser } from './browser.mjs'
import { kGuideLanguages, kGuidePictures, kLargestPicture, pictureFile } from './guide_pictures.mjs'
import { kManners, pagesOfTheShop } from './pages.mjs'

const forGuides = process.argv[2] === '--guides'
const folder = process.argv[forGuides ? 3 : 2]
if (!folder) throw new Error('usage: screenshots.mjs [--guides] FOLDER')
fs.mkdirSync(folder, { recursive: true })

// What covers the window is photographed as it stands there; a page, from its first line to its last.
const kOverlays = ['menu', 'filters', 'suggestions', 'drawer', 'enlarged', 'checkout-areas', 'chat-widget']
/** The best that is small enough is taken. */
const kQualities = [0.9, 0.8, 0.7, 0.6, 0.5]

const browser = await openBrowser()
try {
  if (forGuides) await takeGuidePictures()
  else await takeEveryPage()
} finally {
  await browser.close()
}
console.log(`${fs.readdirSync(folder).length} pictures in ${folder}`)

async function takeEveryPage() {
  const shop = await startShop({ chat: true })
  try {
    for (const manner of kManners) {
      for await (const { name, person } of pagesOfTheShop(browser, shop, manner)) {
        const fullPage = !kOverlays.includes(name)
        if (fullPage) await showLazyPictures(person.page)
        await person.page.screenshot({ path: path.join(folder, `${name}-${manner.window}-${manner.theme}.png`), fullPage })
      }
    }
  } finally {
    await shop.stop()
  }
}

async function takeGuidePictures() {
  for (const language of kGuideLanguages)
    for (const window of new Set(kGuidePictures.map(picture => picture.window))) {
      // A shop for each: in one that somebody has walked through in the same theme, people and orders are there already.
      const shop = await startShop({ chat: true })
      try {
        await takeSome(shop, { window, language, theme: 'dark' }, kGuidePictures.filter(picture => picture.window === window))
      } finally {
        for (const context of browser.contexts()) await context.close()
        await shop.stop()
      }
    }
}

/** Walks through the shop until each of them has been met. */
async function takeSome(shop, manner, pictures) {
  const missing = new Map(pictures.map(picture => [picture.page, picture]))
  for await (const { name, person } of pagesOfTheShop(browser, shop, manner)) {
    const picture = missing.get(name)
    if (!picture) continue
    await takeSmall(person.page, path.join(folder, pictureFile(picture, manner.language)), picture.from === 'top')
    missing.delete(name)
    if (missing.size === 0) return
  }
  throw new Error(`no page is called ${[...missing.keys()].join(', ')}`)
}

async function takeSmall(page, file, fromTop) {
  if (fromTop) {
    await showLazyPictures(page)
    await page.evaluate(() => scrollTo(0, 0))
  }
  const taken = (await page.screenshot()).toString('base64')
  for (const quality of kQualities) {
    const bytes = await asWebp(taken, quality)
    if (bytes.length <= kLargestPicture) return fs.writeFileSync(file, bytes)
  }
  throw new Error(`${file} does not get smaller than ${kLargestPicture} bytes`)
}

/** Chromium draws no WebP of a page by itself, but of a canvas it does. A page of its own has no policy that forbids it. */
async function asWebp(png, quality) {
  const page = await browser.newPage()
  try {
    const url = await page.evaluate(async ([source, wanted]) => {
      const image = new Image()
      image.src = `data:image/png;base64,${source}`
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.naturalWidth
      canvas.height = image.naturalHeight
      canvas.getContext('2d').drawImage(image, 0, 0)
      return canvas.toDataURL('image/webp', wanted)
    }, [png, quality])
    const [kind, data] = url.split(';base64,')
    if (kind !== 'data:image/webp') throw new Error(`this Chromium makes ${kind} of a canvas`)
    return Buffer.from(data, 'base64')
  } finally {
    await page.close()
  }
}

async function showLazyPictures(page) {
  await page.evaluate(async () => {
    for (const image of document.images) image.loading = 'eager'
    await Promise.all([...document.images].map(image => image.decode().catch(() => {})))
  })
}
