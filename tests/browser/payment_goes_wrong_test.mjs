import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openWindow } from './browser.mjs'
import {
  awaitPaymentState, buyerNamed, endPayment, fillCheckout, goToCheckoutWith, kCheap, orderLinkFor, orderMail, orderNumberOn,
  placeOrder,
} from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('a payment that goes wrong', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  async function orderAtTheProvider(name, manner) {
    const person = await openWindow(browser, shop, manner)
    const buyer = buyerNamed(name)
    await goToCheckoutWith(person, kCheap.slug)
    await fillCheckout(person, buyer, { method: 'midtrans' })
    await placeOrder(person)
    return { person, buyer }
  }

  async function payAgain(person) {
    await person.page.getByRole('button', { name: person.pattern('orders.pay_now') }).click()
    await endPayment(person, shop, 'pay', 'bca_va')
    await awaitPaymentState(person, 'paid')
  }

  async function paidOnce(number) {
    const captured = await shop.sql(
      `SELECT COUNT(*) FROM payments a JOIN orders o ON o.id = a.order_id WHERE o.number = '${number}' AND a.state = 'paid'`)
    assert.deepEqual(captured, [['1']])
    assert.equal((await shop.run(['audit'])).status, 0)
  }

  for (const window of ['phone', 'laptop']) {
    test(`is declined, told about, and made good by a second one, on a ${window}`, async () => {
      const { person, buyer } = await orderAtTheProvider(`Gagal ${window}`, { window })
      await endPayment(person, shop, 'deny', 'credit_card')
      await awaitPaymentState(person, 'failed')
      await payAgain(person)
      await orderMail(shop, buyer, person, 'paid')
      await paidOnce(orderNumberOn(person.page))
      await person.leave()
    })

    test(`expires, and the order is paid with a new one while its stock is held, on a ${window}`, async () => {
      const { person, buyer } = await orderAtTheProvider(`Lewat ${window}`, { window, language: 'en', theme: 'light' })
      await endPayment(person, shop, 'expire', 'bca_va')
      await awaitPaymentState(person, 'expired')
      await payAgain(person)
      await orderMail(shop, buyer, person, 'paid')
      await paidOnce(orderNumberOn(person.page))
      await person.leave()
    })
  }

  test('is left alone, and continued later from the mail on another device', async () => {
    const { person, buyer } = await orderAtTheProvider('Nanti Saja', { window: 'laptop' })
    await endPayment(person, shop, 'choose', 'bca_va')
    await awaitPaymentState(person, 'pending')
    const phone = await openWindow(browser, shop, { window: 'phone' })
    await phone.page.goto(await orderLinkFor(shop, buyer, person))
    await payAgain(phone)
    await paidOnce(orderNumberOn(phone.page))
    await phone.leave()
    await person.leave()
  })

  test('does not keep the buyer from cancelling the order', async () => {
    const { person, buyer } = await orderAtTheProvider('Batal Saja', { window: 'phone' })
    await endPayment(person, shop, 'deny', 'credit_card')
    const { page, t } = person
    await page.getByText(t('orders.cancel'), { exact: true }).click()
    await page.getByRole('button', { name: t('orders.cancel_confirm') }).click()
    await page.locator('.badge', { hasText: t('orders.status.cancelled') }).waitFor()
    await orderMail(shop, buyer, person, 'cancelled')
    assert.equal((await shop.run(['audit'])).status, 0)
    await person.leave()
  })
})
