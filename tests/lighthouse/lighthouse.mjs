// Lighthouse, mobile, on a page of a running shop.

import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'
import { kChromium, kChromiumFlags } from '../browser/browser.mjs'

export const kCategories = ['performance', 'accessibility', 'best-practices', 'seo']

/** Chromium with a debugging port, for any number of measurements; `kill()` ends it. */
export function launchChromium() {
  return launch({ chromePath: kChromium, chromeFlags: kChromiumFlags, logLevel: 'silent' })
}

/**
 * {scores: {category: 0 to 100}, figures: {lcpMs, cls, kilobytes}, faults: [what cost points]}. `cookie`: the visitor's.
 * `indexable` false: the page asks search engines to stay away, which is right for it and costs no points then.
 */
export async function measure(chromium, url, { cookie, indexable = true } = {}) {
  const { lhr } = await lighthouse(url, {
    port: chromium.port,
    output: 'json',
    logLevel: 'silent',
    onlyCategories: kCategories,
    skipAudits: indexable ? [] : ['is-crawlable'],
    extraHeaders: cookie ? { Cookie: cookie } : undefined,
  })
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`)
  const audit = id => lhr.audits[id]?.numericValue
  return {
    scores: Object.fromEntries(kCategories.map(id => [id, Math.round(100 * lhr.categories[id].score)])),
    figures: {
      lcpMs: Math.round(audit('largest-contentful-paint')),
      cls: Number(audit('cumulative-layout-shift').toFixed(3)),
      kilobytes: Math.round(audit('total-byte-weight') / 1000),
    },
    faults: kCategories.flatMap(id => lhr.categories[id].auditRefs)
      .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
      .map(({ id }) => `${id}: ${lhr.audits[id].displayValue ?? lhr.audits[id].title}`),
  }
}

/** The pages that matter most, with what it takes to see them filled. */
export async function pagesToMeasure(shopUrl) {
  const products = await (await fetch(`${shopUrl}/api/v1/products?in_stock=1&sort=bestselling`)).json()
  const product = await (await fetch(`${shopUrl}/api/v1/products/${products.items[0].slug}`)).json()
  const variant = product.variants.find(({ available }) => available > 0)
  const added = await fetch(`${shopUrl}/api/v1/cart/items`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ variant_id: variant.id, quantity: 1 }),
  })
  const cookie = added.headers.getSetCookie().map(line => line.split(';')[0]).join('; ')
  return [
    { name: 'home', url: `${shopUrl}/` },
    { name: 'list', url: `${shopUrl}/products` },
    { name: 'product', url: `${shopUrl}/product/${product.slug}` },
    { name: 'cart', url: `${shopUrl}/cart`, cookie, indexable: false },
    { name: 'checkout', url: `${shopUrl}/checkout`, cookie, indexable: false },
  ]
}
