// An admin sets up the ways to pay, on a phone and on a laptop.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buy } from '../http/errand.mjs'
import { until } from '../support/poll.mjs'
import { assertAccessible } from './accessibility.mjs'
import { assertInOrder, errandsAtBothWidths } from './both_widths.mjs'
import { openWindow } from './browser.mjs'
import { logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { noticed, openFilters } from './staff.mjs'

describe('payment settings', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  for (const [window, javaScript] of [['phone', true], ['laptop', true], ['laptop', false]])
    test(`keys are entered, tested and removed, ${window}, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
      const admin = await openWindow(browser, shop, { window, javaScript, theme: 'light' })
      const { page, t } = admin
      await logIn(admin, 'admin@hurtrock.com', 'admin123')
      await page.goto('/admin/payments')
      const midtrans = page.locator('#midtrans')
      const key = midtrans.getByLabel(t('admin.payments.key.midtrans.secret_key'))
      await key.fill('Mid-client-wrong-kind')
      admin.expectComplaint(/status of 422/)
      await midtrans.getByRole('button', { name: t('admin.payments.save') }).click()
      await midtrans.getByText(t('admin.payments.error.midtrans.secret_key')).first().waitFor()
      assert.equal(await key.inputValue(), '', 'a key is never shown again')
      await key.fill('SB-Mid-server-hurtrock-local')
      await midtrans.getByRole('button', { name: t('admin.payments.save') }).click()
      await page.getByText(t('admin.payments.notice.saved')).waitFor()
      await until('the end of the key is shown', async () => /…ocal/.test(await midtrans.innerText()))
      await midtrans.getByRole('button', { name: t('admin.payments.check') }).click()
      await midtrans.getByText(t('admin.payments.found.works')).waitFor()
      if (javaScript) await assertAccessible(admin)
      await admin.assertFits()
      await midtrans.locator('summary').click()
      await midtrans.getByRole('button', { name: t('admin.payments.remove_confirm') }).click()
      await page.getByText(t('admin.payments.notice.keys_removed')).waitFor()
      await admin.leave()
    })

  const atBothWidths = errandsAtBothWidths(() => ({ shop, browser }), 'admin')
  atBothWidths('who is overtaken by a colleague keeps what was typed, sees what is stored, and decides', async person => {
    const { page, t } = person
    await page.goto('/admin/payments')
    const box = page.locator('#bank_transfer')
    const save = () => box.getByRole('button', { name: t('admin.payments.save') }).click()
    await shop.sql("UPDATE payment_settings SET maximum_total = 9100000, version = version + 1 WHERE provider = 'bank_transfer'")
    const typed = { maximum_total: '8.200.000', bank_1: 'Bank Uji', number_1: '1234567890', holder_1: 'PT Uji' }
    const field = name => page.locator(`#field-bank_transfer-${name}`)
    for (const [name, value] of Object.entries(typed)) await field(name).fill(value)
    await save()
    await noticed(person, 'admin.payments.refused.changed')
    await box.locator('.facts dd', { hasText: '9.100.000' }).waitFor()
    for (const [name, value] of Object.entries(typed)) assert.equal(await field(name).inputValue(), value, name)
    await assertInOrder(person)
    await save()
    await noticed(person, 'admin.payments.notice.saved')
    assert.deepEqual(await shop.sql("SELECT maximum_total FROM payment_settings WHERE provider = 'bank_transfer'"), [['8200000']])
  }, { refusals: [409] })

  test('staff find a payment by its method and state', async () => {
    const { number } = await buy(shop, { method: 'cod' })
    const staff = await openWindow(browser, shop, { window: 'phone' })
    const { page, t } = staff
    await logIn(staff, 'staf@hurtrock.com', 'staf12345')
    await page.goto('/admin/payments')
    assert.equal(await page.getByRole('button', { name: t('admin.payments.save') }).count(), 0)
    await page.getByRole('link', { name: t('admin.payments.transactions') }).click()
    await openFilters(staff)
    await page.getByLabel(t('admin.payments.provider')).selectOption('cod')
    await page.getByLabel(t('admin.payments.state')).selectOption('pending')
    await page.getByRole('button', { name: t('admin.orders.show') }).click()
    await page.getByRole('link', { name: number }).waitFor()
    await assertAccessible(staff)
    await staff.assertFits()
    await staff.leave()
  })
})
