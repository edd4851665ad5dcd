// The filters of the staff's lists on a phone: out of the way of the rows until somebody wants them.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertAccessible } from './accessibility.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { openFilters, staffMember } from './staff.mjs'

describe('filters of a list', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  const toggle = page => page.locator('.filters__switch > summary')

  for (const javaScript of [true, false])
    test(`stand behind a button on a phone, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
      const staff = await staffMember(browser, shop, { window: 'phone', javaScript })
      const { page, t } = staff
      await page.goto('/admin/products')
      assert.equal(await page.locator('#field-brand').isVisible(), false)
      assert.equal(await page.locator('#field-q').isVisible(), true)
      assert.equal(await toggle(page).innerText(), t('admin.filters'))
      const third = await page.locator('.product-rows__row').nth(2).boundingBox()
      assert.ok(third.y < page.viewportSize().height, `the third row begins at ${third.y}`)
      await staff.assertFits()

      await openFilters(staff)
      await page.locator('#field-brand').selectOption({ index: 1 })
      await page.getByRole('button', { name: t('admin.products.show'), exact: true }).click()
      await page.waitForURL(/brand=\d/)
      assert.equal(await toggle(page).innerText(), t('admin.filters_set', { n: 1 }))
      assert.equal(await page.locator('#field-brand').isVisible(), true, 'what is set is in sight')
      if (javaScript) await assertAccessible(staff)
      await staff.assertFits()
      await staff.leave()
    })

  test('are in sight on a wide screen, without the button', async () => {
    const staff = await staffMember(browser, shop, { window: 'laptop' })
    const { page } = staff
    await page.goto('/admin/orders')
    assert.equal(await toggle(page).isVisible(), false)
    assert.equal(await page.locator('#field-payment').isVisible(), true)
    await staff.leave()
  })

  test('however many are kept, they take one line of a phone', async () => {
    const staff = await staffMember(browser, shop, { window: 'phone' })
    const { page } = staff
    const [[id]] = await shop.sql("SELECT id FROM users WHERE email = 'staf@hurtrock.com'")
    for (let n = 1; n <= 12; ++n)
      await shop.sql(`INSERT INTO saved_filters (owner_id, list, name, query, shared, created_at)
        VALUES (${id}, 'orders', 'Simpanan ${n}', 'state=paid', 0, ${n})`)
    await page.goto('/admin/orders')
    const bar = await page.locator('.saved-filters__chips').boundingBox()
    assert.ok(bar.height < 100, `${bar.height} px`)
    await assertAccessible(staff)
    await staff.assertFits()
    await page.getByRole('link', { name: 'Simpanan 12' }).click()
    await page.waitForURL('**/admin/orders?state=paid')
    await shop.sql('DELETE FROM saved_filters')
    await staff.leave()
  })
})
