// A guest transfers by hand and sends a proof; staff match it. On a phone and a laptop.

import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { photo } from '../support/photos.mjs'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'
import { awaitPaymentState, buyerNamed, fillCheckout, goToCheckoutWith, kCheap, logIn, orderNumberOn, placeOrder } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('bank transfers', () => {
  let shop, browser, picture
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  before(async () => {
    picture = { name: 'bukti.jpg', mimeType: 'image/jpeg', buffer: await photo('jpg', 300, 520) }
    const admin = await openWindow(browser, shop)
    await logIn(admin, 'admin@hurtrock.com', 'admin123')
    await admin.page.goto('/admin/payments')
    const box = admin.page.locator('#bank_transfer')
    await box.getByLabel(admin.t('admin.payments.enabled')).check()
    await box.getByLabel(admin.t('admin.payments.bank'), { exact: false }).first().fill('BCA')
    await box.getByLabel(admin.t('admin.payments.account_number'), { exact: false }).first().fill('1234567890')
    await box.getByLabel(admin.t('admin.payments.account_holder'), { exact: false }).first().fill('Hurtrock Music Store')
    await box.getByRole('button', { name: admin.t('admin.payments.save') }).click()
    await admin.page.getByText(admin.t('admin.payments.notice.saved')).waitFor()
    await admin.leave()
  })

  for (const [window, javaScript] of [['phone', true], ['laptop', false]])
    test(`from the checkout to the confirmed money, ${window}, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
      const guest = await openWindow(browser, shop, { window, javaScript })
      const { page, t } = guest
      await goToCheckoutWith(guest, kCheap.slug)
      await fillCheckout(guest, buyerNamed(`Transfer ${window}`), { method: 'bank_transfer' })
      await placeOrder(guest)
      await page.waitForURL('**/orders/HRT-**')
      await page.getByText('1234567890', { exact: true }).waitFor()
      assert.equal(await page.getByRole('button', { name: t('orders.copy_amount') }).count(), javaScript ? 1 : 0)
      const amount = await page.locator('.transfer__amount strong').innerText()
      if (javaScript) await assertAccessible(guest)
      await guest.assertFits()

      await page.getByRole('link', { name: t('orders.send_proof') }).click()
      await page.getByLabel(t('checkout.proof.bank')).fill('BCA')
      await page.getByLabel(t('checkout.proof.name')).fill('Budi Santoso')
      await page.getByLabel(t('checkout.proof.file')).setInputFiles(picture)
      if (javaScript) await assertAccessible(guest)
      await guest.assertFits()
      await page.getByRole('button', { name: t('checkout.proof.send') }).click()
      await page.getByText(t('orders.notice.proof_sent')).waitFor()
      const number = orderNumberOn(page)

      const staff = await openWindow(browser, shop, { window, javaScript, theme: 'light' })
      await logIn(staff, 'staf@hurtrock.com', 'staf12345')
      await staff.page.goto('/admin/payments/transfers')
      const transfer = staff.page.locator('.transfer', { hasText: number })
      await transfer.locator('img').evaluate(image => image.decode())
      if (javaScript) await assertAccessible(staff)
      await staff.assertFits()
      await transfer.getByLabel(staff.t('admin.transfers.received')).fill(amount)
      await transfer.getByRole('button', { name: staff.t('admin.transfers.confirm') }).click()
      await staff.page.getByText(staff.t('admin.transfers.notice.confirmed')).waitFor()
      await staff.leave()
      await awaitPaymentState(guest, 'paid')
      await guest.leave()
    })

  for (const [window, javaScript] of [['phone', true], ['laptop', false]])
    test(`a transfer that falls short, its rest and a friendly shop, ${window}, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
      const guest = await openWindow(browser, shop, { window, javaScript })
      await goToCheckoutWith(guest, kCheap.slug)
      await fillCheckout(guest, buyerNamed(`Kurang ${window}`), { method: 'bank_transfer' })
      await placeOrder(guest)
      await guest.page.waitForURL('**/orders/HRT-**')
      const number = orderNumberOn(guest.page)
      const total = Number((await guest.page.locator('.transfer__amount strong').innerText()).replace(/\D/g, ''))

      const staff = await openWindow(browser, shop, { window, javaScript, theme: 'light' })
      const transfer = staff.page.locator('.transfer', { hasText: number })
      const open = summary => transfer.locator('summary', { hasText: staff.t(summary) }).click()
      const press = name => transfer.getByRole('button', { name: staff.t(name) }).click()
      const noticed = name => staff.page.getByText(staff.t(name)).waitFor()
      await logIn(staff, 'staf@hurtrock.com', 'staf12345')
      await staff.page.goto('/admin/payments/transfers')
      await transfer.getByLabel(staff.t('admin.transfers.received')).fill(String(total - 30_000))
      await press('admin.transfers.confirm')
      await noticed('admin.transfers.notice.mismatch')
      for (const summary of ['admin.transfers.correct', 'admin.transfers.rest', 'admin.transfers.give_back']) await open(summary)
      if (javaScript) await assertAccessible(staff)
      await staff.assertFits()

      await guest.page.reload()
      await guest.page.getByText(guest.t('orders.transfer_missing')).waitFor()
      assert.match(await guest.page.locator('.payment__state').innerText(), /30\.000/)
      assert.equal(Number((await guest.page.locator('.transfer__amount strong').innerText()).replace(/\D/g, '')), 30_000)
      if (javaScript) await assertAccessible(guest)
      await guest.assertFits()

      await transfer.getByLabel(staff.t('admin.transfers.rest_amount')).fill('29.500')
      await press('admin.transfers.rest_confirm')
      await noticed('admin.transfers.notice.mismatch')
      await staff.page.goto(`/admin/orders/${number}`)
      await staff.page.locator('.next-step').getByRole('link', { name: staff.t('admin.transfers.decide') }).click()
      await staff.page.waitForURL(/\/admin\/payments\/transfers\?q=(.+)#\1$/)
      await staff.page.goto('/admin')
      await staff.page.locator('.rows__row', { hasText: number }).getByRole('link', { name: staff.t('admin.transfers.decide') }).click()
      await open('admin.transfers.accept')
      await staff.page.getByText(staff.t('admin.transfers.no_undo')).waitFor()
      await transfer.getByLabel(staff.t('admin.transfers.loss_reason')).fill('Potongan bank')
      if (javaScript) await assertAccessible(staff)
      await staff.assertFits()
      await press('admin.transfers.accept_confirm')
      await noticed('admin.transfers.notice.confirmed')
      await staff.leave()
      await awaitPaymentState(guest, 'paid')
      await guest.leave()
    })
})
