import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { awaitMail, linksIn } from '../support/mails.mjs'
import { openWindow } from './browser.mjs'
import {
  buyerNamed, fillCheckout, goToCheckoutWith, kCheap, logIn, orderLinkFor, orderMail, orderNumberOn, placeOrder, shipOrder,
} from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('a buyer with an account', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  for (const window of ['phone', 'laptop']) {
    test(`registers, orders with cash on delivery, and follows the parcel, on a ${window}`, async () => {
      const person = await openWindow(browser, shop, { window, language: window === 'phone' ? 'id' : 'en' })
      const { page, t } = person
      const buyer = buyerNamed(`Sari ${window}`)

      await page.goto('/register')
      await page.getByLabel(t('accounts.name')).fill(buyer.name)
      await page.getByLabel(t('accounts.email')).fill(buyer.email)
      await page.getByLabel(t('accounts.password')).fill('gitar di atas awan')
      await page.getByRole('main').getByRole('button', { name: t('accounts.register.submit') }).click()
      const letter = await awaitMail(shop, { to: buyer.email, subject: person.pattern('accounts.mail.verify_heading') })
      await page.goto(linksIn(letter).find(link => link.includes('/verify-email')))
      await page.getByRole('heading', { name: t('accounts.verify.done_title') }).waitFor()
      await logIn(person, buyer.email, 'gitar di atas awan')

      await goToCheckoutWith(person, kCheap.slug)
      // What the shop knows stands there already.
      assert.equal(await page.getByLabel(t('checkout.name')).inputValue(), buyer.name)
      assert.equal(await page.getByLabel(t('checkout.email')).inputValue(), buyer.email)
      await fillCheckout(person, buyer, { method: 'cod' })
      await placeOrder(person)
      await page.waitForURL('**/orders/HRT-**')
      await page.getByText(t('orders.payment.cod')).waitFor()
      const number = orderNumberOn(page)
      await orderMail(shop, buyer, person, 'placed')

      const staff = await openWindow(browser, shop, { window, language: 'id' })
      await shipOrder(staff, number, 'SICEPAT0012345')
      await staff.page.getByText(staff.t('admin.order.deliver'), { exact: true }).click()
      await staff.assertFits()
      await staff.page.getByRole('button', { name: staff.pattern('admin.order.deliver_cash') }).click()
      await staff.page.getByText(staff.t('admin.notice.delivered')).waitFor()
      await staff.leave()

      await page.goto('/orders')
      await page.getByRole('link', { name: number, exact: true }).click()
      await page.locator('.shipment__number', { hasText: 'SICEPAT0012345' }).waitFor()
      await page.locator('.payment__state', { hasText: t('orders.payment.paid') }).waitFor()
      for (const kind of ['shipped', 'delivered', 'paid']) await orderMail(shop, buyer, person, kind)
      await orderLinkFor(shop, buyer, person, 'shipped')
      await person.leave()
    })
  }

  test('finds the cart filled as a guest in the account after logging in', async () => {
    const person = await openWindow(browser, shop)
    const { page, t } = person
    await page.goto(`/product/${kCheap.slug}`)
    await page.getByRole('button', { name: t('catalog.product.add') }).click()
    await page.getByRole('dialog').getByText(t('cart.drawer.title')).waitFor()
    await logIn(person, 'pembeli@contoh.example', 'pembeli123', '/cart')
    await page.waitForURL('**/cart')
    await page.locator('.line__name', { hasText: kCheap.name }).waitFor()
    await person.leave()
  })
})
