import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startShop } from '../support/shop.mjs'
import { assertAccessible } from './accessibility.mjs'
import { openBrowser } from './browser.mjs'
import { assertOneLanguage } from './one_language.mjs'
import { kManners, pagesOfTheShop } from './pages.mjs'

// One shop and one browser for all: what is checked here changes nothing.
describe('every page is accessible, in one language, fits the window and runs without complaints', () => {
  let shop, browser
  before(async () => {
    shop = await startShop()
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.close()
    await shop?.stop()
  })

  for (const manner of kManners) {
    test(`${manner.window}, ${manner.theme}, ${manner.language}`, async context => {
      for await (const { name, person } of pagesOfTheShop(browser, shop, manner)) {
        await context.test(name, async () => {
          await person.assertFits()
          await assertOneLanguage(person)
          await assertAccessible(person)
          assert.equal(await person.page.locator('html').getAttribute('lang'), manner.language)
          assert.equal(await person.page.locator('html').getAttribute('data-theme'), manner.theme)
          assert.deepEqual(person.takeComplaints(), [])
        })
      }
    })
  }
})
