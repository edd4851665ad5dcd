import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertAccessible } from './accessibility.mjs'
import { assertOneLanguage } from './one_language.mjs'
import { long } from '../race/run_size.mjs'
import { kManners, pagesOfTheShop } from './pages.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

/** Both windows, themes and languages are seen in either; a long run joins them in every way. */
const kSeen = long ? kManners : [
  { window: 'phone', theme: 'dark', language: 'id' },
  { window: 'laptop', theme: 'light', language: 'en' },
]

// One shop and one browser for all: what is checked here changes nothing.
describe('every page is accessible, in one language, fits the window and runs without complaints', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened), { chat: true })

  for (const [seen, manner] of kSeen.entries()) {
    test(`${manner.window}, ${manner.theme}, ${manner.language}`, async context => {
      let pages = 0
      for await (const { name, person } of pagesOfTheShop(browser, shop, manner)) {
        // The slowest check by far: of two manners each page is looked at in one, in turns; of a long run's in all.
        const isLookedAt = long || pages++ % kSeen.length === seen
        await context.test(name, async () => {
          await person.assertFits()
          await assertOneLanguage(person)
          if (isLookedAt) await assertAccessible(person)
          assert.equal(await person.page.locator('html').getAttribute('lang'), manner.language)
          assert.equal(await person.page.locator('html').getAttribute('data-theme'), manner.theme)
          assert.deepEqual(person.takeComplaints(), [])
        })
      }
    })
  }
})
