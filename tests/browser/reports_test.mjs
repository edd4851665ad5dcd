// The staff read the reports: charts and bars say what the table beside them says.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openWindow } from './browser.mjs'
import { logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
const kSeen = [{ window: 'phone', theme: 'dark', language: 'id' }, { window: 'laptop', theme: 'light', language: 'en' }]

describe('the reports', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  async function atReport(query, manner) {
    const person = await openWindow(browser, shop, manner)
    await logIn(person, 'staf@hurtrock.com', 'staf12345')
    await person.page.goto(`/admin/analytics?from=2025-01-01&to=${today()}&${query}`)
    return person
  }
  /** The cells' texts, row by row. */
  const tableOf = page => page.locator('.report tbody tr').evaluateAll(rows => rows.map(row => [...row.cells].map(cell => cell.textContent)))
  /** Above the column of row `at` of `rows`. */
  async function placeOf(page, at, rows) {
    const area = await page.locator('.chart__drawing .u-over').boundingBox()
    return [area.x + area.width * (at + 0.6) / (rows + 0.2), area.y + 4]
  }
  async function pointAt(page, at, rows) {
    const place = await placeOf(page, at, rows)
    await page.mouse.move(...place)
    return place
  }

  for (const manner of kSeen) {
    test(`a chart tells of every row what the table says of it (${manner.window})`, async () => {
      const person = await atReport('kind=time&step=month', manner)
      const { page, t } = person
      await page.locator('.chart__drawing canvas').waitFor()
      await page.locator('.chart__drawing').evaluate(drawing => drawing.scrollIntoView({ block: 'center' }))
      const rows = await tableOf(page)
      assert.ok(rows.length > 12)
      for (const [at, [name, , , , , revenue, before]] of rows.entries()) {
        await pointAt(page, at, rows.length)
        await page.locator('.chart__note', {
          hasText: `${name}: ${t('admin.report.revenue')} ${revenue} · ${t('admin.report.revenue_before')} ${before}` }).waitFor()
      }
      const room = await page.locator('.chart__drawing').evaluate(drawing => ({
        taken: drawing.getBoundingClientRect().height, kept: Number.parseFloat(getComputedStyle(drawing).minHeight) }))
      assert.ok(Math.abs(room.taken - room.kept) < 1.5, `what is drawn takes the room kept for it: ${JSON.stringify(room)}`)
      await person.assertFits()
      await page.mouse.click(...await pointAt(page, rows.length - 1, rows.length))
      await page.waitForURL(/\/admin\/payments\/ledger\?account=orders&from=\d{4}-\d{2}-01&to=/)
      await person.leave()
    })

    test(`new customers stand below those who came back (${manner.window})`, async () => {
      const person = await atReport('kind=customers&step=month', manner)
      const { page, t } = person
      const tab = await page.locator('.tabs [aria-current=page]').boundingBox()
      assert.ok(tab.x >= 0 && tab.x + tab.width <= page.viewportSize().width, `the report that is open has its tab in sight: ${JSON.stringify(tab)}`)
      await page.locator('.chart__drawing canvas').waitFor()
      await page.locator('.chart__drawing').evaluate(drawing => drawing.scrollIntoView({ block: 'center' }))
      const rows = await tableOf(page)
      const [name, fresh, returning] = rows.at(-1)
      const place = await pointAt(page, rows.length - 1, rows.length)
      await page.locator('.chart__note', {
        hasText: `${name}: ${t('admin.report.new_buyers')} ${fresh} · ${t('admin.report.returning')} ${returning}` }).waitFor()
      await page.mouse.click(...place)
      await page.waitForURL(/\/admin\/orders\?.*buyer=returning/)
      await person.leave()
    })

    test(`bars are as long as the numbers of their rows (${manner.window})`, async () => {
      const person = await atReport('kind=products', manner)
      const { page } = person
      const rows = await page.locator('.report tbody tr').evaluateAll(rows => rows.map(row => {
        const bar = row.querySelector('progress')
        return { length: bar.value, of: bar.max, goods: Number(row.cells[2].textContent.replace(/[^0-9-]/g, '')), seen: bar.checkVisibility() }
      }))
      assert.ok(rows.length > 2)
      const most = rows[0].goods
      for (const row of rows) assert.deepEqual(row, { length: Math.max(0, row.goods), of: most, goods: row.goods, seen: true })
      assert.equal(await page.locator('.chart__drawing').count(), 0)
      await person.assertFits()
      await person.leave()
    })
  }

  test('the first touch of a place tells of it, the second one follows', async () => {
    const person = await atReport('kind=time&step=month', { window: 'phone' })
    const { page } = person
    await page.locator('.chart__drawing canvas').waitFor()
    await page.locator('.chart__drawing').evaluate(drawing => drawing.scrollIntoView({ block: 'center' }))
    const rows = await tableOf(page)
    const place = await placeOf(page, rows.length - 1, rows.length)
    await page.touchscreen.tap(...place)
    await page.locator('.chart__note', { hasText: rows.at(-1)[0] }).waitFor()
    assert.match(page.url(), /analytics/)
    await page.touchscreen.tap(...place)
    await page.waitForURL(/\/admin\/payments\/ledger/)
    await person.leave()
  })

  test('without JavaScript the table is there and nothing in place of the chart', async () => {
    const person = await atReport('kind=time&step=month', { javaScript: false })
    const { page } = person
    assert.ok((await tableOf(page)).length > 12)
    assert.equal(await page.locator('.report').isVisible(), true)
    assert.equal(await page.locator('.chart__drawing').isVisible(), false)
    assert.equal(await page.locator('.chart__keys').isVisible(), false)
    await page.locator('.report__sums a').first().click()
    await page.waitForURL(/\/admin\/orders\?/)
    await person.leave()
  })

  test('days on which nothing was sold have no chart', async () => {
    const person = await openWindow(browser, shop, { window: 'phone' })
    await logIn(person, 'staf@hurtrock.com', 'staf12345')
    await person.page.goto('/admin/analytics?kind=time&from=2001-01-01&to=2001-01-31')
    assert.equal(await person.page.locator('.report tbody tr').count(), 31)
    assert.equal(await person.page.locator('.chart__drawing').count(), 0)
    await person.leave()
  })
})
