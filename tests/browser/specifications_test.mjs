// Filtering a list by what the instruments are made of.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openWindow } from './browser.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('filtering by specifications', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  const kWood = 'details[id="spec.body_wood"]'
  async function tickMahogany(page) {
    const fold = page.locator(kWood)
    if (!(await fold.evaluate(element => element.open))) await fold.locator('summary').click()
    await fold.getByRole('checkbox', { name: /^Mahogany/ }).check()
  }

  const shown = async page => Number(/\d+/.exec(await page.locator('.listing__count').textContent())[0])

  test('beside the list every tick narrows it, and its chip takes it back', async () => {
    const person = await openWindow(browser, shop, { window: 'laptop' })
    const { page } = person
    await page.goto('/categories/gitar')
    const all = await shown(page)
    await tickMahogany(page)
    await page.waitForURL(/spec\.body_wood=mahogany/)
    const mahogany = await shown(page)
    assert.ok(mahogany > 0 && mahogany < all)
    await page.locator('.chip', { hasText: 'Mahogany' }).click()
    await page.waitForURL(url => !url.search.includes('spec.'))
    assert.equal(await shown(page), all)
    await person.leave()
  })

  test('what was unfolded stays unfolded, and a range with a comma is understood', async () => {
    const person = await openWindow(browser, shop, { window: 'laptop' })
    const { page } = person
    await page.goto('/categories/gitar')
    const fold = page.locator('details[id="spec.scale_length"]')
    if (!(await fold.evaluate(element => element.open))) await fold.locator('summary').click()
    await page.getByRole('checkbox', { name: /^Gibson/ }).check()
    await page.waitForURL(/brand=gibson/)
    assert.ok(await fold.evaluate(element => element.open))
    const low = fold.locator('input').first()
    await low.fill('627,5')
    await low.press('Enter')
    await page.waitForURL(/spec\.scale_length\.min=627/)
    await page.locator('.chip', { hasText: '627,5' }).waitFor()
    assert.ok((await shown(page)) > 0)
    await person.leave()
  })

  test('on a phone the button says how many would be shown, and shows them', async () => {
    const person = await openWindow(browser, shop, { window: 'phone' })
    const { page } = person
    await page.goto('/categories/gitar')
    await page.locator('.filters-toggle').click()
    const before = await page.locator('.filters__apply').textContent()
    await tickMahogany(page)
    await page.locator('.filters__apply', { hasNotText: before.trim() }).waitFor()
    const promised = Number(/\d+/.exec(await page.locator('.filters__apply .with-script').textContent())[0])
    await page.locator('.filters__apply').click()
    await page.waitForURL(/spec\.body_wood=mahogany/)
    assert.equal(await shown(page), promised)
    await person.leave()
  })

  test('without scripts the form does the same', async () => {
    const person = await openWindow(browser, shop, { javaScript: false })
    const { page } = person
    await page.goto('/categories/gitar')
    await tickMahogany(page)
    await page.locator('.filters__apply').click()
    await page.waitForURL(/spec\.body_wood=mahogany/)
    await page.locator('.chip', { hasText: 'Mahogany' }).waitFor()
    await person.leave()
  })
})
