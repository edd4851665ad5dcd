import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startShop } from '../support/shop.mjs'
import { kCategories, launchChromium, measure, pagesToMeasure } from './lighthouse.mjs'

const kLeast = 95
const kExactCategories = kCategories.filter(category => category !== 'performance')
// Performance is simulated from what was measured: another program at the wrong moment costs points, and nothing gives
// any, so the best of three runs is the page's own. The rest is exact.
const kMostRuns = 3
// On the wire. A list shows 24 pictures, and the browser fetches ahead.
const kMostKilobytes = { home: 180, list: 200, product: 130, cart: 100, checkout: 100 }

describe(`Lighthouse gives at least ${kLeast} on a phone`, () => {
  let shop, chromium, pages
  before(async () => {
    shop = await startShop()
    chromium = await launchChromium()
    pages = await pagesToMeasure(shop.url)
  })
  after(async () => {
    chromium?.kill()
    await shop?.stop()
  })

  for (const name of ['home', 'list', 'product', 'cart', 'checkout']) {
    test(name, async () => {
      const page = pages.find(page => page.name === name)
      const result = await measure(chromium, page.url, page)
      for (const category of kExactCategories)
        assert.ok(result.scores[category] >= kLeast, `${name}, ${category}: ${result.scores[category]}\n${result.faults.join('\n')}`)
      assert.ok(result.figures.cls <= 0.001, `${name}: layout shift ${result.figures.cls}`)
      assert.ok(result.figures.kilobytes <= kMostKilobytes[name], `${name}: ${result.figures.kilobytes} kB`)

      const runs = [result]
      const best = () => Math.max(...runs.map(({ scores }) => scores.performance))
      while (best() < kLeast && runs.length < kMostRuns) runs.push(await measure(chromium, page.url, page))
      assert.ok(best() >= kLeast, `${name}, performance: ${runs.map(run => `${run.scores.performance}: ${run.faults.join(', ')}`).join('\n')}`)
    })
  }
})
