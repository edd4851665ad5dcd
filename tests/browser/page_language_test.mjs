// Pages that their address shows in another language than the visitor's, and pages of what is gone.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { until } from '../support/poll.mjs'
import { words } from '../support/texts.mjs'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'
import { assertOneLanguage } from './one_language.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

const kStrat = '/product/fender-player-ii-stratocaster'
const english = words('en')

describe('pages in the language of their address', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  /** Everything on the page in front of an Indonesian visitor is English. */
  const assertEnglish = person => assertOneLanguage({ page: person.page, language: 'en' })

  for (const window of ['phone', 'laptop']) {
    test(`what is fetched into an English page is English, and English can be kept (${window})`, async () => {
      const person = await openWindow(browser, shop, { window, language: 'id' })
      const { page } = person
      await page.goto(`${kStrat}?lang=en`)
      await assertEnglish(person)
      await person.assertFits()
      await assertAccessible(person)

      await page.locator('main a[data-live]').filter({ hasText: 'Black' }).first().click()
      await page.waitForURL(/variant=\d+&lang=en/)
      await page.getByRole('button', { name: english('catalog.product.add'), exact: true }).first().click()
      await page.getByRole('dialog').getByText(english('cart.drawer.title')).waitFor()
      await assertEnglish(person)
      await page.keyboard.press('Escape')
      const back = await page.locator('form[action="/language"] [name=return_to]').evaluateAll(fields => fields.map(({ value }) => value))
      assert.ok(back.every(path => /^\/product\/[^?]+\?variant=\d+$/.test(path)), back.join(' '))

      await page.getByRole('button', { name: english('layout.language_keep') }).click()
      await page.waitForURL(url => url.pathname === kStrat && !url.searchParams.has('lang'))
      await page.goto('/cart')
      assert.equal(await page.locator('html').getAttribute('lang'), 'en')
      await person.leave()
    })
  }

  test('suggestions on an English page are English', async () => {
    const person = await openWindow(browser, shop, { language: 'id' })
    await person.page.goto('/?lang=en')
    await person.page.locator('#search-field').pressSequentially('guitar', { delay: 15 })
    await person.page.getByRole('option', { name: 'Guitars', exact: true }).waitFor()
    await person.leave()
  })

  test('an Indonesian page does not pass for an English one', async () => {
    const person = await openWindow(browser, shop, { language: 'id' })
    await person.page.goto(kStrat)
    await assert.rejects(assertEnglish(person), /other language/)
    await person.leave()
  })

  for (const language of ['id', 'en']) {
    test(`the page of a product that is no longer sold is a page like any other (${language})`, async () => {
      await shop.sql("UPDATE products SET state = 'archived' WHERE slug = 'cort-ac100'; UPDATE catalogue_version SET version = version + 1 WHERE id = 1")
      await until('it is gone', async () => (await fetch(`${shop.url}/product/cort-ac100`)).status === 410)
      const person = await openWindow(browser, shop, { window: 'phone', theme: 'light', language })
      person.expectComplaint(/status of 410/)
      await person.page.goto('/product/cort-ac100')
      await person.page.getByRole('heading', { name: person.t('catalog.gone.product') }).waitFor()
      await person.assertFits()
      await assertOneLanguage(person)
      await assertAccessible(person)
      await person.leave()
    })
  }
})
