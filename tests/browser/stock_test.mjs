// Staff count the stock with a scanner and receive what a supplier sends: at a phone and a laptop, with and without JavaScript.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { stockOf, takeVariant } from '../http/errand.mjs'
import { until, untilEqual } from '../support/poll.mjs'
import { assertAccessible } from './accessibility.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { receive, scan, staffMember } from './staff.mjs'

describe('the stock', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  async function startTake({ page, t }) {
    await page.goto('/admin/stock/takes')
    await page.getByRole('button', { name: t('admin.take.start'), exact: true }).click()
    await page.waitForURL(/\/admin\/stock\/takes\/\d+$/)
    return page.url().match(/\d+$/)[0]
  }
  const focused = page => page.evaluate(() => document.activeElement.id)
  const counted = async (take, variant) => {
    const [[number] = ['0']] = await shop.sql(`SELECT counted FROM stock_take_lines WHERE stock_take_id = ${take} AND variant_id = ${variant.id}`)
    return Number(number)
  }

  for (const window of ['phone', 'laptop'])
    test(`scans follow one another without the field being left, ${window}`, async () => {
      const variant = await takeVariant(shop, 7), other = await takeVariant(shop, 2)
      const staff = await staffMember(browser, shop, { window, theme: window === 'phone' ? 'dark' : 'light' })
      const { page, t } = staff
      const take = await startTake(staff)
      await untilEqual(() => focused(page), 'field-sku')
      for (const sku of [variant.sku, variant.sku, other.sku, variant.sku]) await scan(staff, sku)
      await page.getByText(t('admin.take.counted', { sku: variant.sku, total: 3 })).waitFor()
      await untilEqual(() => focused(page), 'field-sku')

      staff.expectComplaint(/status of 422/)
      await scan(staff, 'TIDAK-ADA')
      await page.getByText(t('admin.take.error.unknown', { sku: 'TIDAK-ADA' })).waitFor()
      await untilEqual(() => focused(page), 'field-sku')
      await assertAccessible(staff)
      await staff.assertFits()

      await page.getByLabel(t('admin.restock.quantity')).fill('2')
      await page.getByLabel(t('admin.take.sku')).fill(other.sku)
      await page.keyboard.press('Enter')
      await page.getByText(t('admin.take.counted', { sku: other.sku, total: 3 })).waitFor()
      await page.getByRole('button', { name: `${t('admin.take.undo')} ${other.sku} +2` }).click()
      await page.getByText(t('admin.take.counted', { sku: other.sku, total: 1 })).waitFor()
      await page.reload()
      assert.equal(await counted(take, variant), 3)

      await page.getByRole('link', { name: t('admin.take.to_review') }).click()
      await page.getByText(t('admin.take.expected_counted', { expected: 7, counted: 3 })).waitFor()
      await assertAccessible(staff)
      await staff.assertFits()
      await page.getByRole('button', { name: t('admin.take.apply') }).click()
      await page.getByText(t('admin.take.notice.applied')).waitFor()
      assert.deepEqual(await stockOf(shop, variant.id), { onHand: 3, reserved: 0 })
      assert.deepEqual(await stockOf(shop, other.id), { onHand: 1, reserved: 0 })
      await staff.leave()
    })

  test('a scan whose answer is lost counts once', async () => {
    const variant = await takeVariant(shop, 7)
    const staff = await staffMember(browser, shop, { window: 'phone' })
    const { page, t } = staff
    const take = await startTake(staff)
    let lost = 0
    staff.expectComplaint(/counts: net::ERR|ERR_CONNECTION|Failed to load/)
    await page.route('**/counts', async route => {
      if (lost++ > 0) return route.continue()
      await route.fetch({ maxRedirects: 0 })
      await route.abort('connectionreset')
    })
    await scan(staff, variant.sku)
    await until('it is sent again', () => lost > 1, { withinMs: 10_000 })
    await page.getByText(t('admin.take.so_far', { variants: 1, pieces: 1 })).waitFor()
    assert.equal(await counted(take, variant), 1)
    await staff.leave()
  })

  test('a scan that finds the session ended is counted after the login', async () => {
    const variant = await takeVariant(shop, 7)
    const staff = await staffMember(browser, shop, { window: 'phone' })
    const { page, t } = staff
    const take = await startTake(staff)
    await untilEqual(() => focused(page), 'field-sku')
    await shop.sql("UPDATE sessions SET expires_at = 1 WHERE user_id = (SELECT id FROM users WHERE email = 'staf@hurtrock.com')")
    await scan(staff, variant.sku)
    await page.waitForURL('**/login?return_to=**')
    await page.getByText(t('accounts.login.notice.unsent')).waitFor()
    await staff.assertFits()
    assert.equal(await counted(take, variant), 0)
    await page.getByLabel(t('accounts.email')).fill('staf@hurtrock.com')
    await page.getByLabel(t('accounts.password')).fill('staf12345')
    await page.getByRole('main').getByRole('button', { name: t('accounts.login.submit') }).click()
    await page.waitForURL(`**/admin/stock/takes/${take}`)
    await page.getByText(t('admin.take.so_far', { variants: 1, pieces: 1 })).waitFor()
    assert.equal(await counted(take, variant), 1)
    await page.reload()
    await page.getByText(t('admin.take.so_far', { variants: 1, pieces: 1 })).waitFor()
    assert.equal(await counted(take, variant), 1)
    await staff.leave()
  })

  test('without JavaScript every scan is a form', async () => {
    const variant = await takeVariant(shop, 7)
    const staff = await staffMember(browser, shop, { window: 'phone', javaScript: false })
    const { page, t } = staff
    const take = await startTake(staff)
    for (const total of [1, 2]) {
      await page.locator('#field-sku').fill(variant.sku)
      await page.locator('#field-sku').press('Enter')
      await page.getByText(t('admin.take.counted', { sku: variant.sku, total })).waitFor()
    }
    await page.locator('#field-sku').fill('TIDAK-ADA')
    staff.expectComplaint(/status of 422/)
    await page.locator('#field-sku').press('Enter')
    await page.getByText(t('admin.take.error.unknown', { sku: 'TIDAK-ADA' })).waitFor()
    await staff.assertFits()
    assert.equal(await counted(take, variant), 2)
    await staff.leave()
  })

  for (const [window, javaScript] of [['phone', true], ['laptop', false]])
    test(`what is low is ordered, arrives in parts and is in stock, ${window}, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
      const [[variant, sku]] = await shop.sql(
        `SELECT v.id, v.sku FROM stock_levels s JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = v.product_id
         WHERE s.on_hand = 0 AND p.supplier_id IS NOT NULL AND v.state = 'active' AND p.state = 'active' ORDER BY v.id LIMIT 1`)
      const more = await takeVariant(shop, 0)
      const staff = await staffMember(browser, shop, { window, javaScript, theme: javaScript ? 'light' : 'dark' })
      const { page, t } = staff
      await page.goto(`/admin/stock?q=${sku}`)
      await page.getByRole('checkbox', { name: t('admin.products.choose', { name: sku }) }).check()
      await page.getByRole('button', { name: t('admin.restock.these') }).click()
      await page.waitForURL('**/admin/restock/new**')
      await page.getByLabel(t('admin.restock.add_sku')).fill(more.sku)
      await page.getByRole('button', { name: t('admin.restock.add'), exact: true }).click()
      await page.locator(`[name=quantity_${more.id}]`).fill('4')
      await page.locator(`[name=quantity_${variant}]`).fill('3')
      await page.locator(`[name=cost_${variant}]`).fill('1.250.000')
      if (javaScript) await assertAccessible(staff)
      await staff.assertFits()
      await page.getByRole('button', { name: t('admin.restock.place') }).click()
      await page.getByText(t('admin.restock.notice.ordered')).waitFor()

      await receive(staff, { [sku]: 1 })
      await page.getByText(t('admin.restock.notice.received')).waitFor()
      assert.equal((await stockOf(shop, variant)).onHand, 1)
      staff.expectComplaint(/status of 422/)
      await receive(staff, { [more.sku]: 5 })
      await page.getByLabel(t('admin.restock.more_is_right')).check()
      if (javaScript) await assertAccessible(staff)
      await staff.assertFits()
      await page.getByRole('button', { name: t('admin.restock.receive') }).click()
      await page.getByText(t('admin.restock.notice.received')).waitFor()
      await receive(staff)
      await page.getByText(t('admin.restock.notice.received')).waitFor()
      await page.locator('.badge--restock-received').waitFor()
      assert.equal((await stockOf(shop, variant)).onHand, 3)
      assert.equal((await stockOf(shop, more.id)).onHand, 5)
      await staff.leave()
      assert.equal((await shop.run(['audit'])).status, 0)
    })
})
