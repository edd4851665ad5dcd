import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { words } from '../support/texts.mjs'
import { openWindow } from './browser.mjs'
import { kCheap } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('language and theme', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  const theme = page => page.locator('html').getAttribute('data-theme')
  const switchOf = (person, action) => person.page.locator(`${person.phone ? '.menu__panel' : '.header__shelf'} form[action="${action}"]`)
  async function openMenu(person) {
    if (person.phone) await person.page.locator('.menu > summary').click()
  }

  for (const javaScript of [true, false]) {
    for (const window of ['phone', 'laptop']) {
      const manner = `${window}, ${javaScript ? 'with' : 'without'} JavaScript`

      test(`the language is switched on the page one is at, and kept (${manner})`, async () => {
        const person = await openWindow(browser, shop, { window, javaScript })
        const { page } = person
        await page.goto(`/product/${kCheap.slug}`)
        await openMenu(person)
        await switchOf(person, '/language').locator('[value=en]').click()
        await page.getByRole('button', { name: words('en')('catalog.product.add') }).waitFor()
        assert.equal(new URL(page.url()).pathname, `/product/${kCheap.slug}`)
        await page.goto('/cart')
        await page.getByRole('heading', { name: words('en')('cart.empty') }).waitFor()
        assert.equal(await page.locator('html').getAttribute('lang'), 'en')
        await person.leave()
      })

      test(`the theme is switched, kept, and there in the first byte of the next page (${manner})`, async () => {
        const person = await openWindow(browser, shop, { window, javaScript })
        const { page } = person
        await page.goto('/')
        assert.equal(await theme(page), 'dark')
        await openMenu(person)
        const kept = page.waitForResponse(response => response.url().endsWith('/theme'))
        await switchOf(person, '/theme').getByRole('button').click()
        await kept
        await page.locator('html[data-theme=light]').waitFor()
        const next = await page.goto('/products')
        assert.match(await next.text(), /<html[^>]*data-theme="light"/)
        await person.leave()
      })
    }
  }
})
