import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openWindow } from './browser.mjs'
import {
  addAndCheckOut, awaitPaymentState, buyerNamed, chooseFinish, endPayment, fillCheckout, findGuitar, kGuitar, orderLinkFor,
  orderMail, orderNumberOn, placeOrder, shipOrder,
} from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('a guest', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  /** The whole errand: the guitar is found, paid, packed, and its parcel can be followed. */
  async function buysAGuitar(manner) {
    const buyer = buyerNamed(`Tamu ${manner.window} ${manner.javaScript === false ? 'tanpa skrip' : manner.language}`)
    const guest = await openWindow(browser, shop, manner)
    await findGuitar(guest)
    await chooseFinish(guest)
    await addAndCheckOut(guest)
    await fillCheckout(guest, buyer, { method: 'midtrans' })
    await placeOrder(guest)
    await endPayment(guest, shop, 'pay')
    await awaitPaymentState(guest, 'paid')
    const number = orderNumberOn(guest.page)
    assert.match(number, /^HRT-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    await orderMail(shop, buyer, guest, 'placed')
    await orderMail(shop, buyer, guest, 'paid')

    const staff = await openWindow(browser, shop, manner)
    const trackingNumber = `JNE${number.replaceAll('-', '')}`
    await shipOrder(staff, number, trackingNumber)
    await staff.leave()

    await orderMail(shop, buyer, guest, 'shipped')
    await guest.page.goto(await orderLinkFor(shop, buyer, guest, 'shipped'))
    await guest.page.getByText(trackingNumber).first().waitFor()
    assert.match(await guest.page.locator('.order__lines').innerText(), new RegExp(kGuitar.name))
    await guest.leave()
    await booksAreRight()
  }

  async function booksAreRight() {
    const audit = await shop.run(['audit'])
    assert.equal(audit.status, 0, audit.stdout + audit.stderr)
  }

  test('buys a guitar on a phone, in Indonesian and the dark', () =>
    buysAGuitar({ window: 'phone', language: 'id', theme: 'dark' }))
  test('buys a guitar on a laptop, in English and the light', () =>
    buysAGuitar({ window: 'laptop', language: 'en', theme: 'light' }))
  test('buys a guitar on a phone without JavaScript', () =>
    buysAGuitar({ window: 'phone', language: 'id', theme: 'light', javaScript: false }))
  test('buys a guitar on a laptop without JavaScript', () =>
    buysAGuitar({ window: 'laptop', language: 'en', theme: 'dark', javaScript: false }))
})
