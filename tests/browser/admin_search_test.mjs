// The staff's one search field, with the keyboard, on a phone and without JavaScript.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'
import { kCheap, logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('the search of the admin', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  async function atOrders(manner) {
    const person = await openWindow(browser, shop, manner)
    await logIn(person, 'staf@hurtrock.com', 'staf12345')
    await person.page.goto('/admin/orders')
    return person
  }

  for (const key of ['/', 'Control+k']) {
    test(`${key} brings the field, arrows and Enter take a suggestion`, async () => {
      const person = await atOrders()
      const { page } = person
      await page.locator('.has-script').waitFor()
      await page.keyboard.press(key)
      assert.equal(await page.evaluate(() => document.activeElement.id), 'admin-search')
      await page.keyboard.type('BIC-10', { delay: 20 })
      await page.getByRole('option', { name: new RegExp(kCheap.name) }).first().waitFor()
      await assertAccessible(person)
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.waitForURL(/\/admin\/products\/\d+$/)
      await person.leave()
    })
  }

  test('a slash in a field is a slash', async () => {
    const person = await atOrders()
    const { page } = person
    await page.locator('#field-q').focus()
    await page.keyboard.type('INV/2026')
    assert.equal(await page.locator('#field-q').inputValue(), 'INV/2026')
    await person.leave()
  })

  test('the last suggestion shows all that was found', async () => {
    const person = await atOrders()
    const { page, t } = person
    await page.locator('#admin-search').fill('gitar')
    await page.getByRole('option', { name: t('layout.suggest.all', { text: 'gitar' }) }).click()
    await page.waitForURL('**/admin/search?q=gitar')
    await page.getByRole('heading', { name: t('admin.nav.products') }).waitFor()
    await person.leave()
  })

  test('on a phone a page of its own has the field', async () => {
    const person = await atOrders({ window: 'phone' })
    const { page, t } = person
    assert.equal(await page.locator('#admin-search').isVisible(), false)
    await page.getByRole('link', { name: t('admin.search.title'), exact: true }).click()
    await page.locator('#admin-search-page').fill('gitar')
    await page.getByRole('option', { name: /./ }).first().waitFor()
    await person.assertFits()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin/search?q=gitar')
    await person.assertFits()
    await person.leave()
  })

  test('it finds without JavaScript', async () => {
    const person = await atOrders({ javaScript: false })
    const { page } = person
    const number = (await page.locator('.order-table__number a').first().innerText()).trim()
    await page.locator('#admin-search').fill(number)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/admin/orders/${number}`)
    await person.leave()
  })
})
