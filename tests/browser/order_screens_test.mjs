// What a member of the staff does at an order besides sending it, and how they find orders, figures and what was done: at a
// phone and a laptop.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import { describe } from 'node:test'
import { atSandbox, awaitOrder, awaitQuiet, buy, orderRow, stockOf, takeVariant } from '../http/errand.mjs'
import { untilEqual } from '../support/poll.mjs'
import { assertInOrder, errandsAtBothWidths } from './both_widths.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { noticed, openFilters, press, unfold } from './staff.mjs'

describe("the orders' screens", () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  const opened = () => ({ shop, browser })
  const atBothWidths = errandsAtBothWidths(opened)
  const asAdmin = errandsAtBothWidths(opened, 'admin')

  const done = answer => assert.equal(answer.status, 303, answer.text())
  const toPack = async () => buy(shop, { variant: await takeVariant(shop, 10), quantity: 2, method: 'cod' })

  atBothWidths('a note for the staff is written at an order, and an empty one is not', async staff => {
    const { page, t } = staff
    const { number } = await toPack()
    const field = page.getByLabel(t('admin.order.note_field'))
    await page.goto(`/admin/orders/${number}`)
    await unfold(staff, 'admin.order.add_note')
    await field.fill('   ')
    await press(staff, 'admin.order.note_save')
    await page.getByRole('alert').getByText(t('http.field.required')).waitFor()
    await assertInOrder(staff)
    await field.fill('Tidak diangkat, coba lagi sore')
    await press(staff, 'admin.order.note_save')
    await noticed(staff, 'admin.notice.noted')
    await page.locator('.history').getByText('Tidak diangkat, coba lagi sore').first().waitFor()
  }, { refusals: [422] })

  atBothWidths('a tracking number that cannot be one sends nothing', async staff => {
    const { page, t } = staff
    const { number } = await toPack()
    const tracking = page.getByLabel(t('admin.ship.tracking_number'))
    await page.goto(`/admin/orders/${number}`)
    await tracking.fill('x!')
    await press(staff, 'admin.ship.submit')
    await page.getByRole('alert').getByText(t('admin.ship.bad_tracking_number')).waitFor()
    assert.equal(await tracking.inputValue(), 'x!')
    assert.equal((await orderRow(shop, number)).state, 'processing')
  }, { refusals: [422] })

  atBothWidths('the name of a courier is asked for only where it is none of the list', async staff => {
    const { page, t } = staff
    const { number } = await toPack()
    const courier = page.locator('#field-courier'), name = page.getByLabel(t('admin.ship.courier_name'))
    await page.goto(`/admin/orders/${number}`)
    assert.equal(await name.isVisible(), false)
    await courier.selectOption('other')
    await name.waitFor()
    assert.equal(await page.locator('.field', { has: name }).getByText(t('layout.optional')).count(), 0)
    await page.getByLabel(t('admin.ship.tracking_number')).fill('LAIN0012345')
    await press(staff, 'admin.ship.submit')
    await page.getByRole('alert').getByText(t('http.field.required')).waitFor()
    await assertInOrder(staff)
    await name.fill('Kurir Sebelah')
    await press(staff, 'admin.ship.submit')
    await noticed(staff, 'admin.notice.shipped')
    await page.getByText('Kurir Sebelah').first().waitFor()
  }, { refusals: [422] })

  atBothWidths('an order is cancelled for a reason, and its goods are back', async staff => {
    const { page, t } = staff
    const { number, variant } = await toPack()
    const reason = page.getByLabel(t('admin.order.cancel_reason'), { exact: true })
    await page.goto(`/admin/orders/${number}`)
    await unfold(staff, 'admin.order.cancel')
    await reason.fill('   ')
    await press(staff, 'admin.order.cancel_confirm')
    await page.getByRole('alert').getByText(t('http.field.required')).waitFor()
    assert.equal((await orderRow(shop, number)).state, 'processing')
    await assertInOrder(staff)
    await reason.fill('Stok rusak')
    await press(staff, 'admin.order.cancel_confirm')
    await noticed(staff, 'admin.notice.cancelled')
    await page.locator('.order-head .badge--cancelled').waitFor()
    assert.deepEqual(await stockOf(shop, variant.id), { onHand: 10, reserved: 0 })
  }, { refusals: [422] })

  atBothWidths('who cancels what a colleague takes up meanwhile is told first, and keeps the reason', async (staff, colleague) => {
    const { page, t } = staff
    const { number, reference, variant } = await buy(shop, { variant: await takeVariant(shop, 10), quantity: 2 })
    await atSandbox(shop, reference, 'pay', { method: 'qris' })
    await awaitOrder(shop, number, { state: 'paid' })
    await awaitQuiet(shop)
    const reason = page.getByLabel(t('admin.order.cancel_reason'), { exact: true })
    await page.goto(`/admin/orders/${number}`)
    const [[version]] = await shop.sql(`SELECT version FROM orders WHERE number = '${number}'`)
    done(await colleague.post(`/admin/orders/${number}/processing`, { form: { version } }))
    await unfold(staff, 'admin.order.cancel')
    await reason.fill('Stok rusak')
    await press(staff, 'admin.order.cancel_confirm')
    await noticed(staff, 'admin.refused.changed')
    await page.locator('.order-head .badge--processing').waitFor()
    assert.equal(await reason.inputValue(), 'Stok rusak')
    await assertInOrder(staff)
    await press(staff, 'admin.order.cancel_confirm')
    await noticed(staff, 'admin.notice.cancelled')
    assert.deepEqual(await stockOf(shop, variant.id), { onHand: 10, reserved: 0 })
  }, { refusals: [409] })

  // Finding -----------------------------------------------------------------------------------------------------------

  const numbers = page => page.locator('.order-table__number a').allInnerTexts()

  atBothWidths('orders are narrowed down by their payment, and the filter is taken away again', async staff => {
    const { page, t } = staff
    await page.goto('/admin/orders')
    await openFilters(staff)
    await page.getByLabel(t('admin.orders.payment'), { exact: true }).selectOption('paid')
    await page.locator('.filters__buttons').getByRole('button', { name: t('admin.orders.show') }).click()
    await page.waitForURL(/payment=paid/)
    const rows = page.locator('.order-table__row')
    await rows.first().waitFor()
    assert.equal(await page.locator('.order-table__row .badge--money-paid').count(), await rows.count())
    assert.equal(await page.getByLabel(t('admin.orders.payment'), { exact: true }).inputValue(), 'paid')
    await assertInOrder(staff)
    await page.getByRole('link', { name: t('admin.orders.clear') }).click()
    await page.waitForURL(url => url.pathname === '/admin/orders' && !url.searchParams.has('payment'))
  })

  atBothWidths('a list of orders is turned to older ones and back', async staff => {
    const { page, t } = staff
    await page.goto('/admin/orders')
    const newest = await numbers(page)
    assert.equal(newest.length, 25)
    await page.getByRole('link', { name: t('admin.orders.older'), exact: true }).click()
    const back = page.getByRole('link', { name: t('admin.orders.newer'), exact: true })
    await back.waitFor()
    const older = await numbers(page)
    assert.ok(older.length > 0)
    assert.deepEqual(older.filter(number => newest.includes(number)), [])
    await assertInOrder(staff)
    await back.click()
    await untilEqual(() => numbers(page), newest)
  })

  atBothWidths('a report is of the days that are chosen, and so is its file', async staff => {
    const { page, t } = staff
    await page.goto('/admin/analytics')
    const range = page.getByRole('list', { name: t('admin.report.ranges') }).getByRole('link', { name: t('admin.report.range.last_90'), exact: true })
    await range.click()
    await page.locator('.report-ranges [aria-current=true]', { hasText: t('admin.report.range.last_90') }).waitFor()
    const [from, to] = await Promise.all(['from', 'to'].map(name => page.locator(`#field-${name}`).inputValue()))
    assert.equal((Date.parse(to) - Date.parse(from)) / 86_400_000, 89)
    const saving = page.waitForEvent('download')
    await page.getByRole('link', { name: t('admin.report.csv') }).click()
    const file = await saving
    assert.equal(file.suggestedFilename(), `hurtrock-time-${from}-${to}.csv`)
    const lines = fs.readFileSync(await file.path(), 'utf8').trim().split('\n')
    assert.equal(lines.length, 1 + await page.locator('.report tbody tr').count())
    await assertInOrder(staff)
    await page.locator('#field-to').fill(from)
    await page.locator('.filters__buttons').getByRole('button', { name: t('admin.orders.show') }).click()
    await page.waitForURL(url => url.searchParams.get('from') === from && url.searchParams.get('to') === from)
    assert.equal(await page.locator('.report-ranges [aria-current=true]').count(), 0)
  })

  asAdmin('what was done to one order is found in the log', async (admin, colleague) => {
    const { page, t } = admin
    const { number } = await toPack()
    const { number: other } = await toPack()
    for (const [order, text] of [[number, 'Catatan yang dicari'], [other, 'Catatan lain']])
      done(await colleague.post(`/admin/orders/${order}/notes`, { form: { staff_note: text, form_key: `${order}-1` } }))
    await page.goto('/admin/activity')
    await openFilters(admin)
    await page.getByLabel(t('admin.activity.kind'), { exact: true }).selectOption('order')
    await page.getByLabel(t('admin.activity.thing')).fill(number)
    await page.locator('.filters__buttons').getByRole('button', { name: t('admin.orders.show') }).click()
    await page.waitForURL(url => url.searchParams.get('thing') === number)
    const row = page.locator('.activity .history__row')
    await row.getByText('Catatan yang dicari').waitFor()
    assert.equal(await row.count(), 1)
    await row.getByRole('link', { name: number }).click()
    await page.waitForURL(`**/admin/orders/${number}`)
  })
})
