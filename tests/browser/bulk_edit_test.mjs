// Staff change many products at once: chosen in the list, seen before it happens, refused, overtaken by a colleague.

import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { takeVariant } from '../http/errand.mjs'
import { untilEqual } from '../support/poll.mjs'
import { assertInOrder, errandsAtBothWidths } from './both_widths.mjs'
import { fillIn, field } from './forms.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { noticed, press, save } from './staff.mjs'

describe('many products at once', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  const atBothWidths = errandsAtBothWidths(() => ({ shop, browser }))

  const prices = async products =>
    (await shop.sql(`SELECT price FROM variants WHERE product_id IN (${products.join(', ')}) ORDER BY id`)).map(([price]) => Number(price))
  const raised = (price, percent, unit) => Math.floor((price * (100 + percent) / 100 + unit / 2) / unit) * unit
  /** As the page shows them, variant by variant. */
  const preview = ({ page }) => page.locator('.bulk-rows__after').allInnerTexts()
  const openBulk = ({ page }, product, kind) => page.goto(`/admin/products/bulk?do=${kind}&product=${product}`)

  atBothWidths('prices of what is ticked in the list rise as the preview says', async person => {
    const { page, t } = person
    await page.goto('/admin/products')
    const boxes = page.locator('.order-choice input[name=product]')
    for (const place of [0, 1]) await boxes.nth(place).check()
    const chosen = await boxes.evaluateAll(each => each.filter(({ checked }) => checked).map(({ value }) => value))
    assert.equal(chosen.length, 2)
    const before = await prices(chosen)
    await field(person, 'do').selectOption('percent')
    await press(person, 'admin.bulk.next')
    await fillIn(person, { value: '10' })
    await field(person, 'rounding').selectOption('10000')
    await press(person, 'admin.bulk.preview')
    const expected = before.map(price => raised(price, 10, 10_000))
    const numbers = async () => (await preview(person)).map(text => Number(text.match(/[\d.]+/)[0].replaceAll('.', ''))).sort((a, b) => a - b)
    await untilEqual(numbers, [...expected].sort((a, b) => a - b))
    await assertInOrder(person)
    assert.deepEqual(await prices(chosen), before)
    await press(person, 'admin.bulk.apply', { n: 2 })
    await noticed(person, 'admin.products.notice.changed')
    assert.deepEqual(await prices(chosen), expected)
    await page.getByRole('heading', { level: 1, name: t('admin.products.title') }).waitFor()
  })

  atBothWidths('no percent at all is refused at its field, and cannot be applied', async person => {
    const { page, t } = person
    const { product } = await takeVariant(shop)
    await openBulk(person, product, 'percent')
    await fillIn(person, { value: 'sepuluh' })
    await press(person, 'admin.bulk.preview')
    await page.locator('.field__error', { hasText: t('admin.bulk.error.percent') }).waitFor()
    assert.equal(await field(person, 'value').getAttribute('aria-invalid'), 'true')
    assert.equal(await field(person, 'value').inputValue(), 'sepuluh')
    assert.equal(await page.locator('.save-bar').count(), 0)
  }, { refusals: [422] })

  atBothWidths('a price that cannot be stands in the preview, and cannot be applied', async person => {
    const { page, t } = person
    const { product } = await takeVariant(shop)
    await openBulk(person, product, 'amount')
    await fillIn(person, { value: '-90.000.000.000' })
    await press(person, 'admin.bulk.preview')
    await page.locator('.bulk-rows__line--wrong', { hasText: t('admin.bulk.error.price') }).first().waitFor()
    assert.equal(await page.locator('.save-bar').count(), 0)
  })

  atBothWidths('who is overtaken by a colleague changes nothing, and sees the preview of what is stored', async person => {
    const { page, t } = person
    const { product } = await takeVariant(shop)
    await openBulk(person, product, 'amount')
    await fillIn(person, { value: '1.000' })
    await press(person, 'admin.bulk.preview')
    await page.locator('.save-bar').waitFor()
    await shop.sql(`UPDATE variants SET price = 654000, compare_at_price = NULL WHERE product_id = ${product};
      UPDATE products SET version = version + 1 WHERE id = ${product}`)
    const [[name]] = await shop.sql(`SELECT name FROM products WHERE id = ${product}`)
    await save(page)
    await page.locator('.notice--error', { hasText: t('admin.bulk.refused.changed', { name }) }).waitFor()
    await page.locator('.bulk-rows__before', { hasText: '654.000' }).first().waitFor()
    await page.locator('.bulk-rows__after', { hasText: '655.000' }).first().waitFor()
    assert.deepEqual([...new Set(await prices([product]))], [654_000])
    await assertInOrder(person)
    await save(page)
    await noticed(person, 'admin.products.notice.changed')
    assert.deepEqual([...new Set(await prices([product]))], [655_000])
  }, { refusals: [409] })
})
