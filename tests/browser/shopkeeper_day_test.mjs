// A day in the shop: one member of the staff with a phone, from the supplier's parcel to the buyer's.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { codesOn, pagesOf, sizeOf } from '../support/documents.mjs'
import { until, untilEqual } from '../support/poll.mjs'
import { openWindow } from './browser.mjs'
import {
  addAndCheckOut, awaitPaymentState, buyerNamed, endPayment, escape, fillCheckout, kCheap, orderMail, orderNumberOn, placeOrder,
} from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { awaitRefund, confirmRefund, fileBehind, fillVariant, goTo, photoFile, picturesReady, receive, save, scan, staffMember } from './staff.mjs'

const kBass = { name: 'Bass Uji Panggung', sku: 'UJI-BASS-01', price: '7.500.000' }
const kResi = 'JX1234567890'

describe('a day in the shop', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  async function told(person, key) {
    await person.page.getByRole('status').getByText(person.t(key)).waitFor()
    await person.assertFits()
  }

  async function writeDown(staff) {
    const { page, t } = staff
    await goTo(staff, 'products')
    await page.getByRole('link', { name: t('admin.products.new') }).click()
    await page.getByLabel(t('admin.edit.field.name')).fill(kBass.name)
    await page.getByLabel(t('admin.edit.field.category')).selectOption({ index: 1 })
    await page.getByLabel(t('admin.edit.field.brand'), { exact: true }).fill('Merek Uji')
    await page.getByLabel(t('admin.edit.field.supplier')).selectOption({ index: 1 })
    await page.getByRole('radio', { name: t('admin.products.state.hidden') }).check()
    await fillVariant(staff, 1, kBass)
    await save(page)
    await told(staff, 'admin.edit.notice.created')
  }

  /** From the product's page to that of its stock. */
  async function orderAndReceive(staff) {
    const { page, t } = staff
    await page.locator('.variant__stock').click()
    await page.getByRole('link', { name: t('admin.restock.order_this') }).click()
    await page.getByLabel(t('admin.restock.quantity'), { exact: true }).fill('3')
    await page.getByLabel(t('admin.restock.cost')).fill('5.200.000')
    await staff.assertFits()
    await page.getByRole('button', { name: t('admin.restock.place') }).click()
    await told(staff, 'admin.restock.notice.ordered')

    await page.getByLabel(t('admin.restock.reception_note')).fill('SJ-001')
    await receive(staff, { [kBass.sku]: 1 })
    await told(staff, 'admin.restock.notice.received')
    await page.locator('.badge--restock-partially_received').waitFor()
    await page.getByText(t('admin.restock.received_of', { received: 1, quantity: 3 })).waitFor()
    await receive(staff)
    await page.locator('.badge--restock-received').waitFor()
    await page.getByText(t('admin.restock.received_of', { received: 3, quantity: 3 })).waitFor()
    await staff.assertFits()

    await page.locator('.receive__lines').getByRole('link', { name: kBass.name }).click()
    await untilEqual(() => stockOnPage(staff), { on_hand: '3', reserved: '0', free: '3' })
    const changes = async () => (await page.locator('.movements__change').allInnerTexts()).map(text => text.match(/[+−]\d+/)[0])
    await untilEqual(changes, ['+2', '+1'])
    await staff.assertFits()
  }

  async function stockOnPage({ page, t }) {
    const figure = async name => page.locator('.stock-figures > div', { has: page.getByText(t(`admin.stock.${name}`), { exact: true }) }).locator('dd').innerText()
    return { on_hand: await figure('on_hand'), reserved: await figure('reserved'), free: await figure('free') }
  }

  /** From the page of its stock to the product in the shop. */
  async function photographAndPublish(staff) {
    const { page, t } = staff
    await page.getByRole('link', { name: t('admin.stock.to_product') }).click()
    await page.getByRole('link', { name: t('admin.edit.to_pictures') }).click()
    // The telephone asks whether to take a photo or to choose one; either way the page gets a file.
    const asked = page.waitForEvent('filechooser')
    await page.getByText(t('admin.pictures.choose'), { exact: true }).tap()
    const chooser = await asked
    assert.match(await chooser.element().getAttribute('accept'), /image\/jpeg.*image\/heic/)
    await chooser.setFiles(await photoFile('IMG_20261129_093015.jpg', 1200, 1600, 7))
    await page.locator('.upload--stored').waitFor({ timeout: 60_000 })
    await picturesReady(page, 1)
    await staff.assertFits()

    await page.getByRole('link', { name: t('admin.stock.to_product') }).click()
    await page.getByLabel(t('admin.edit.field.description_id')).fill('Bass untuk panggung.')
    await page.getByLabel(t('admin.edit.field.description_en')).fill('A bass for the stage.')
    await page.getByRole('radio', { name: t('admin.products.state.active') }).check()
    await save(page)
    await told(staff, 'admin.edit.notice.saved')
    await page.getByRole('link', { name: t('admin.pictures.in_shop') }).click()
    await page.getByRole('heading', { level: 1 }).getByText(kBass.name).waitFor()
    await page.locator('.gallery__frame img').evaluate(image => image.decode())
    await staff.assertFits()
  }

  /** By the search of the shop. What is new is found once the index knows it. */
  async function openByName({ page }, name) {
    await page.locator('#search-field').fill(name)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/products\?q=/)
    const found = page.getByRole('main').getByRole('link', { name: new RegExp(escape(name)) }).first()
    await until(`"${name}" is found`, async () => await found.count() > 0 || (await page.reload(), false), { withinMs: 30_000 })
    await found.click()
    await page.waitForURL('**/product/**')
  }

  async function buyBassAndCable(guest, buyer) {
    const { page, t } = guest
    await page.goto('/')
    await openByName(guest, kBass.name)
    await page.getByRole('button', { name: t('catalog.product.add') }).click()
    await page.getByRole('dialog').getByRole('button', { name: t('cart.drawer.close') }).click()
    await openByName(guest, kCheap.name)
    await addAndCheckOut(guest)
    await fillCheckout(guest, buyer, { method: 'midtrans' })
    await placeOrder(guest)
    await endPayment(guest, shop, 'pay')
    await awaitPaymentState(guest, 'paid')
    return orderNumberOn(page)
  }

  function assertSays(paper, texts) {
    const printed = pagesOf(paper)[0].replace(/\s+/g, ' ')
    for (const text of texts) assert.ok(printed.includes(text), `"${text}" is missing: ${printed}`)
  }

  /** Answers what a scanner reads from the label. */
  async function packAndPrint(staff, number, buyer) {
    const { page, t } = staff
    await page.locator('.menu > summary').tap()
    await page.getByRole('link', { name: t('layout.admin') }).click()
    await goTo(staff, 'orders')
    await staff.assertFits()
    await page.getByRole('link', { name: number }).click()
    await page.getByRole('button', { name: t('admin.order.process') }).click()
    await told(staff, 'admin.notice.processing')

    const paper = name => fileBehind(page, '**/*.pdf', () => page.getByRole('link', { name: t(name), exact: true }).click())
    const list = await paper('admin.print.packing_list')
    assert.equal(list.status, 200)
    assertSays(list.bytes, [number, kBass.sku, kBass.name, kCheap.name])

    const label = await paper('admin.print.label')
    assert.equal(label.status, 200)
    assert.deepEqual(sizeOf(label.bytes), [100, 150])
    assertSays(label.bytes, [number, buyer.name, buyer.street])
    return codesOn(label.bytes).find(([kind]) => kind === 'QR-Code')[1]
  }

  /** The camera reads the label's code, the scanner that of the courier's sticker. */
  async function handOver(staff, number, code) {
    const { page, t } = staff
    await page.goto(code)
    await staff.assertFits()
    await page.getByRole('link', { name: t('orders.tracking.to_admin') }).click()
    await page.getByRole('heading', { name: number }).waitFor()
    await page.getByLabel(t('admin.ship.tracking_number')).tap()
    await scan(staff, kResi)
    await told(staff, 'admin.notice.shipped')
    await page.locator('.badge--shipped').first().waitFor()
    const { bytes } = await fileBehind(page, '**/label.pdf**', () => page.getByRole('link', { name: t('admin.print.parcel_label') }).click())
    assert.ok(codesOn(bytes).some(([, read]) => read === kResi), 'the courier reads its own number from the label')
  }

  async function giveBackTheCable(staff) {
    const { page, t } = staff
    await page.getByRole('link', { name: t('admin.refund.begin') }).click()
    await page.getByRole('spinbutton', { name: new RegExp(kCheap.name) }).fill('1')
    await page.getByLabel(t('admin.refund.reason'), { exact: true }).fill('Kabelnya putus')
    await staff.assertFits()
    await confirmRefund(staff)
    await awaitRefund(staff, 'succeeded')
    await page.locator('.badge--money-partially_refunded').waitFor()
    const line = page.locator('.goods__line', { hasText: kCheap.name })
    await line.getByText(t('admin.refund.refunded_of', { refunded: 1, bought: 1 })).waitFor()
    await staff.assertFits()
  }

  test('goods go from the supplier to the buyer, and one of them back, by one person with a phone', async () => {
    const staff = await staffMember(browser, shop, { window: 'phone' })
    await staff.page.goto('/admin')
    await writeDown(staff)
    await orderAndReceive(staff)
    await photographAndPublish(staff)

    const guest = await openWindow(browser, shop, { window: 'phone', theme: 'light', language: 'en' })
    const buyer = buyerNamed('Rangga Pratama')
    const number = await buyBassAndCable(guest, buyer)
    await handOver(staff, number, await packAndPrint(staff, number, buyer))
    await orderMail(shop, buyer, guest, 'shipped')
    await guest.page.reload()
    await guest.page.getByText(kResi).first().waitFor()

    await giveBackTheCable(staff)
    await orderMail(shop, buyer, guest, 'refunded')
    await awaitPaymentState(guest, 'partially_refunded')
    await goTo(staff, 'stock')
    await staff.page.getByLabel(staff.t('admin.stock.search')).fill(kBass.sku)
    await staff.page.keyboard.press('Enter')
    await staff.page.getByRole('link', { name: kBass.name }).click()
    await untilEqual(() => stockOnPage(staff), { on_hand: '2', reserved: '0', free: '2' })
    await guest.leave()
    await staff.leave()
    const audit = await shop.run(['audit'])
    assert.equal(audit.status, 0, audit.stdout + audit.stderr)
  })
})
