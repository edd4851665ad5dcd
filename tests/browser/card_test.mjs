import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openWindow } from './browser.mjs'
import {
  awaitPaymentState, buyerNamed, endPayment, fillCheckout, goToCheckoutWith, kCheap, orderMail, orderNumberOn, placeOrder,
} from './errand.mjs'
import { assertOneLanguage } from './one_language.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('a guest with a card', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  async function atTheProvider(name, method, manner) {
    const person = await openWindow(browser, shop, manner)
    const buyer = buyerNamed(name)
    await goToCheckoutWith(person, kCheap.slug)
    await fillCheckout(person, buyer, { method })
    await placeOrder(person)
    return { person, buyer }
  }

  async function fitsItsWindow({ page }) {
    const { content, window } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, window: innerWidth }))
    assert.ok(content <= window, `${page.url()} is ${content} px wide in a window of ${window} px`)
  }

  async function hasPaidOnce(person) {
    const captured = await shop.sql(
      `SELECT a.provider FROM payments a JOIN orders o ON o.id = a.order_id
       WHERE o.number = '${orderNumberOn(person.page)}' AND a.state = 'paid'`)
    assert.deepEqual(captured, [['stripe']])
    assert.equal((await shop.run(['audit'])).status, 0)
  }

  for (const manner of [{ window: 'phone', language: 'id', theme: 'dark' }, { window: 'phone', language: 'en', theme: 'light', javaScript: false }]) {
    const words = `${manner.language}, ${manner.javaScript === false ? 'without' : 'with'} JavaScript`
    test(`is declined once and pays with the next try, on a phone (${words})`, async () => {
      const { person, buyer } = await atTheProvider(`Kartu ${manner.theme}`, 'stripe', manner)
      await person.page.waitForURL(url => url.href.startsWith(`${shop.sandboxUrl}/stripe/checkout/`))
      await fitsItsWindow(person)
      await assertOneLanguage(person)
      await person.page.locator('button[formaction$="/fail"]').click()
      await person.page.getByText(person.t('sandbox.state.denied')).waitFor()
      await endPayment(person, shop, 'pay', 'card')
      await awaitPaymentState(person, 'paid')
      await orderMail(shop, buyer, person, 'paid')
      await hasPaidOnce(person)
      await person.leave()
    })

    test(`turns back from Midtrans and pays by card instead, on a phone (${words})`, async () => {
      const { person } = await atTheProvider(`Ganti ${manner.theme}`, 'midtrans', manner)
      await endPayment(person, shop, 'cancel', 'qris')
      await fitsItsWindow(person)
      await person.page.locator('button[name=payment_method][value=stripe]').click()
      await endPayment(person, shop, 'pay', 'card')
      await awaitPaymentState(person, 'paid')
      await hasPaidOnce(person)
      await person.leave()
    })
  }
})
