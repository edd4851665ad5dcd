// Whoever clicks twice, or presses Ctrl+S twice, has saved once.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { until } from '../support/poll.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { staffMember } from './staff.mjs'

describe('a form that is on its way is not sent again', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  /** Keeps what the form sends until release(); `sent` tells how many there were. */
  async function held(page, addresses) {
    const waiting = []
    await page.route(addresses, route => route.request().method() === 'POST' ? waiting.push(route) : route.continue())
    return {
      get sent() { return waiting.length },
      firstSent: () => until('the form is sent', () => waiting.length > 0),
      release: () => Promise.all(waiting.map(route => route.continue())),
    }
  }

  const kSecond = {
    // By the place on the screen: a locator would wait for what is held here.
    click: (page, { x, y, width, height }) => page.mouse.click(x + width / 2, y + height / 2),
    'Ctrl+S': page => page.keyboard.press('Control+s'),
  }
  for (const [how, again] of Object.entries(kSecond))
    test(`a second ${how} makes no second category`, async () => {
      const person = await staffMember(browser, shop)
      const { page, t } = person
      const name = `Klik ${how.replace('+', ' ')}`
      await page.goto('/admin/categories/new')
      await page.getByLabel(t('admin.categories.name_id')).fill(name)
      await page.getByLabel(t('admin.categories.name_en')).fill(name)
      const form = await held(page, '**/admin/categories')
      const button = page.locator('.save-bar .btn--primary')
      const place = await button.boundingBox()
      await button.click({ noWaitAfter: true })
      await form.firstSent()
      await again(page, place)
      assert.equal(form.sent, 1)
      await form.release()
      await page.getByRole('link', { name, exact: true }).first().waitFor()
      assert.deepEqual(await shop.sql(`SELECT COUNT(*) FROM categories WHERE name_id = '${name}'`), [['1']])
      await person.leave()
    })
})
