// Two members of the staff have the same page open. What the one has done is never undone unseen by the other: stock that
// both correct adds up, and the later of two decisions about a product or an order is shown the earlier one first.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertBooksAreRight, buy, stockOf, takeVariant } from '../http/errand.mjs'
import { until } from '../support/poll.mjs'
import { openWindow } from './browser.mjs'
import { logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { save } from './staff.mjs'

describe('two members of the staff at once', () => {
  let shop, browser, sari, admin
  after(async () => {
    await sari?.leave()
    await admin?.leave()
  })
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  before(async () => {
    sari = await openWindow(browser, shop, { window: 'phone' })
    await logIn(sari, 'staf@hurtrock.com', 'staf12345')
    admin = await openWindow(browser, shop, { window: 'laptop', theme: 'light', language: 'en' })
    await logIn(admin, 'admin@hurtrock.com', 'admin123')
    for (const person of [sari, admin]) person.expectComplaint(/status of 409/)
  })

  const bothOpen = path => Promise.all([sari, admin].map(person => person.page.goto(path)))
  const shows = (person, key, values) => person.page.getByText(person.t(key, values)).first().waitFor()

  test('two corrections of one stock add up, and the later one is told what the level is now', async () => {
    const variant = await takeVariant(shop, 7)
    await bothOpen(`/admin/stock/${variant.id}`)
    const correct = async ({ page, t }, mode, number, cause) => {
      await page.getByRole('radio', { name: t(`admin.stock.mode.${mode}`) }).check()
      await page.getByLabel(t('admin.stock.number'), { exact: true }).fill(number)
      await page.getByLabel(t('admin.stock.cause'), { exact: true }).selectOption(cause)
      await page.getByRole('button', { name: t('admin.stock.correct_it') }).click()
    }
    await correct(admin, 'less', '2', 'damaged')
    await shows(admin, 'admin.stock.notice.corrected')
    await correct(sari, 'more', '3', 'found')
    await shows(sari, 'admin.stock.changed', { seen: 7, now: 5 })
    await sari.assertFits()
    assert.equal(await sari.page.getByLabel(sari.t('admin.stock.number'), { exact: true }).inputValue(), '3')
    await sari.page.getByRole('button', { name: sari.t('admin.stock.correct_it') }).click()
    await shows(sari, 'admin.stock.notice.corrected')
    assert.deepEqual(await stockOf(shop, variant.id), { onHand: 8, reserved: 0 })
    await until('the latest movements are shown', async () => {
      const [latest, earlier] = await sari.page.locator('.movements__row').allInnerTexts()
      assert.match(latest, /\+3/)
      assert.match(earlier, /−2/)
      return true
    })
    await assertBooksAreRight(shop)
  })

  test('of two who save one product at the same moment, one is shown both values and decides', async () => {
    const { product } = await takeVariant(shop)
    await bothOpen(`/admin/products/${product}`)
    const name = person => person.page.getByLabel(person.t('admin.edit.field.name'))
    const written = new Map([[sari, 'Nama dari Sari'], [admin, 'Nama dari admin']])
    for (const [person, text] of written) await name(person).fill(text)
    await Promise.all([...written.keys()].map(person => save(person.page)))
    const wasStored = async person => {
      const [stored, refused] = [person.t('admin.edit.notice.saved'), person.t('admin.edit.conflict_text')]
      await person.page.getByText(stored).or(person.page.getByText(refused)).first().waitFor()
      return await person.page.getByText(stored).count() > 0
    }
    const outcomes = [await wasStored(sari), await wasStored(admin)]
    assert.deepEqual([...outcomes].sort(), [false, true])
    const [first, second] = outcomes[0] ? [sari, admin] : [admin, sari]
    await second.page.locator('.stored-note', { hasText: written.get(first) }).waitFor()
    assert.equal(await name(second).inputValue(), written.get(second))
    await second.assertFits()
    await save(second.page)
    await shows(second, 'admin.edit.notice.saved')
    const [[stored]] = await shop.sql(`SELECT name FROM products WHERE id = ${product}`)
    assert.equal(stored, written.get(second))
    const history = second.page.locator('.history')
    for (const text of written.values()) await history.getByText(text).first().waitFor()
  })

  test("who ships what a colleague has shipped in part keeps the tracking number, and sees the colleague's parcel", async () => {
    const { number } = await buy(shop, { variant: await takeVariant(shop), quantity: 3, method: 'cod' })
    await bothOpen(`/admin/orders/${number}`)
    const tracking = ({ page, t }) => page.locator('form[action$="/shipments"]').getByLabel(t('admin.ship.tracking_number'))
    const ship = ({ page, t }) => page.getByRole('button', { name: t('admin.ship.submit') }).click()
    await admin.page.locator('.pack__count input').fill('1')
    await tracking(admin).fill('JX0000000001')
    await ship(admin)
    await shows(admin, 'admin.notice.shipped')

    await tracking(sari).fill('JX0000000002')
    await ship(sari)
    await shows(sari, 'admin.refused.changed')
    await sari.page.getByText('JX0000000001').first().waitFor()
    assert.equal(await tracking(sari).inputValue(), 'JX0000000002')
    assert.equal(await sari.page.locator('.pack__count input').inputValue(), '2')
    await sari.assertFits()
    await ship(sari)
    await shows(sari, 'admin.notice.shipped')
    const parcels = await shop.sql(
      `SELECT s.tracking_number FROM shipments s JOIN orders o ON o.id = s.order_id WHERE o.number = '${number}' ORDER BY s.position`)
    assert.deepEqual(parcels.flat(), ['JX0000000001', 'JX0000000002'])
  })

  test('who ships all of what a colleague has just shipped sees that the own number is not the one on the parcel', async () => {
    const { number } = await buy(shop, { variant: await takeVariant(shop), method: 'cod' })
    await bothOpen(`/admin/orders/${number}`)
    for (const [person, resi] of [[admin, 'JX0000000004'], [sari, 'JX0000000005']]) {
      await person.page.getByLabel(person.t('admin.ship.tracking_number')).fill(resi)
      await person.page.getByRole('button', { name: person.t('admin.ship.submit') }).click()
      await shows(person, person === admin ? 'admin.notice.shipped' : 'admin.refused.changed')
    }
    await shows(sari, 'admin.ship.unrecorded', { resi: 'JX0000000005' })
    await sari.page.locator('.rows__code', { hasText: 'JX0000000004' }).waitFor()
    await sari.assertFits()
  })

  test('who cancels what a colleague has just shipped is told, and nothing is cancelled', async () => {
    const { number } = await buy(shop, { variant: await takeVariant(shop), method: 'cod' })
    await bothOpen(`/admin/orders/${number}`)
    await admin.page.getByLabel(admin.t('admin.ship.tracking_number')).fill('JX0000000003')
    await admin.page.getByRole('button', { name: admin.t('admin.ship.submit') }).click()
    await shows(admin, 'admin.notice.shipped')

    const { page, t } = sari
    await page.getByText(t('admin.order.cancel'), { exact: true }).click()
    await page.getByLabel(t('admin.order.cancel_reason'), { exact: true }).fill('Pembeli berubah pikiran')
    await page.getByRole('button', { name: t('admin.order.cancel_confirm') }).click()
    await page.locator('.notice--error').waitFor()
    await page.locator('.badge--shipped').first().waitFor()
    await page.getByText('JX0000000003').first().waitFor()
    await sari.assertFits()
  })
})
