import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { buy, micros, takeUnreviewedVariant } from '../http/errand.mjs'
import { loggedIn } from '../http/people.mjs'
import { photo } from '../support/photos.mjs'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'
import { logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('reviews', () => {
  let shop, browser, variant, number
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  before(async () => {
    const visitor = await loggedIn(shop, 'buyer')
    variant = await takeUnreviewedVariant(shop)
    ;({ number } = await buy(shop, { visitor, variant, method: 'cod' }))
    await shop.sql(`UPDATE orders SET state = 'delivered', delivered_at = ${micros()} WHERE number = '${number}'`)
  })

  test('a buyer writes on a phone, the staff publish, and a third person finds it helpful', async () => {
    const buyer = await openWindow(browser, shop, { window: 'phone', theme: 'light', language: 'en' })
    await logIn(buyer, 'pembeli@contoh.example', 'pembeli123')
    await buyer.page.goto(`/orders/${number}`)
    await buyer.page.getByRole('link', { name: buyer.t('orders.review') }).click()
    await buyer.page.waitForURL('**/review')
    buyer.expectComplaint(/status of 422/)
    await buyer.page.getByRole('button', { name: buyer.t('reviews.write.submit') }).click()
    await buyer.page.getByRole('alert').waitFor()
    await assertAccessible(buyer)
    await buyer.assertFits()
    await buyer.page.getByRole('radio', { name: buyer.t('reviews.stars', { n: 4 }) }).check({ force: true })
    await buyer.page.getByLabel(buyer.t('reviews.write.body'), { exact: true }).fill('Suaranya tebal dan necknya nyaman dipegang.')
    await buyer.page.getByLabel(buyer.t('reviews.write.add_photos')).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photo('jpg', 900, 700, 61) })
    await buyer.page.getByRole('button', { name: buyer.t('reviews.write.submit') }).click()
    await buyer.page.getByText(buyer.t('reviews.notice.saved')).waitFor()
    await assertAccessible(buyer)
    await buyer.assertFits()
    await buyer.leave()

    const staff = await openWindow(browser, shop)
    await logIn(staff, 'staf@hurtrock.com', 'staf12345')
    await staff.page.goto('/admin/reviews')
    await staff.page.getByRole('link', { name: /Sekar/ }).click()
    await staff.page.waitForURL(/admin\/reviews\/\d+/)
    await assertAccessible(staff)
    await staff.assertFits()
    await staff.page.getByRole('button', { name: staff.t('admin.reviews.publish') }).click()
    await staff.page.getByText(staff.t('admin.reviews.notice.published')).waitFor()

    await staff.page.goto(`/product/${variant.slug}`)
    const vote = staff.page.locator('.review__vote')
    await vote.click()
    await staff.page.locator('.review__vote[aria-pressed=true]', { hasText: '1' }).waitFor()
    await assertAccessible(staff)
    await staff.assertFits()
    await staff.leave()
    assert.deepEqual(await shop.sql('SELECT helpful_count FROM reviews ORDER BY id DESC LIMIT 1'), [['1']])
  })

  test('without JavaScript a vote is a form, and a guest is asked to log in', async () => {
    const guest = await openWindow(browser, shop, { javaScript: false })
    await guest.page.goto(`/product/${variant.slug}/reviews?sort=newest`)
    await guest.page.getByRole('link', { name: new RegExp(`^${guest.t('reviews.helpful')}`) }).click()
    await guest.page.waitForURL('**/login**')
    await guest.leave()
    const person = await openWindow(browser, shop, { javaScript: false })
    await logIn(person, 'admin@hurtrock.com', 'admin123')
    await person.page.goto(`/product/${variant.slug}/reviews`)
    await person.page.locator('.review__vote').click()
    await person.page.locator('.review__vote[aria-pressed=true]', { hasText: '2' }).waitFor()
    await person.leave()
  })
})
