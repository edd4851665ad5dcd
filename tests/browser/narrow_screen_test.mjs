// The narrowest window that pages have to fit without being scrolled sideways: 320 px (WCAG 2.2, 1.4.10). That is also what a
// window of 1280 px comes to for whoever has it four times as large.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { staffMember } from './staff.mjs'

const kNarrowest = { width: 320, height: 640 }
const kShop = [
  '/', '/products', '/products?q=gitar', '/cart', '/checkout', '/wishlist', '/compare', '/compare?with=fender-player-ii-stratocaster',
  '/shipping?variant=1', '/store-info', '/profile', '/product/fender-player-ii-stratocaster', '/product/fender-player-ii-stratocaster/reviews',
]
const kAdmin = [
  '/admin', '/admin/search?q=gitar', '/admin/orders', '/admin/drafts', '/admin/drafts/new', '/admin/products', '/admin/products/1',
  '/admin/products/1/images', '/admin/categories', '/admin/suppliers', '/admin/imports', '/admin/stock', '/admin/stock/1', '/admin/stock/takes',
  '/admin/restock', '/admin/restock/new?supplier=1', '/admin/chat', '/admin/reviews', '/admin/payments', '/admin/payments/transactions',
  '/admin/payments/transfers', '/admin/analytics', '/admin/analytics?kind=stock', '/admin/shipping', '/admin/mail',
]

describe('the narrowest window', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened), { chat: true })

  test('no page is wider than it', async () => {
    const staff = await staffMember(browser, shop, { window: 'phone' })
    await staff.page.setViewportSize(kNarrowest)
    const [[order]] = await shop.sql("SELECT number FROM orders WHERE payment_state = 'paid' ORDER BY id LIMIT 1")
    for (const path of [...kShop, ...kAdmin, `/admin/orders/${order}`, `/admin/orders/${order}/refunds/new`]) {
      const answer = await staff.page.goto(path)
      assert.equal(answer.status(), 200, path)
      await staff.assertFits()
    }
    await staff.leave()
  })
})
