// Mails are read on phones, too: the shop's own, and the list of them that development has.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buy } from '../http/errand.mjs'
import { awaitMail } from '../support/mails.mjs'
import { openWindow } from './browser.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('mails', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  for (const window of ['phone', 'laptop'])
    test(`are as wide as the window, and no wider than reads well, ${window}`, async () => {
      const { number, body } = await buy(shop, { method: 'cod' })
      await awaitMail(shop, { to: body.contact.email, text: number })
      const [[id]] = await shop.sql(
        `SELECT m.id FROM outbox_mails m JOIN orders o ON o.id = m.order_id WHERE o.number = '${number}' AND m.kind = 'order_placed'`)
      const person = await openWindow(browser, shop, { window })
      const { page } = person
      await page.goto(`/dev/mail/${id}/html`)
      await person.assertFits()
      const { width } = await page.getByRole('heading', { level: 1 }).boundingBox()
      assert.ok(width <= 560, `${width} px`)

      await page.goto(`/dev/mail/${id}`)
      await person.assertFits()
      const mail = await page.locator('.dev-mail__open').boundingBox(), list = await page.locator('.dev-mail__list').boundingBox()
      if (window === 'phone') assert.ok(mail.y + mail.height <= list.y, 'what was opened stands above the list')
      else assert.ok(list.x + list.width <= mail.x, 'the list stands beside it')
      await person.leave()
    })
})
