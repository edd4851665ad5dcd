// What a member of the staff meets at the stock besides success: a colleague was faster, something is mistyped, work is
// given up. At a phone and a laptop.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe } from 'node:test'
import { stockOf, takeVariant } from '../http/errand.mjs'
import { assertInOrder, errandsAtBothWidths } from './both_widths.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { noticed, press, receive, unfold } from './staff.mjs'

describe("the stock's screens", () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  const atBothWidths = errandsAtBothWidths(() => ({ shop, browser }))

  const onHand = async ({ id }) => (await stockOf(shop, id)).onHand
  const done = answer => assert.equal(answer.status, 303, answer.text())

  atBothWidths('a correction of what a colleague has corrected meanwhile is asked for again', async (staff, colleague) => {
    const { page, t } = staff
    const variant = await takeVariant(shop, 7)
    const number = page.getByLabel(t('admin.stock.number'), { exact: true })
    await page.goto(`/admin/stock/${variant.id}`)
    done(await colleague.post(`/admin/stock/${variant.id}/corrections`, {
      form: { seen: 7, form_key: randomUUID(), mode: 'less', number: 2, cause: 'damaged' } }))
    await page.getByRole('radio', { name: t('admin.stock.mode.less') }).check()
    await number.fill('3')
    await page.getByLabel(t('admin.stock.cause'), { exact: true }).selectOption('lost')
    await press(staff, 'admin.stock.correct_it')
    await page.getByRole('heading', { name: t('admin.stock.changed', { seen: 7, now: 5 }) }).waitFor()
    assert.equal(await number.inputValue(), '3')
    assert.equal(await onHand(variant), 5)
    await assertInOrder(staff)
    await press(staff, 'admin.stock.correct_it')
    await noticed(staff, 'admin.stock.notice.corrected')
    assert.equal(await onHand(variant), 2)
  }, { refusals: [409] })

  // Stock-takes -------------------------------------------------------------------------------------------------------

  const startTake = async colleague => {
    const answer = await colleague.post('/admin/stock/takes', { form: { scope: 'all', form_key: randomUUID() } })
    done(answer)
    return answer.headers.location.match(/\d+$/)[0]
  }
  const count = async (colleague, take, { sku }, quantity) =>
    done(await colleague.post(`/admin/stock/takes/${take}/counts`, { form: { sku, quantity, form_key: randomUUID() } }))

  atBothWidths('a stock-take that a colleague counts on is looked at again before it is applied', async (staff, colleague) => {
    const { page, t } = staff
    const variant = await takeVariant(shop, 7)
    const take = await startTake(colleague)
    await count(colleague, take, variant, 3)
    await page.goto(`/admin/stock/takes/${take}/review`)
    await page.getByText(t('admin.take.expected_counted', { expected: 7, counted: 3 })).waitFor()
    await count(colleague, take, variant, 1)
    await press(staff, 'admin.take.apply')
    await page.getByRole('heading', { name: t('admin.take.error.changed') }).waitFor()
    await page.getByText(t('admin.take.expected_counted', { expected: 7, counted: 4 })).waitFor()
    assert.equal(await onHand(variant), 7)
    await assertInOrder(staff)
    await press(staff, 'admin.take.apply')
    await noticed(staff, 'admin.take.notice.applied')
    assert.equal(await onHand(variant), 4)
  }, { refusals: [409] })

  atBothWidths('a stock-take that is cancelled changes no stock', async (staff, colleague) => {
    const { page } = staff
    const variant = await takeVariant(shop, 7)
    const take = await startTake(colleague)
    await count(colleague, take, variant, 3)
    await page.goto(`/admin/stock/takes/${take}/review`)
    await unfold(staff, 'admin.take.cancel')
    await press(staff, 'admin.take.cancel_confirm')
    await noticed(staff, 'admin.take.notice.cancelled')
    assert.deepEqual(await shop.sql(`SELECT state FROM stock_takes WHERE id = ${take}`), [['cancelled']])
    assert.equal(await onHand(variant), 7)
  })

  // Orders to suppliers -----------------------------------------------------------------------------------------------

  const lines = (variant, quantity) => [['row', variant.id], [`quantity_${variant.id}`, quantity], [`cost_${variant.id}`, '50.000']]
  /** Of nine pieces: its number. `action`: save or place. */
  const order = async (colleague, variant, action) => {
    const answer = await colleague.post('/admin/restock', {
      form: [['supplier', 1], ['form_key', randomUUID()], ['do', action], ...lines(variant, 9)] })
    done(answer)
    return answer.headers.location.match(/PO-\d{4}-\d{4,}/)[0]
  }
  const stored = async number => {
    const [[id, version, state, note, line, quantity]] = await shop.sql(
      `SELECT o.id, o.version, o.state, o.note, l.id, l.quantity FROM purchase_orders o
       JOIN purchase_order_lines l ON l.purchase_order_id = o.id WHERE o.number = '${number}'`)
    return { id, version, state, note, line, quantity: Number(quantity) }
  }
  const receiveFour = async (colleague, number) => {
    const { version, line } = await stored(number)
    done(await colleague.post(`/admin/restock/${number}/receptions`, {
      form: { version, form_key: randomUUID(), note: 'SJ-1', [`received_${line}`]: 4 } }))
  }
  const quantity = ({ page }, variant) => page.locator(`[name=quantity_${variant.id}]`)

  atBothWidths('the draft of an order to a supplier is changed', async (staff, colleague) => {
    const { page, t } = staff
    const variant = await takeVariant(shop, 0)
    const number = await order(colleague, variant, 'save')
    await page.goto(`/admin/restock/${number}`)
    await quantity(staff, variant).fill('12')
    await page.locator('[data-total]', { hasText: 'Rp\u00a0600.000' }).waitFor()
    // As the server reads it.
    await page.locator(`[name=cost_${variant.id}]`).fill('50.000,00')
    await page.locator('[data-total]', { hasText: /^Rp\u00a00$/ }).waitFor()
    await page.locator(`[name=cost_${variant.id}]`).fill('Rp. 50 000')
    await page.locator('[data-total]', { hasText: 'Rp\u00a0600.000' }).waitFor()
    await page.getByLabel(t('admin.restock.note')).fill('Kirim pagi')
    await press(staff, 'admin.restock.save_draft')
    await noticed(staff, 'admin.edit.notice.saved')
    assert.equal(await quantity(staff, variant).inputValue(), '12')
    const { state, note, quantity: kept } = await stored(number)
    assert.deepEqual([state, note, kept], ['draft', 'Kirim pagi', 12])
  })

  atBothWidths('a draft with a mistake in it is not stored, and the mistake is still there to be mended', async (staff, colleague) => {
    const { page } = staff
    const variant = await takeVariant(shop, 0)
    const number = await order(colleague, variant, 'save')
    await page.goto(`/admin/restock/${number}`)
    await quantity(staff, variant).fill('lusin')
    await press(staff, 'admin.restock.save_draft')
    await page.getByRole('alert').first().waitFor()
    assert.equal(await quantity(staff, variant).inputValue(), 'lusin')
    assert.equal(await quantity(staff, variant).getAttribute('aria-invalid'), 'true')
    assert.equal((await stored(number)).quantity, 9)
  }, { refusals: [422] })

  atBothWidths('of two who change one draft the second sees both before the first is replaced', async (staff, colleague) => {
    const { page, t } = staff
    const variant = await takeVariant(shop, 0)
    const number = await order(colleague, variant, 'save')
    await page.goto(`/admin/restock/${number}`)
    const { version } = await stored(number)
    done(await colleague.post(`/admin/restock/${number}`, { form: [['version', version], ['supplier', 1], ['do', 'save'], ...lines(variant, 5)] }))
    await quantity(staff, variant).fill('12')
    await press(staff, 'admin.restock.save_draft')
    const told = page.locator('.confirm-box', { hasText: t('admin.restock.conflict_text') })
    await told.getByText(`5 × ${variant.sku}`).waitFor()
    assert.equal(await quantity(staff, variant).inputValue(), '12')
    assert.equal((await stored(number)).quantity, 5)
    await assertInOrder(staff)
    await press(staff, 'admin.restock.save_draft')
    await noticed(staff, 'admin.edit.notice.saved')
    assert.equal((await stored(number)).quantity, 12)
  }, { refusals: [409] })

  atBothWidths('a delivery that a colleague has received meanwhile is not received again unseen', async (staff, colleague) => {
    const { page, t } = staff
    const variant = await takeVariant(shop, 0)
    const number = await order(colleague, variant, 'place')
    await page.goto(`/admin/restock/${number}`)
    await receiveFour(colleague, number)
    await receive(staff, { [variant.sku]: 4 })
    await noticed(staff, 'admin.restock.error.changed')
    await page.getByText(t('admin.restock.received_of', { received: 4, quantity: 9 })).waitFor()
    assert.equal(await page.getByLabel(t('admin.restock.came_of', { sku: variant.sku })).inputValue(), '4')
    assert.equal(await onHand(variant), 4)
  }, { refusals: [409] })

  atBothWidths('an order to a supplier is cancelled', async (staff, colleague) => {
    const { page } = staff
    const variant = await takeVariant(shop, 0)
    const number = await order(colleague, variant, 'place')
    await page.goto(`/admin/restock/${number}`)
    await unfold(staff, 'admin.restock.cancel')
    await press(staff, 'admin.restock.cancel_confirm')
    await noticed(staff, 'admin.restock.notice.cancelled')
    await page.locator('.badge--restock-cancelled').waitFor()
    assert.equal((await stored(number)).state, 'cancelled')
  })

  atBothWidths('what a supplier still owes is not waited for any more', async (staff, colleague) => {
    const { page, t } = staff
    const variant = await takeVariant(shop, 0)
    const number = await order(colleague, variant, 'place')
    await receiveFour(colleague, number)
    await page.goto(`/admin/restock/${number}`)
    await unfold(staff, 'admin.restock.close')
    await press(staff, 'admin.restock.close_confirm')
    await noticed(staff, 'admin.restock.notice.closed')
    await page.locator('.order-head__facts').getByText(t('admin.restock.short')).waitFor()
    assert.equal((await stored(number)).state, 'received')
    assert.equal(await onHand(variant), 4)
  })
})
