// Staff change many products at once: chosen in the list, seen before it happens, refused, overtaken by a colleague.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { takeVariant } from '../http/errand.mjs'
import { untilEqual } from '../support/poll.mjs'
import { assertInOrder, errandsAtBothWidths } from './both_widths.mjs'
import { fillIn, field } from './forms.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { noticed, press, save, staffMember } from './staff.mjs'

describe('many products at once', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  const atBothWidths = errandsAtBothWidths(() => ({ shop, browser }))

  const prices = async products =>
    (await shop.sql(`SELECT price FROM variants WHERE product_id IN (${products.join(', ')}) ORDER BY id`)).map(([price]) => Number(price))
  const raised = (price, percent, unit) => Math.floor((price * (100 + percent) / 100 + unit / 2) / unit) * unit
  /** As the page shows them, variant by variant. */
  const preview = ({ page }) => page.locator('.bulk-rows__after').allInnerTexts()
  const countOf = async condition => Number((await shop.sql(`SELECT COUNT(*) FROM products WHERE state <> 'archived' AND ${condition}`))[0][0])
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
    const [value, rounding] = await Promise.all(['value', 'rounding'].map(name => field(person, name).boundingBox()))
    if (!person.phone) assert.ok(Math.abs(value.y - rounding.y) < 1, `fields stand at ${value.y} and ${rounding.y} px`)
    await fillIn(person, { value: '10' })
    await field(person, 'rounding').selectOption('10000')
    await press(person, 'admin.bulk.preview')
    const line = page.locator('.bulk-rows__line').first()
    const [was, becomes] = await Promise.all(['before', 'after'].map(part => line.locator(`.bulk-rows__${part}`).boundingBox()))
    assert.ok(becomes.x > was.x && Math.abs(becomes.y - was.y) < 4, `what it becomes stands beside what it was: ${JSON.stringify([was, becomes])}`)
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

  atBothWidths('all that the list finds is changed from its first page', async person => {
    const { page, t } = person
    const count = await countOf('1 = 1')
    assert.ok(count > 50, 'the list goes beyond its first page')
    await shop.sql('UPDATE products SET featured = 0')
    await page.goto('/admin/products')
    const beyond = page.getByLabel(t('admin.bulk.all_found', { count }))
    await page.getByLabel(t('admin.choose_all')).check()
    await beyond.check()
    // Whoever takes a tick away does not mean all of them.
    const first = page.locator('.order-choice input[name=product]').first()
    await first.uncheck()
    await beyond.waitFor({ state: 'hidden' })
    await first.check()
    assert.equal(await beyond.isChecked(), false)
    await beyond.check()
    await person.assertFits()
    await field(person, 'do').selectOption('featured')
    await press(person, 'admin.bulk.next')
    await page.getByText(t('admin.bulk.first_of', { n: 50 })).waitFor()
    assert.equal(await page.locator('.bulk-rows__row').count(), 50)
    const [top, room] = await page.locator('.save-bar').evaluate(bar => [bar.getBoundingClientRect().top, innerHeight])
    assert.ok(top < room, `a preview of 50 products leaves the button in sight: it is at ${top} of ${room} px`)
    await assertInOrder(person)
    assert.equal(await countOf('featured = 1'), 0)
    await press(person, 'admin.bulk.apply', { n: count })
    await page.getByRole('heading', { name: t('admin.bulk.run.finished') }).waitFor({ timeout: 60_000 })
    await page.getByText(t('admin.bulk.run.changed', { n: count })).waitFor()
    assert.equal(await countOf('featured = 1'), count)
  })

  atBothWidths('who is overtaken where all is changed is told what has changed, and changes nothing', async person => {
    const { page, t } = person
    await shop.sql('UPDATE products SET featured = 0')
    await page.goto(`/admin/products/bulk?${new URLSearchParams({ all: '1', do: 'featured', return: '/admin/products?sort=name' })}`)
    await page.locator('.save-bar').waitFor()
    await shop.sql(`UPDATE products SET version = version + 1, updated_at = ${Date.now() * 1000 + 1_000_000} WHERE id = 1`)
    const [[name]] = await shop.sql('SELECT name FROM products WHERE id = 1')
    await save(page)
    await page.locator('.notice--error', { hasText: t('admin.bulk.refused.differs_in', { names: name }) }).waitFor()
    assert.equal(await countOf('featured = 1'), 0)
    await page.locator('.save-bar').waitFor()
  }, { refusals: [409] })

  test('all that the list finds is chosen without JavaScript, too', async () => {
    const person = await staffMember(browser, shop, { window: 'phone', javaScript: false })
    const { page, t } = person
    const count = await countOf('1 = 1')
    await page.goto('/admin/products')
    await page.getByLabel(t('admin.bulk.all_found', { count })).check()
    await field(person, 'do').selectOption('unfeatured')
    await press(person, 'admin.bulk.next')
    await press(person, 'admin.bulk.apply', { n: count })
    await page.getByRole('heading', { name: t('admin.bulk.run.finished') }).waitFor({ timeout: 60_000 })
    assert.equal(await countOf('featured = 1'), 0)
    await person.leave()
  })
})
