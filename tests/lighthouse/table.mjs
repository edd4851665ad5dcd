// node tests/lighthouse/table.mjs [URL]: Lighthouse's scores for the shop at URL, or for one started with sample data.

import { startShop } from '../support/shop.mjs'
import { kCategories, launchChromium, measure, pagesToMeasure } from './lighthouse.mjs'

const given = process.argv[2]
const shop = given ? undefined : await startShop()
const chromium = await launchChromium()
try {
  console.log(['page', ...kCategories, 'LCP ms', 'CLS', 'kB'].join(' | '))
  for (const page of await pagesToMeasure(given ?? shop.url)) {
    const { scores, figures, faults } = await measure(chromium, page.url, page)
    console.log([page.name, ...kCategories.map(id => scores[id]), figures.lcpMs, figures.cls, figures.kilobytes].join(' | '))
    for (const fault of faults) console.log(`  ${fault}`)
  }
} finally {
  chromium.kill()
  await shop?.stop()
}
