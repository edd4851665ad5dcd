// Staff give money back: the errand at a phone and a laptop, with and without JavaScript, to what the buyer then sees.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { atSandbox, awaitOrder, awaitQuiet, buy, takeVariant } from '../http/errand.mjs'
import { until, untilEqual } from '../support/poll.mjs'
import { assertAccessible } from './accessibility.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { awaitRefund, confirmRefund, staffMember } from './staff.mjs'

describe('refunds', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  async function paidOrder(method = 'qris') {
    const bought = await buy(shop, { variant: await takeVariant(shop, 10), quantity: 3 })
    await atSandbox(shop, bought.reference, 'pay', { method })
    await awaitOrder(shop, bought.number, { payment: 'paid' })
    await awaitQuiet(shop)
    return bought
  }

  async function openForm(staff, number) {
    await staff.page.goto(`/admin/orders/${number}`)
    await staff.page.getByRole('link', { name: staff.t('admin.refund.begin') }).click()
    await staff.page.waitForURL('**/refunds/new')
  }

  for (const javaScript of [true, false])
    for (const window of ['phone', 'laptop'])
      test(`a piece and the shipping cost go back, ${window}, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
        const { number, order, variant } = await paidOrder()
        const staff = await staffMember(browser, shop, { window, javaScript, theme: window === 'phone' ? 'dark' : 'light' })
        const { page, t } = staff
        await openForm(staff, number)
        if (javaScript) await assertAccessible(staff)
        await staff.assertFits()
        await page.locator('input[type=number]').first().fill('1')
        await page.getByRole('checkbox', { name: /Ongkos kirim|Shipping/ }).check()
        await page.getByLabel(t('admin.refund.reason'), { exact: true }).fill('Warna salah')
        const amount = order.total - 2 * variant.price
        const words = amount.toLocaleString('id-ID')
        if (javaScript) assert.ok((await page.locator('[data-total]').innerText()).includes(words))
        await page.getByRole('button', { name: t('admin.refund.check') }).click()
        const confirm = page.locator('button[name=accepted_total]')
        await confirm.waitFor()
        assert.ok((await confirm.innerText()).includes(words))
        if (javaScript) await assertAccessible(staff)
        await staff.assertFits()
        await confirm.click()
        await page.getByText(t('admin.notice.refund_requested')).waitFor()
        await awaitRefund(staff, 'succeeded')
        if (javaScript) await assertAccessible(staff)
        await staff.assertFits()
        await staff.leave()
        assert.equal((await shop.run(['audit'])).status, 0)
      })

  test('what a bank transfer cannot give back is transferred by hand, on a phone', async () => {
    const { number } = await paidOrder('bca_va')
    const staff = await staffMember(browser, shop, { window: 'phone' })
    const { page, t } = staff
    await openForm(staff, number)
    await page.getByLabel(new RegExp(t('admin.refund.extra').replace(/[()]/g, '\\$&'))).fill('50.000')
    await page.getByLabel(t('admin.refund.reason'), { exact: true }).fill('Lecet')
    await confirmRefund(staff)
    await awaitRefund(staff, 'by_hand')
    await assertAccessible(staff)
    await staff.assertFits()
    await page.getByLabel(t('admin.refund.transfer_reference')).fill('BCA-123456')
    await page.getByRole('button', { name: t('admin.refund.transferred') }).click()
    await page.getByText(t('admin.notice.transferred')).waitFor()
    await untilEqual(() => page.locator('.badge--refund-succeeded').count(), 1)
    await staff.leave()
  })

  test('money nobody needed goes back from the overview', async () => {
    const { number, reference, visitor } = await buy(shop)
    await visitor.post(`/api/v1/orders/${number}/cancellation`)
    await atSandbox(shop, reference, 'pay', { force: 1, method: 'qris' })
    await until('staff see it', async () =>
      (await shop.sql("SELECT 1 FROM staff_tasks WHERE kind = 'payment_must_go_back'")).length === 1)
    const staff = await staffMember(browser, shop, { window: 'phone' })
    await staff.page.goto('/admin')
    await assertAccessible(staff)
    await staff.assertFits()
    await staff.page.locator('.rows__action summary').click()
    await staff.page.getByText(staff.t('admin.transfers.no_undo')).waitFor()
    await assertAccessible(staff)
    await staff.assertFits()
    await staff.page.locator('.rows__action button').click()
    await staff.page.getByText(staff.t('admin.notice.refund_requested')).waitFor()
    await staff.leave()
  })

  test('an order that money came too late for says what is next, and leads to its button', async () => {
    const { number, reference, visitor } = await buy(shop)
    await visitor.post(`/api/v1/orders/${number}/cancellation`)
    await atSandbox(shop, reference, 'pay', { force: 1, method: 'qris' })
    await until('staff see it', async () => (await shop.sql(
      `SELECT 1 FROM staff_tasks t JOIN orders o ON o.id = t.order_id WHERE o.number = '${number}' AND t.kind = 'payment_must_go_back'`)).length === 1)
    const staff = await staffMember(browser, shop, { window: 'phone' })
    const { page, t } = staff
    await page.goto(`/admin/orders/${number}`)
    await assertAccessible(staff)
    await staff.assertFits()
    await page.locator('.box--next').getByRole('link', { name: t('admin.next.to_payment') }).click()
    await page.waitForURL('**#payment-1')
    await page.locator('#payment-1 .confirm-step summary').click()
    await page.locator('#payment-1 .confirm-step button').click()
    await page.getByText(t('admin.notice.refund_requested')).waitFor()
    assert.equal(await page.locator('.next-step').count(), 0)
    await staff.leave()
  })
})
