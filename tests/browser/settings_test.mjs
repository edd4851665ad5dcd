// Settings of the shop, on a phone and a laptop, with and without JavaScript.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { untilEqual } from '../support/poll.mjs'
import { assertAccessible } from './accessibility.mjs'
import { assertInOrder, errandsAtBothWidths } from './both_widths.mjs'
import { openWindow } from './browser.mjs'
import { kArea, logIn } from './errand.mjs'
import { assertHolds, assertOvertaken, assertRefusedAt, fillIn } from './forms.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { noticed, save } from './staff.mjs'

describe('the settings', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  async function at(path, manner) {
    const person = await openWindow(browser, shop, manner)
    await logIn(person, 'admin@hurtrock.com', 'admin123')
    await person.page.goto(path)
    return person
  }

  for (const manner of [{ window: 'phone' }, { window: 'laptop', theme: 'light', language: 'en' }, { window: 'laptop', javaScript: false }]) {
    test(`a province gets a price of its own (${manner.window}${manner.javaScript === false ? ', without JavaScript' : ''})`, async () => {
      const person = await at('/admin/shipping', manner)
      const { page, t } = person
      await page.getByRole('link', { name: 'JNE REG' }).click()
      await page.waitForURL(/\/admin\/shipping\/\d+$/)
      await page.locator('.disclosure summary').click()
      const cell = page.getByLabel(`Aceh: ${t('admin.shipping.field.base_price')}`)
      await cell.fill('mahal')
      person.expectComplaint(/status of 422/)
      await page.getByRole('button', { name: t('admin.edit.save'), exact: true }).click()
      await page.getByRole('alert').first().waitFor()
      assert.equal(await cell.getAttribute('aria-invalid'), 'true')
      await cell.waitFor() // What is wrong is in sight.
      await person.assertFits()
      if (manner.javaScript !== false) await assertAccessible(person)
      await cell.fill('7.500')
      await page.getByRole('button', { name: t('admin.edit.save'), exact: true }).click()
      await page.getByText(t('admin.edit.notice.saved')).waitFor()
      await page.locator('.disclosure summary').click()
      assert.equal(await cell.inputValue(), '7.500')
      await person.leave()
    })
  }

  test('the calculator finds the area while one types', async () => {
    const person = await at('/admin/shipping/calculator', { window: 'phone' })
    const { page, t } = person
    await page.locator('#field-area_query').fill(kArea.search)
    await page.getByRole('option', { name: kArea.option }).first().click()
    await page.getByRole('button', { name: t('admin.shipping.calculate') }).click()
    await page.getByText('JNE REG').waitFor()
    await person.assertFits()
    await assertAccessible(person)
    await person.leave()
  })

  test('the calculator lists areas to choose from without JavaScript', async () => {
    const person = await at('/admin/shipping/calculator', { javaScript: false })
    const { page, t } = person
    await page.getByLabel(t('checkout.area'), { exact: true }).fill(kArea.search)
    await page.getByRole('button', { name: t('admin.shipping.calculate') }).click()
    await page.getByRole('radio').first().check()
    await page.getByRole('button', { name: t('admin.shipping.calculate') }).click()
    await page.getByText('JNE REG').waitFor()
    await person.leave()
  })

  describe('shipping services', () => {
    const atBothWidths = errandsAtBothWidths(() => ({ shop, browser }), 'admin')
    let made = 0
    /** One of this test, behind all others of the list: {id, name}. */
    async function takeService() {
      const name = `Kurir Uji ${++made}`
      const [[id]] = await shop.sql(`INSERT INTO shipping_services
        (code, courier, name, base_price, price_per_kg, volumetric_divisor, min_days, max_days, position)
        VALUES ('uji-${made}', 'Kurir Uji', '${name}', 1000, 2000, 6000, 1, 2, ${1000 + made}) RETURNING id`)
      return { id, name }
    }
    const stored = async ({ id }) => (await shop.sql(`SELECT name, base_price, active FROM shipping_services WHERE id = ${id}`))[0]
    const row = ({ page }, { id }) => page.locator(`#service-${id}`)
    const moveUp = (person, service) => row(person, service).getByRole('button', { name: person.t('admin.shipping.up'), exact: true }).click()

    atBothWidths('a new service is refused at its fields until it is whole, and stands in the list then', async person => {
      const { page, t, window } = person
      const name = `Kilat ${window}`
      await page.goto('/admin/shipping')
      await page.getByRole('link', { name: t('admin.shipping.new'), exact: true }).click()
      const typed = { code: 'Dua Kata', courier: 'Kurir Uji', name, base_price: 'gratis', price_per_kg: '10.000', min_days: '3', max_days: '1' }
      await fillIn(person, typed)
      await save(page)
      await assertRefusedAt(person, 'code', 'base_price', 'max_days')
      await assertHolds(person, { ...typed, divisor: '6000' })
      await assertInOrder(person)
      await fillIn(person, { code: `kilat-${window}`, base_price: '2.000', max_days: '4' })
      await save(page)
      await noticed(person, 'admin.edit.notice.saved')
      await page.locator('.crumb a').click()
      await page.getByRole('link', { name, exact: true }).waitFor()
      assert.deepEqual(await shop.sql(`SELECT base_price, active FROM shipping_services WHERE code = 'kilat-${window}'`), [['2000', '1']])
    }, { refusals: [422] })

    atBothWidths('who is overtaken by a colleague keeps what was typed, sees what is stored, and decides', async person => {
      const { page } = person
      const service = await takeService()
      await page.goto(`/admin/shipping/${service.id}`)
      await shop.sql(`UPDATE shipping_services SET name = 'Nama Dari Rekan', version = version + 1 WHERE id = ${service.id}`)
      await fillIn(person, { base_price: '3.000' })
      await save(page)
      await assertOvertaken(person, 'admin.shipping.error.changed', 'Nama Dari Rekan')
      await assertHolds(person, { base_price: '3.000', name: service.name })
      await fillIn(person, { name: 'Nama Dari Rekan' })
      await save(page)
      await noticed(person, 'admin.edit.notice.saved')
      assert.deepEqual(await stored(service), ['Nama Dari Rekan', '3000', '1'])
    }, { refusals: [409] })

    atBothWidths('a service that is switched off is marked in the list', async person => {
      const { page, t } = person
      const service = await takeService()
      await page.goto(`/admin/shipping/${service.id}`)
      await page.getByLabel(t('admin.shipping.active')).uncheck()
      await save(page)
      await noticed(person, 'admin.edit.notice.saved')
      await page.locator('.crumb a').click()
      await row(person, service).getByText(t('admin.shipping.inactive'), { exact: true }).waitFor()
      assert.equal((await stored(service))[2], '0')
    })

    atBothWidths('a service moves up in the list, but not past what a colleague has moved meanwhile', async person => {
      const { page } = person
      const first = await takeService(), second = await takeService()
      const order = async () => (await page.locator('.tree__row').evaluateAll(rows => rows.map(each => each.id))).slice(-2)
      await page.goto('/admin/shipping')
      assert.deepEqual(await order(), [`service-${first.id}`, `service-${second.id}`])
      await moveUp(person, second)
      await untilEqual(order, [`service-${second.id}`, `service-${first.id}`])
      await assertInOrder(person)
      await shop.sql(`UPDATE shipping_services SET version = version + 1 WHERE id = ${first.id}`)
      await moveUp(person, first)
      await noticed(person, 'admin.shipping.error.changed')
      assert.deepEqual(await order(), [`service-${second.id}`, `service-${first.id}`])
    }, { refusals: [409] })
  })
})
