// Looking at an instrument: its pictures, its variants, what it costs to have it sent.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { untilEqual } from '../support/poll.mjs'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'
import { kArea, kCheap, kGuitar } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

const kStrat = '/product/fender-player-ii-stratocaster'

describe('the page of a product', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  test('the bar at the bottom of a phone waits until the real button has left upwards', async () => {
    const person = await openWindow(browser, shop, { window: 'phone' })
    const { page } = person
    await page.goto(`/product/${kGuitar.slug}`)
    const isAway = away => page.waitForFunction(
      expected => document.querySelector('.buy-bar').classList.contains('buy-bar--away') === expected, away)
    await isAway(true)
    // However far one jumps.
    await page.evaluate(() => scrollTo(0, document.querySelector('#purchase-form').getBoundingClientRect().bottom + scrollY + 40))
    await isAway(false)
    await page.evaluate(() => scrollTo(0, 0))
    await isAway(true)
    await person.leave()
  })

  test('pictures are enlarged, turned over, zoomed and closed by keys, and the focus comes back', async () => {
    const person = await openWindow(browser, shop, { window: 'laptop' })
    const { page } = person
    await page.goto(`/product/${kGuitar.slug}`)
    await page.locator('a.gallery__frame').first().focus()
    await page.keyboard.press('Enter')
    await page.locator('.lightbox[open]').waitFor()
    await assertAccessible(person)
    await page.keyboard.press('ArrowRight')
    await page.locator('.lightbox__count', { hasText: /^2 \// }).waitFor()
    await page.keyboard.press('+')
    await page.locator('.lightbox__stage--zoomed').waitFor()
    await page.keyboard.press('0')
    await page.locator('.lightbox__stage:not(.lightbox__stage--zoomed)').waitFor()
    for (let stops = 0; stops < 12; ++stops) {
      await page.keyboard.press('Tab')
      assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest('.lightbox') !== null))
    }
    await page.keyboard.press('Escape')
    await page.locator('.lightbox:not([open])').waitFor({ state: 'attached' })
    await page.locator('.gallery__thumb[aria-current=true]').and(page.locator('[href="#picture-2"]')).waitFor()
    await untilEqual(() => page.evaluate(() => document.activeElement.id), 'picture-2')
    await person.leave()
  })

  test('a double tap enlarges, and a swipe turns to the next', async () => {
    const person = await openWindow(browser, shop, { window: 'phone' })
    const { page } = person
    await page.goto(`/product/${kGuitar.slug}`)
    await page.locator('a.gallery__frame').first().tap()
    const stage = page.locator('.lightbox__stage')
    await stage.evaluate(element => {
      const { left, top, width, height } = element.getBoundingClientRect()
      const [x, y] = [left + width / 2, top + height / 2]
      element.setPointerCapture = () => {} // These fingers are made up.
      const finger = (type, dx = 0) => element.querySelector('img').dispatchEvent(new PointerEvent(type, {
        pointerId: 7, pointerType: 'touch', clientX: x + dx, clientY: y, bubbles: true, cancelable: true, button: 0 }))
      finger('pointerdown'); finger('pointermove', -90); finger('pointerup', -90)
      finger('pointerdown'); finger('pointerup')
      finger('pointerdown'); finger('pointerup')
    })
    await page.locator('.lightbox__count', { hasText: /^2 \// }).waitFor()
    await page.locator('.lightbox__stage--zoomed').waitFor()
    await person.leave()
  })

  test('choosing changes price, SKU, pictures and address in place, keeps the focus, and Back undoes it', async () => {
    const person = await openWindow(browser, shop, { window: 'laptop' })
    const { page, t } = person
    await page.goto(kStrat)
    await page.evaluate(() => { window.sameDocument = true })
    const sku = await page.locator('.purchase__sku').textContent()
    const hand = page.locator('.variants nav').nth(1)
    const left = hand.locator('a').nth(1)
    const label = await left.locator('.variant__label').textContent()
    await left.focus()
    await page.keyboard.press('Enter')
    await hand.locator('[aria-current=true]', { hasText: label }).waitFor()
    await page.waitForURL(/\?variant=\d+$/)
    assert.notEqual(await page.locator('.purchase__sku').textContent(), sku)
    assert.match(await page.locator('.purchase .price__now').textContent(), /15\.500\.000/)
    await untilEqual(() => page.evaluate(() => document.activeElement.id), 'option-1-1')
    await page.locator('.product [role=status]', { hasText: label }).waitFor({ state: 'attached' })
    assert.ok(await page.getByText(t('catalog.product.elsewhere')).count() > 0, 'what does not exist says so')
    await page.goBack()
    await page.locator('.purchase__sku', { hasText: sku }).waitFor()
    await page.goForward()
    await hand.locator('[aria-current=true]', { hasText: label }).waitFor()
    assert.equal(await page.evaluate(() => window.sameDocument), true)
    await person.leave()
  })

  for (const window of ['phone', 'laptop']) {
    test(`the price of sending it is told, and the next product and the checkout know the area (${window})`, async () => {
      const person = await openWindow(browser, shop, { window })
      const { page, t } = person
      await page.goto(`/product/${kGuitar.slug}`)
      await page.getByRole('combobox', { name: t('checkout.area') }).pressSequentially(kArea.search, { delay: 15 })
      await page.getByRole('option', { name: kArea.option }).filter({ hasText: kArea.city }).first().click()
      await page.locator('.quote').nth(2).waitFor()
      await assertAccessible(person)
      await person.assertFits()
      await page.goto(`/product/${kCheap.slug}`)
      await page.locator('.quotes__to', { hasText: kArea.option }).waitFor()
      await page.locator('.purchase__add').click()
      await page.getByRole('dialog').getByRole('link', { name: t('cart.checkout') }).click()
      await page.waitForURL('**/checkout')
      assert.match(await page.getByRole('combobox', { name: t('checkout.area') }).inputValue(), kArea.option)
      await untilEqual(() => page.locator('[name=shipping_service]:checked').count(), 1)
      await person.leave()
    })
  }

  test('a list of areas that is cut asks to type more', async () => {
    const person = await openWindow(browser, shop, { window: 'phone' })
    const { page, t } = person
    await page.goto(`/product/${kGuitar.slug}`)
    const field = page.getByRole('combobox', { name: t('checkout.area') })
    await field.pressSequentially('sukajadi', { delay: 15 })
    await page.locator('.combobox__note', { hasText: t('checkout.area_more') }).waitFor()
    await untilEqual(() => page.getByRole('option').count(), 12)
    await assertAccessible(person)
    await person.assertFits()
    await field.fill('coblong')
    await page.getByRole('option', { name: /Dago/ }).waitFor()
    await page.locator('.combobox__note').waitFor({ state: 'detached' })
    await person.leave()
  })

  test('without scripts, links and forms do all of it', async () => {
    const person = await openWindow(browser, shop, { javaScript: false })
    const { page, t } = person
    await page.goto(kStrat)
    await page.locator('.variants nav').nth(1).locator('a').nth(1).click()
    await page.waitForURL(/variant=\d+/)
    await page.getByLabel(t('checkout.area')).fill(kArea.search)
    // By the keyboard: the way into the chat may lie above it where nothing scrolls by itself.
    await page.getByRole('button', { name: t('catalog.delivery.check') }).press('Enter')
    await page.getByRole('link', { name: kArea.option }).first().click()
    await page.locator('.quote').nth(2).waitFor()
    await person.leave()
  })

  test('what was looked at before is shown, newest first, until it is cleared', async () => {
    const person = await openWindow(browser, shop, { window: 'laptop' })
    const { page, t } = person
    await page.goto(`/product/${kGuitar.slug}`)
    await page.goto(`/product/${kCheap.slug}`)
    await page.goto(kStrat)
    const shelf = page.locator('.shelf')
    await shelf.scrollIntoViewIfNeeded()
    await shelf.locator('.card').first().waitFor()
    await untilEqual(() => shelf.locator('.card__name a').evaluateAll(links => links.map(link => link.getAttribute('href'))),
                     [`/product/${kCheap.slug}`, `/product/${kGuitar.slug}`])
    await page.goto('/cart')
    await page.locator('.shelf .card').nth(2).waitFor()
    await page.getByRole('button', { name: t('catalog.viewed.forget') }).click()
    await page.reload()
    assert.equal(await page.locator('.shelf').isVisible(), false)
    await person.leave()
  })

  test('on a phone the way into the cart stays in reach, once', async () => {
    const person = await openWindow(browser, shop, { window: 'phone' })
    const { page, t } = person
    await page.goto(`/product/${kCheap.slug}`)
    await page.locator('.product__details').scrollIntoViewIfNeeded()
    await page.locator('#related-title').scrollIntoViewIfNeeded()
    await page.getByRole('button', { name: t('catalog.product.add_short'), exact: true }).click()
    await page.getByRole('dialog').getByText(t('cart.drawer.title')).waitFor()
    await person.leave()
  })

  for (const theme of ['dark', 'light'])
    test(`nothing of the page shines through the cart's drawer, ${theme}`, async () => {
      const person = await openWindow(browser, shop, { window: 'phone', theme })
      const { page, t } = person
      await page.goto(`/product/${kGuitar.slug}`)
      await page.getByRole('button', { name: t('catalog.product.add'), exact: true }).click()
      await page.getByRole('dialog').getByText(t('cart.drawer.title')).waitFor()
      const ground = await page.locator('#cart-drawer').evaluate(drawer => getComputedStyle(drawer).backgroundColor)
      const [, , , alpha = 1] = ground.match(/[\d.]+/g).map(Number)
      assert.ok(alpha >= 0.95, ground)
      await person.leave()
    })
})
