// Hearts, the wish list and the comparison, as buyers use them.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { untilEqual } from '../support/poll.mjs'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'
import { kCheap, kGuitar, logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

const kStrat = 'fender-player-ii-stratocaster'
const kGuitarName = `${kGuitar.brand} ${kGuitar.name}`
const kCheapName = 'Boss BIC-10 Instrument Cable'

describe('the wish list and the comparison', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  const heart = page => page.locator('.ask .heart')
  const headerCount = page => page.locator('.tool--wishes [data-count]')
  const lists = (page, ...names) => untilEqual(() => page.locator('.wish__name').allInnerTexts(), names)

  async function wish(page, slug) {
    await page.goto(`/product/${slug}`)
    await heart(page).click()
    await page.locator('.ask .heart[aria-pressed=true]').waitFor()
  }

  for (const window of ['phone', 'laptop']) {
    test(`${window}: a heart on a card saves without leaving the page, says so, and moves nothing`, async () => {
      const person = await openWindow(browser, shop, { window })
      const { page, t } = person
      await page.goto('/categories/gitar')
      const hearts = page.locator('.card .heart')
      assert.equal(await hearts.first().getAttribute('aria-pressed'), 'false')
      assert.equal(await headerCount(page).isVisible(), false)
      const place = await hearts.first().boundingBox()
      await hearts.first().click()
      await page.locator('.card .heart[aria-pressed=true]').waitFor()
      await untilEqual(() => page.locator('#wishes [role=status]').innerText(), t('layout.wish_added'))
      await untilEqual(() => headerCount(page).innerText(), '1')
      assert.deepEqual(await hearts.first().boundingBox(), place)
      assert.match(page.url(), /\/categories\/gitar$/)
      await assertAccessible(person)

      await page.reload()
      // The page remembers.
      await untilEqual(() => hearts.first().getAttribute('aria-pressed'), 'true')
      await hearts.first().click()
      await page.locator('.card .heart[aria-pressed=true]').waitFor({ state: 'detached' })
      await untilEqual(() => page.locator('#wishes [role=status]').innerText(), t('layout.wish_removed'))
      await headerCount(page).waitFor({ state: 'hidden' })
      await person.leave()
    })

    for (const javaScript of [true, false]) {
      test(`${window}${javaScript ? '' : ' without JavaScript'}: saved, removed, put back, shared, and no longer shared`, async () => {
        const person = await openWindow(browser, shop, { window, javaScript, language: 'en' })
        const { page, t } = person
        for (const slug of [kGuitar.slug, kCheap.slug]) {
          if (javaScript) {
            await wish(page, slug)
          } else {
            await page.goto(`/product/${slug}`)
            await heart(page).click()
            await page.waitForURL('**/wishlist?notice=added')
          }
        }
        await page.goto('/')
        await page.locator('.tool--wishes').click()
        await lists(page, kCheapName, kGuitarName)
        await person.assertFits()

        await page.getByRole('button', { name: t('wishlist.remove_named', { name: kGuitarName }) }).click()
        await page.getByText(t('wishlist.removed', { name: kGuitarName })).waitFor()
        await lists(page, kCheapName)
        await page.getByRole('button', { name: t('wishlist.undo') }).click()
        await page.getByText(t('wishlist.notice.added')).waitFor()
        await lists(page, kGuitarName, kCheapName)

        await page.getByRole('button', { name: t('wishlist.share.start') }).click()
        const link = await page.getByLabel(t('wishlist.share.link')).inputValue()
        const friend = await openWindow(browser, shop, { window, javaScript })
        await friend.page.goto(link)
        await lists(friend.page, kGuitarName, kCheapName)
        assert.equal(await friend.page.locator('.line__remove').count(), 0)
        await friend.assertFits()

        await page.getByRole('button', { name: t('wishlist.share.stop') }).click()
        await page.getByText(t('wishlist.notice.not_shared')).waitFor()
        friend.expectComplaint(/status of 404/)
        assert.equal((await friend.page.goto(link)).status(), 404)
        await friend.leave()
        await person.leave()
      })
    }

    test(`${window}: what is wished for goes into the cart`, async () => {
      const person = await openWindow(browser, shop, { window })
      const { page, t } = person
      await wish(page, kCheap.slug)
      await page.goto('/wishlist')
      await page.getByRole('button', { name: `${t('wishlist.add')} ${kCheapName}` }).click()
      await page.getByRole('dialog').getByText(t('cart.drawer.title')).waitFor()
      await person.leave()
    })
  }

  test('a guest who logs in finds the list in the account, each thing once', async () => {
    const before = await openWindow(browser, shop)
    await logIn(before, 'pembeli@contoh.example', 'pembeli123')
    await wish(before.page, kGuitar.slug)
    await before.leave()

    const guest = await openWindow(browser, shop, { window: 'phone' })
    const { page, t } = guest
    await wish(page, kCheap.slug)
    await page.goto('/wishlist')
    await page.getByRole('link', { name: t('wishlist.log_in'), exact: true }).and(page.locator('.wishlist__guest a')).click()
    await page.getByLabel(t('accounts.email')).fill('pembeli@contoh.example')
    await page.getByLabel(t('accounts.password')).fill('pembeli123')
    await page.getByRole('main').getByRole('button', { name: t('accounts.login.submit') }).click()
    await page.waitForURL('**/wishlist')
    await lists(page, kCheapName, kGuitarName)
    await guest.leave()
  })

  test('two tabs of one guest fill one list, though one was opened before there was a session', async () => {
    const person = await openWindow(browser, shop)
    const first = person.page
    const second = await person.context.newPage()
    await first.goto(`/product/${kGuitar.slug}`)
    await second.goto(`/product/${kStrat}`)
    person.expectComplaint(/status of 403/) // The second learns the session's token from a refusal.
    for (const page of [first, second]) {
      await heart(page).click()
      await page.locator('.ask .heart[aria-pressed=true]').waitFor()
    }
    await untilEqual(() => headerCount(second).innerText(), '2')
    await first.goto('/wishlist')
    await untilEqual(() => first.locator('.wish__name').count(), 2)
    await person.leave()
  })

  test('a session that has ended costs the heart nothing', async () => {
    const person = await openWindow(browser, shop)
    const { page } = person
    await wish(page, kGuitar.slug)
    await page.goto(`/product/${kCheap.slug}`)
    await shop.sql('UPDATE sessions SET expires_at = 1')
    await heart(page).click()
    await page.locator('.ask .heart[aria-pressed=true]').waitFor()
    // It is a new list.
    await untilEqual(() => headerCount(page).innerText(), '1')
    await person.leave()
  })

  test('a full list is told on its page', async () => {
    const person = await openWindow(browser, shop)
    const { page, t } = person
    await wish(page, kGuitar.slug)
    await shop.sql(
      `INSERT INTO wishlist_items (wishlist_id, variant_id, price_then, added_at)
       SELECT l.id, v.id, v.price, 0 FROM (SELECT MAX(id) AS id FROM wishlists) l, variants v
       WHERE v.id NOT IN (SELECT variant_id FROM wishlist_items WHERE wishlist_id = l.id)
         AND v.product_id <> (SELECT id FROM products WHERE slug = '${kCheap.slug}') ORDER BY v.id LIMIT 99`)
    await page.goto(`/product/${kCheap.slug}`)
    person.expectComplaint(/status of 409/)
    await heart(page).click()
    await page.getByText(t('wishlist.notice.full', { n: 100 })).waitFor()
    await person.assertFits()
    await person.leave()
  })

  test('choosing another variant shows that variant\'s heart', async () => {
    const person = await openWindow(browser, shop)
    const { page } = person
    await wish(page, kStrat)
    await page.locator('.variants a:not([aria-current])').first().click()
    await page.locator('.ask .heart[aria-pressed=false]').waitFor()
    await page.goBack()
    await page.locator('.ask .heart[aria-pressed=true]').waitFor()
    await person.leave()
  })

  test('a heart is reached and pressed by keys', async () => {
    const person = await openWindow(browser, shop)
    const { page } = person
    await page.goto(`/product/${kGuitar.slug}`)
    await heart(page).focus()
    await page.keyboard.press('Space')
    await page.locator('.ask .heart[aria-pressed=true]').waitFor()
    await untilEqual(() => heart(page).evaluate(button => button === document.activeElement), true)
    await page.keyboard.press('Enter')
    await page.locator('.ask .heart[aria-pressed=false]').waitFor()
    await person.leave()
  })

  for (const window of ['phone', 'laptop']) {
    for (const javaScript of [true, false]) {
      test(`${window}${javaScript ? '' : ' without JavaScript'}: products are collected, compared, narrowed down and removed`, async () => {
        const person = await openWindow(browser, shop, { window, javaScript })
        const { page, t } = person
        const columns = page.locator('.compare__name')
        for (const slug of [kGuitar.slug, kStrat]) {
          await page.goto(`/product/${slug}`)
          await page.getByRole('button', { name: t('catalog.product.compare'), exact: true }).click()
          await page.waitForURL(`**/compare?**with=${slug}`)
        }
        assert.equal(await columns.count(), 2)
        await person.assertFits()
        const all = await page.locator('.compare__table tbody tr').count()
        await page.getByRole('link', { name: t('compare.differences') }).click()
        await page.waitForURL(/only=differences/)
        assert.ok(await page.locator('.compare__table tbody tr').count() < all)

        await page.getByLabel(t('compare.search')).fill('BIC-10')
        await page.getByRole('button', { name: t('compare.search_button') }).and(page.locator('.compare__field button')).click()
        await page.getByRole('button', { name: `${t('compare.add')} ${kCheapName}` }).first().click()
        await page.waitForURL(`**/compare?**with=${kCheap.slug}`)
        assert.equal(await columns.count(), 3)

        await page.getByRole('button', { name: t('compare.remove', { name: kGuitarName }) }).click()
        await page.waitForURL(url => !url.search.includes(kGuitar.slug))
        assert.equal(await columns.count(), 2)
        await page.goto('/compare')
        assert.equal(await columns.count(), 2, 'it is kept')
        await person.leave()
      })
    }
  }

  test('on a phone the table scrolls under its first column, by keys as well', async () => {
    const person = await openWindow(browser, shop, { window: 'phone' })
    const { page } = person
    await page.goto(`/compare?with=${kGuitar.slug}&with=${kStrat}&with=${kCheap.slug}`)
    const table = page.locator('.compare__scroll')
    const heading = page.locator('.compare__table th[scope=row]').first()
    const { x } = await heading.boundingBox()
    await table.focus()
    await page.keyboard.press('ArrowRight')
    await page.waitForFunction(() => document.querySelector('.compare__scroll').scrollLeft > 0)
    assert.equal((await heading.boundingBox()).x, x)
    await person.assertFits()
    await person.leave()
  })

  test('a card in a list has a button that compares', async () => {
    const person = await openWindow(browser, shop, { window: 'laptop' })
    const { page } = person
    await page.goto('/categories/gitar')
    await page.locator('.card__compare').first().click()
    await page.waitForURL('**/compare?with=**')
    assert.equal(await page.locator('.compare__name').count(), 1)
    await person.leave()
  })
})
