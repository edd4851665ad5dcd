import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openWindow } from './browser.mjs'
import { buyerNamed, fillCheckout, goToCheckoutWith, kCheap, placeOrder } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('a guest who picks the order up', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  for (const manner of [{ window: 'phone', language: 'id' }, { window: 'phone', language: 'en', theme: 'light', javaScript: false }]) {
    const words = `${manner.language}, ${manner.javaScript === false ? 'without' : 'with'} JavaScript`
    test(`is told what the address is for, pays in the store, and reads a line's count with its price (${words})`, async () => {
      const person = await openWindow(browser, shop, manner)
      const { page, t } = person
      await goToCheckoutWith(person, kCheap.slug)
      const forInvoice = page.getByText(t('checkout.address_pickup'))
      assert.equal(await forInvoice.isVisible(), false)
      await fillCheckout(person, buyerNamed(`Ambil ${manner.language}`), { method: 'cod', service: t('checkout.pickup') })
      assert.equal(await forInvoice.isVisible(), true)
      assert.equal(await page.getByText(t('checkout.method_text.cod_pickup')).isVisible(), true)
      assert.equal(await page.getByText(t('checkout.method_text.cod'), { exact: true }).isVisible(), false)

      assert.equal(await page.getByLabel(t('checkout.postal_code')).isVisible(), false)
      await page.getByText(t('checkout.add_postal_code')).click()
      await page.getByLabel(t('checkout.postal_code')).fill('40153')
      await placeOrder(person)

      await page.waitForURL('**/orders/HRT-**')
      const main = await page.locator('main').innerText()
      assert.ok(main.includes(t('orders.payment.cod_pickup')))
      assert.ok(main.includes('Gegerkalong Girang'))
      assert.ok(!main.includes(t('orders.ship_to')))
      const heights = await page.locator('.order__each').evaluateAll(counts => counts.map(count => {
        const line = parseFloat(getComputedStyle(count).lineHeight)
        return count.getBoundingClientRect().height / line
      }))
      assert.ok(heights.length > 0 && heights.every(lines => lines < 1.5), `${heights} lines`)
      const { content, window } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, window: innerWidth }))
      assert.ok(content <= window, `${content} px wide in a window of ${window} px`)
      await person.leave()
    })
  }
})
