// Staff keep the filters of their lists under names: at a phone and a laptop, with and without JavaScript, by keys.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { untilEqual } from '../support/poll.mjs'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'
import { logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { openFilters, staffMember } from './staff.mjs'

const kName = 'Lunas, belum dikirim'
/** As long as a name can be, without a place to break it. */
const kLongName = 'W'.repeat(60)

describe('saved filters', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  const chips = page => page.locator('.chip--saved')
  const chip = (page, name) => chips(page).filter({ hasText: name })
  const marked = page => page.locator('.chip--saved[aria-current=true]')
  const saved = page => page.waitForURL('**notice=filter_saved')
  const forget = () => shop.sql('DELETE FROM saved_filters')

  async function save({ page, t }, name, { shared = false } = {}) {
    await page.locator('.saved-filters__save > summary').click()
    await page.getByLabel(t('admin.saved.name')).fill(name)
    if (shared) await page.getByLabel(t('admin.saved.shared')).check()
    await page.getByRole('button', { name: t('admin.saved.submit'), exact: true }).click()
  }

  for (const [window, theme, language, javaScript] of [
    ['phone', 'dark', 'id', true], ['laptop', 'light', 'en', true], ['phone', 'light', 'en', false], ['laptop', 'dark', 'id', false],
  ])
    test(`${window}, ${theme}, ${language}, ${javaScript ? 'with' : 'without'} JavaScript: saved, opened, replaced and removed`, async () => {
      const staff = await staffMember(browser, shop, { window, theme, language, javaScript })
      const { page, t } = staff
      const look = async () => {
        await staff.assertFits()
        if (javaScript) await assertAccessible(staff)
      }
      await page.goto('/admin/orders')
      assert.equal(await page.locator('.saved-filters').count(), 0, 'nothing stands there for nothing')
      await openFilters(staff)
      await page.locator('#field-payment').selectOption('paid')
      await page.getByRole('button', { name: t('admin.orders.show'), exact: true }).click()
      await page.waitForURL(/payment=paid/)

      await save(staff, kName)
      await saved(page)
      await page.getByText(t('admin.saved.notice.saved')).waitFor()
      assert.equal(await marked(page).innerText(), kName)
      await page.locator('.saved-filters__save > summary').click()
      assert.equal(await page.getByLabel(t('admin.saved.name')).inputValue(), kName)
      await look()

      await page.goto('/admin/orders')
      assert.equal(await marked(page).count(), 0)
      await chip(page, kName).click()
      await page.waitForURL('**/admin/orders?payment=paid')
      assert.equal(await marked(page).innerText(), kName)
      assert.equal(await page.locator('#field-payment').inputValue(), 'paid')

      await page.goto('/admin/orders?payment=pending')
      staff.expectComplaint(/status of 4(09|22)/)
      await save(staff, kName.toUpperCase())
      await page.getByRole('alert').getByText(t('admin.saved.taken', { name: kName })).waitFor()
      await look()
      await page.getByRole('button', { name: t('admin.saved.replace') }).click()
      await saved(page)
      await untilEqual(() => chips(page).allInnerTexts(), [kName.toUpperCase()])
      // It leads to where the page is: its address alone does not say that it has come anew.
      await Promise.all([page.waitForEvent('load'), chip(page, kName.toUpperCase()).click()])
      assert.equal(new URL(page.url()).search, '?payment=pending')

      await page.getByRole('button', { name: t('admin.saved.remove', { name: kName.toUpperCase() }) }).click()
      await page.waitForURL('**/admin/orders?payment=pending&notice=filter_removed')
      await page.getByText(t('admin.saved.notice.removed')).waitFor()
      assert.equal(await chips(page).count(), 0)
      await look()
      await staff.leave()
      await forget()
    })

  for (const window of ['phone', 'laptop'])
    test(`${window}: a name that is taken may be given up for another`, async () => {
      const staff = await staffMember(browser, shop, { window })
      const { page, t } = staff
      await page.goto('/admin/stock?alert=any')
      await save(staff, 'Pesan ulang')
      await saved(page)
      await page.goto('/admin/stock?alert=out')
      staff.expectComplaint(/status of 409/)
      await save(staff, 'Pesan ulang')
      await page.getByRole('heading', { name: t('admin.saved.other_name') }).waitFor()
      await page.getByLabel(t('admin.saved.name')).fill('Habis')
      await page.getByRole('button', { name: t('admin.saved.submit'), exact: true }).click()
      await saved(page)
      await untilEqual(() => chips(page).allInnerTexts(), ['Pesan ulang', 'Habis'])
      assert.equal(await marked(page).innerText(), 'Habis')
      await staff.leave()
      await forget()
    })

  for (const window of ['phone', 'laptop'])
    test(`${window}: colleagues see what is for all, with whose it is, and many long names fit`, async () => {
      const admin = await openWindow(browser, shop, { window })
      await logIn(admin, 'admin@hurtrock.com', 'admin123')
      await admin.page.goto('/admin/products?state=hidden')
      await save(admin, kLongName, { shared: true })
      await saved(admin.page)
      await admin.assertFits()
      await assertAccessible(admin)
      await admin.page.goto('/admin/products?stock=low')
      await save(admin, 'Hanya saya')
      await saved(admin.page)

      const staff = await staffMember(browser, shop, { window, theme: 'light' })
      const { page, t } = staff
      for (const [filter, name] of [['stock=out', 'Habis'], ['pictures=none', 'Tanpa gambar'], ['sort=sold', 'Paling laku']]) {
        await page.goto(`/admin/products?${filter}`)
        await save(staff, name)
        await saved(page)
      }
      await page.goto('/admin/products')
      assert.equal(await chip(page, 'Hanya saya').count(), 0)
      await chip(page, kLongName).click()
      await page.waitForURL('**/admin/products?state=hidden')
      const [[owner]] = await shop.sql("SELECT name FROM users WHERE email = 'admin@hurtrock.com'")
      assert.match(await marked(page).innerText(), new RegExp(t('admin.saved.by', { name: owner })))
      assert.equal(await page.getByRole('button', { name: t('admin.saved.remove', { name: kLongName }) }).count(), 0, 'it is not theirs')
      await staff.assertFits()
      await assertAccessible(staff)
      staff.expectComplaint(/status of 409/)
      await page.goto('/admin/products?state=archived')
      await save(staff, 'Habis')
      await page.getByRole('alert').waitFor()
      await staff.assertFits()
      await admin.leave()
      await staff.leave()
      await forget()
    })

  test('everything is done by keys', async () => {
    const staff = await staffMember(browser, shop)
    const { page, t } = staff
    await page.goto('/admin/mail?state=sent')
    await page.locator('.saved-filters__save > summary').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await untilEqual(() => page.evaluate(() => document.activeElement.id), 'field-name')
    await page.keyboard.type('Terkirim')
    await page.keyboard.press('Enter')
    await saved(page)
    await page.goto('/admin/mail')
    await chip(page, 'Terkirim').focus()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin/mail?state=sent')
    await page.getByRole('button', { name: t('admin.saved.remove', { name: 'Terkirim' }) }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL('**notice=filter_removed')
    assert.equal(await chips(page).count(), 0)
    await staff.leave()
  })

  test('a refused name is told where it is typed, and the rest is still there', async () => {
    const staff = await staffMember(browser, shop, { window: 'phone' })
    const { page, t } = staff
    await page.goto('/admin/orders?state=paid')
    staff.expectComplaint(/status of 422/)
    // The browser itself would not send an empty name.
    await save(staff, '\u00a0', { shared: true })
    await page.locator('.error-summary').waitFor()
    await page.locator('.error-summary a[href="#field-name"]').waitFor()
    assert.equal(await page.getByLabel(t('admin.saved.shared')).isChecked(), true)
    await assertAccessible(staff)
    await staff.assertFits()
    await page.getByLabel(t('admin.saved.name')).fill(kName)
    await page.getByRole('button', { name: t('admin.saved.submit'), exact: true }).click()
    await page.waitForURL('**/admin/orders?state=paid&notice=filter_saved')
    await staff.leave()
    await forget()
  })

  test('two tabs that save one name make one filter', async () => {
    const staff = await staffMember(browser, shop)
    const first = staff.page, second = await staff.context.newPage()
    for (const page of [first, second]) {
      await page.goto('/admin/orders?state=shipped')
      await page.locator('.saved-filters__save > summary').click()
      await page.getByLabel(staff.t('admin.saved.name')).fill('Di jalan')
    }
    // Waited for from the start: a page forgets its notice's address, and one may be there before the other is clicked.
    await Promise.all([first, second].map(page =>
      Promise.all([saved(page), page.getByRole('button', { name: staff.t('admin.saved.submit'), exact: true }).click()])))
    assert.deepEqual(await shop.sql('SELECT name FROM saved_filters'), [['Di jalan']])
    await staff.leave()
    await forget()
  })
})
