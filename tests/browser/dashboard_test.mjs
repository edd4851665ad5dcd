import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openWindow } from './browser.mjs'
import { logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('the overview', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  async function atOverview(manner) {
    const person = await openWindow(browser, shop, manner)
    await logIn(person, 'staf@hurtrock.com', 'staf12345')
    await person.page.goto('/admin')
    return person
  }

  for (const window of ['phone', 'laptop']) {
    test(`draws a bar for every day, which leads to the ledger of that day (${window})`, async () => {
      const person = await atOverview({ window })
      const { page } = person
      await page.locator('.chart__drawing canvas').waitFor()
      await page.locator('.chart__table').waitFor({ state: 'hidden' })
      const drawing = page.locator('.chart__drawing .u-over')
      await drawing.evaluate(area => area.scrollIntoView({ block: 'center' }))
      const { x, y, width } = await drawing.boundingBox()
      await page.mouse.move(x + width - 8, y + 60)
      await page.locator('.chart__note', { hasText: 'Rp' }).waitFor()
      await page.mouse.click(x + width - 8, y + 60)
      await page.waitForURL(/\/admin\/payments\/ledger\?account=orders&from=\d{4}-\d{2}-\d{2}&to=/)
      await person.leave()
    })
  }

  test('follows the theme without a new page', async () => {
    const person = await atOverview()
    const { page } = person
    const canvas = page.locator('.chart__drawing canvas')
    await canvas.waitFor()
    const before = await canvas.evaluate(drawn => drawn.toDataURL())
    await page.evaluate(() => (document.documentElement.dataset.theme = 'light'))
    await page.waitForFunction(was => document.querySelector('.chart__drawing canvas').toDataURL() !== was, before)
    await person.leave()
  })

  test('is a table without JavaScript', async () => {
    const person = await atOverview({ javaScript: false })
    const { page } = person
    assert.equal(await page.locator('.chart__table tbody tr').count(), 30)
    assert.equal(await page.locator('.chart__table').isVisible(), true)
    await page.locator('.chart__table a').first().click()
    await page.waitForURL(/\/admin\/payments\/ledger/)
    await person.leave()
  })
})
