// The ways through the admin: five at the bottom of a phone, all of them behind the last; beside the page on a laptop.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { untilEqual } from '../support/poll.mjs'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'
import { logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { goTo } from './staff.mjs'

const kInBar = ['start', 'orders', 'products', 'chat']
const kAll = ['start', 'orders', 'products', 'stock', 'chat', 'reviews', 'payments', 'analytics', 'users', 'settings', 'shop']

describe('the bar of the admin', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  async function atOverview(manner) {
    const person = await openWindow(browser, shop, manner)
    await logIn(person, 'admin@hurtrock.com', 'admin123')
    await person.page.goto('/admin')
    return person
  }
  const bar = ({ page, t }) => page.getByRole('navigation', { name: t('admin.nav'), exact: true })
  const more = person => bar(person).locator('summary')
  const named = ({ t }, parts) => parts.map(part => t(`admin.nav.${part}`))
  const linksIn = place => place.getByRole('link').evaluateAll(links => links.map(link => link.textContent.trim()))

  for (const language of ['id', 'en']) {
    test(`a phone has four ways and the rest behind the fifth, none of them cut (${language})`, async () => {
      const person = await atOverview({ window: 'phone', language })
      const { page, t } = person
      assert.deepEqual(await linksIn(bar(person)), named(person, kInBar))
      const width = page.viewportSize().width
      const places = await bar(person).locator('.admin-nav__list > li:visible').evaluateAll(items => items.map(item => {
        const { left, right, width, height } = item.getBoundingClientRect()
        const word = item.querySelector('span')
        return { left, right, width, height, cut: word.scrollWidth > word.clientWidth }
      }))
      assert.equal(places.length, 5)
      for (const place of places) {
        assert.ok(place.left >= 0 && place.right <= width + 0.5 && place.width >= 44 && place.height >= 44, JSON.stringify(place))
        assert.equal(place.cut, false)
      }
      await person.assertFits()

      await more(person).tap()
      const sheet = page.getByRole('dialog', { name: t('admin.nav') })
      await sheet.waitFor()
      await untilEqual(() => linksIn(sheet), named(person, kAll))
      assert.equal(await sheet.locator('[aria-current=page]').textContent(), t('admin.nav.start'))
      await assertAccessible(person)
      await person.assertFits()
      await sheet.getByRole('link', { name: t('admin.nav.stock'), exact: true }).tap()
      await page.waitForURL('**/admin/stock')
      assert.equal(await bar(person).locator('[aria-current]:visible').textContent(), t('admin.nav.more'))
      await person.leave()
    })
  }

  test('the keyboard opens the sheet, stays in it, and Escape gives the focus back', async () => {
    const person = await atOverview({ window: 'phone' })
    const { page } = person
    await page.locator('.has-script').waitFor()
    const before = await more(person).boundingBox()
    await more(person).focus()
    await page.keyboard.press('Enter')
    await page.locator('#admin-menu[open]').waitFor()
    for (let step = 0; step < kAll.length + 3; ++step) {
      await page.keyboard.press('Tab')
      // Between the last and the first the browser's own bar has its turn.
      assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest('#admin-menu')))
    }
    await page.keyboard.press('Escape')
    await page.locator('#admin-menu[open]').waitFor({ state: 'detached' })
    await untilEqual(() => page.evaluate(() => document.activeElement.tagName), 'SUMMARY')
    assert.deepEqual(await more(person).boundingBox(), before)

    await page.keyboard.press('Space')
    await page.locator('#admin-menu[open]').waitFor()
    await page.mouse.click(100, 30)
    await page.locator('#admin-menu[open]').waitFor({ state: 'detached' })
    await person.leave()
  })

  test('without JavaScript the same button shows all ways above the bar', async () => {
    const person = await atOverview({ window: 'phone', javaScript: false })
    const { page } = person
    await more(person).tap()
    const list = page.locator('#admin-menu-list')
    await list.waitFor()
    assert.deepEqual(await linksIn(list), named(person, kAll))
    const [menu, ways] = [await list.boundingBox(), await bar(person).boundingBox()]
    assert.ok(menu.y >= 0 && menu.y + menu.height <= ways.y + 1.5, JSON.stringify({ menu, ways }))
    await goTo(person, 'payments')
    await person.leave()
  })

  test('the bar covers neither the end of the page nor what has the focus', async () => {
    const person = await atOverview({ window: 'phone' })
    const { page } = person
    for (const path of ['/admin', '/admin/products', '/admin/store-profile']) {
      await page.goto(path)
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
      const end = await page.locator('#content').boundingBox()
      const ways = await bar(person).boundingBox()
      assert.ok(end.y + end.height <= ways.y, `${path}: ${JSON.stringify({ end, ways })}`)
    }
    await page.evaluate(() => window.scrollTo(0, 0))
    const last = page.locator('#content').locator('input:visible, select:visible, textarea:visible').last()
    await last.focus()
    const field = await last.boundingBox()
    assert.ok(field.y + field.height <= (await bar(person).boundingBox()).y)
    await person.leave()
  })

  test('a laptop has all ways beside the page, and no button for more', async () => {
    const person = await atOverview({ window: 'laptop' })
    assert.deepEqual(await linksIn(bar(person)), named(person, kAll))
    assert.equal(await more(person).isVisible(), false)
    const [ways, content] = [await bar(person).boundingBox(), await person.page.locator('#content').boundingBox()]
    assert.ok(ways.x + ways.width <= content.x)
    assert.ok(ways.width > 150 && ways.height > 300)
    await person.leave()
  })

  test('a phone that is turned into a laptop closes the sheet', async () => {
    const person = await atOverview({ window: 'phone' })
    const { page } = person
    await page.locator('.has-script').waitFor()
    await more(person).tap()
    await page.locator('#admin-menu[open]').waitFor()
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.locator('#admin-menu[open]').waitFor({ state: 'detached' })
    await untilEqual(() => linksIn(bar(person)), named(person, kAll))
    await person.leave()
  })
})
