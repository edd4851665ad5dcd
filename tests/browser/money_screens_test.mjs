// What a member of the staff meets where money is decided on besides success: an amount is mistyped, a proof is no good, a
// colleague was faster, money does not go back after all. At a phone and a laptop.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe } from 'node:test'
import { allowTransfers, atSandbox, awaitOrder, awaitQuiet, buy, micros, orderRow, takeVariant } from '../http/errand.mjs'
import { multipart } from '../http/multipart.mjs'
import { photo } from '../support/photos.mjs'
import { untilEqual } from '../support/poll.mjs'
import { assertInOrder, errandsAtBothWidths } from './both_widths.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { confirmRefund, noticed, press, unfold } from './staff.mjs'

describe("the money's screens", () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  before(() => allowTransfers(shop))
  const opened = () => ({ shop, browser })
  const atBothWidths = errandsAtBothWidths(opened)
  const asAdmin = errandsAtBothWidths(opened, 'admin')

  const done = answer => assert.equal(answer.status, 303, answer.text())
  const transferred = async () => buy(shop, { variant: await takeVariant(shop), method: 'bank_transfer' })
  /** The box of an order that waits for its transfer, on the page of them all. */
  const boxOf = ({ page }, { number }) => page.locator('.transfer', { hasText: number })
  const pressIn = (box, { t }, key) => box.getByRole('button', { name: t(key) }).click()
  const unfoldIn = (box, { t }, key) => box.locator('summary', { hasText: t(key) }).click()

  // Transfers ---------------------------------------------------------------------------------------------------------

  async function sendProof({ visitor, number }) {
    const { body, headers } = multipart({ sender_bank: 'BCA', sender_name: 'Budi Santoso' }, [['proof', 'bukti.jpg', await photo('jpg', 300, 520)]])
    done(await visitor.post(`/orders/${number}/transfer-proof`, { body, headers: { ...headers, Accept: 'text/html' } }))
  }

  atBothWidths('an amount that is none pays no transfer', async staff => {
    const { page, t } = staff
    const bought = await transferred()
    await page.goto('/admin/payments/transfers')
    const box = boxOf(staff, bought)
    await box.getByLabel(t('admin.transfers.received')).fill('seratus ribu')
    await pressIn(box, staff, 'admin.transfers.confirm')
    await box.getByRole('alert').getByText(t('admin.transfers.error.received')).waitFor()
    assert.equal(await box.getByLabel(t('admin.transfers.received')).inputValue(), 'seratus ribu')
    assert.equal((await orderRow(shop, bought.number)).state, 'pending')
  }, { refusals: [422] })

  atBothWidths('a transfer that a colleague has confirmed meanwhile is confirmed once', async (staff, colleague) => {
    const { page, t } = staff
    const bought = await transferred()
    await page.goto('/admin/payments/transfers')
    const box = boxOf(staff, bought)
    await box.getByLabel(t('admin.transfers.received')).fill(String(bought.order.total))
    done(await colleague.post(`/admin/payments/transfers/${bought.reference}/confirmation`, { form: { received: bought.order.total } }))
    await pressIn(box, staff, 'admin.transfers.confirm')
    await noticed(staff, 'admin.transfers.notice.already')
    assert.deepEqual(await shop.sql(`SELECT captured FROM payments WHERE reference = '${bought.reference}'`), [[String(bought.order.total)]])
  })

  atBothWidths('what lacks a little of an order that its buyer cancels meanwhile does not pay it', async (staff, colleague) => {
    const { page, t } = staff
    const bought = await transferred()
    done(await colleague.post(`/admin/payments/transfers/${bought.reference}/confirmation`, { form: { received: bought.order.total - 500 } }))
    await page.goto('/admin/payments/transfers')
    const box = boxOf(staff, bought)
    await unfoldIn(box, staff, 'admin.transfers.accept')
    await box.getByLabel(t('admin.transfers.loss_reason')).fill('Potongan bank')
    assert.equal((await bought.visitor.post(`/api/v1/orders/${bought.number}/cancellation`)).status, 200)
    await pressIn(box, staff, 'admin.transfers.accept_confirm')
    await noticed(staff, 'admin.transfers.refused.ended')
    await box.getByText(t('admin.transfers.ended')).waitFor()
    assert.equal((await orderRow(shop, bought.number)).state, 'cancelled')
  }, { refusals: [409] })

  atBothWidths('a proof that shows something else is declined, with a reason', async staff => {
    const { page, t } = staff
    const bought = await transferred()
    await sendProof(bought)
    await page.goto('/admin/payments/transfers')
    const box = boxOf(staff, bought)
    await unfoldIn(box, staff, 'admin.transfers.decline')
    await box.getByLabel(t('admin.transfers.reason')).fill('   ')
    await pressIn(box, staff, 'admin.transfers.decline_confirm')
    await box.getByRole('alert').getByText(t('http.field.required')).waitFor()
    await assertInOrder(staff)
    await box.getByLabel(t('admin.transfers.reason')).fill('Jumlahnya tidak terlihat')
    await pressIn(box, staff, 'admin.transfers.decline_confirm')
    await noticed(staff, 'admin.transfers.notice.declined')
    await box.getByText(t('admin.transfers.no_proof')).waitFor()
    assert.equal((await orderRow(shop, bought.number)).state, 'pending')
  }, { refusals: [422] })

  // Tasks and the ledger ----------------------------------------------------------------------------------------------

  atBothWidths('a task that is done is ticked off', async staff => {
    const { page, t } = staff
    const detail = `pembayaran-${randomUUID()}`
    await shop.sql(`INSERT INTO staff_tasks (task_key, kind, detail, created_at) VALUES ('${detail}', 'unknown_payment_reference', '${detail}', ${micros()})`)
    await page.goto('/admin/payments/transactions')
    const task = page.locator('#tasks .rows__row', { hasText: detail })
    await task.getByText(t('admin.task.unknown_payment_reference')).first().waitFor()
    await task.getByRole('button', { name: t('admin.payments.resolve') }).click()
    await noticed(staff, 'admin.payments.notice.resolved')
    await untilEqual(() => task.count(), 0)
    assert.deepEqual(
      await shop.sql(`SELECT u.email FROM staff_tasks t JOIN users u ON u.id = t.resolved_by WHERE t.task_key = '${detail}'`), [['staf@hurtrock.com']])
  })

  asAdmin('money that was moved is written down once it is told from where to where', async admin => {
    const { page, t } = admin
    const note = `Selisih kas ${admin.window}`
    const written = () => shop.sql(`SELECT credit, debit, amount FROM ledger_entries WHERE note = '${note}'`)
    const box = page.locator('#movement')
    const field = key => box.getByLabel(t(`admin.ledger.${key}`), { exact: true })
    await page.goto('/admin/payments/ledger')
    await unfold(admin, 'admin.ledger.write')
    await field('from').selectOption('losses')
    await field('to').selectOption('losses')
    await field('amount').fill('seribu')
    await field('note').fill(note)
    await pressIn(box, admin, 'admin.ledger.save')
    await box.getByRole('alert').getByText(t('admin.ledger.error.amount')).waitFor()
    await field('amount').fill('15.000')
    await pressIn(box, admin, 'admin.ledger.save')
    await box.getByRole('alert').getByText(t('admin.ledger.error.accounts')).waitFor()
    assert.equal(await field('note').inputValue(), note)
    assert.deepEqual(await written(), [])
    await assertInOrder(admin)
    await field('to').selectOption('cash')
    await pressIn(box, admin, 'admin.ledger.save')
    await noticed(admin, 'admin.ledger.notice.written')
    await page.locator('.rows__row', { hasText: note }).getByText('15.000').waitFor()
    assert.deepEqual(await written(), [['losses', 'cash', '15000']])
  }, { refusals: [422] })

  // Refunds -----------------------------------------------------------------------------------------------------------

  async function paidOrder() {
    const bought = await buy(shop, { variant: await takeVariant(shop, 10), quantity: 3 })
    await atSandbox(shop, bought.reference, 'pay', { method: 'qris' })
    await awaitOrder(shop, bought.number, { payment: 'paid' })
    await awaitQuiet(shop)
    return bought
  }
  const version = async number => (await shop.sql(`SELECT version FROM orders WHERE number = '${number}'`))[0][0]

  atBothWidths('who gives money back for an order that a colleague takes up meanwhile looks again', async (staff, colleague) => {
    const { page, t } = staff
    const { number } = await paidOrder()
    const reason = page.getByLabel(t('admin.refund.reason'), { exact: true })
    await page.goto(`/admin/orders/${number}/refunds/new`)
    await page.locator('input[type=number]').first().fill('1')
    await reason.fill('Warna salah')
    await press(staff, 'admin.refund.check')
    await page.locator('button[name=accepted_total]').waitFor()
    done(await colleague.post(`/admin/orders/${number}/processing`, { form: { version: await version(number) } }))
    await page.locator('button[name=accepted_total]').click()
    await noticed(staff, 'admin.refused.changed')
    assert.equal(await page.locator('input[type=number]').first().inputValue(), '1')
    assert.equal(await reason.inputValue(), 'Warna salah')
    await assertInOrder(staff)
    await confirmRefund(staff)
  }, { refusals: [409] })

  atBothWidths('a transfer to the buyer that is not made after all is withdrawn', async (staff, colleague) => {
    const { page, t } = staff
    const { number } = await paidOrder()
    done(await colleague.post(`/admin/orders/${number}/refunds`, {
      form: { version: await version(number), form_key: randomUUID(), extra: '10.000', reason: 'Lecet', by_hand: '1', accepted_total: '10000' } }))
    await page.goto(`/admin/orders/${number}`)
    await unfold(staff, 'admin.refund.give_up')
    await press(staff, 'admin.refund.give_up_confirm')
    await noticed(staff, 'admin.notice.refund_given_up')
    await page.locator('.badge--refund-failed').waitFor()
    await page.getByText(t('admin.refund.problem.given_up')).first().waitFor()
    assert.equal((await orderRow(shop, number)).payment, 'paid')
  })
})
