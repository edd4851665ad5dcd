// Settings of the shop, on a phone and a laptop, with and without JavaScript.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'
import { kArea, logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

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
})
