// What every file of browser tests begins with.

import { after, before } from 'node:test'
import { startShop } from '../support/shop.mjs'
import { openBrowser } from './browser.mjs'

/**
 * Starts a shop, as startShop() takes `wanted`, and a browser before the tests of the surrounding describe, hands both to
 * `take`, and closes both at the end. Hooks of the file itself stand behind it when they need the shop, and before it when
 * they clear up what would keep the shop from ending.
 */
export function withShopAndBrowser(take, wanted) {
  let shop, browser
  before(async () => {
    shop = await startShop(wanted)
    browser = await openBrowser()
    take({ shop, browser })
  })
  after(async () => {
    await browser?.close()
    await shop?.stop()
  })
}
