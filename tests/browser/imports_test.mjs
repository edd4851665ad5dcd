// Staff bring a file of products into the shop: chosen, understood, checked, imported.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { micros } from '../http/errand.mjs'
import { check as checkByHttp, countsOf, kTitles, productRow, uploaded } from '../http/imports.mjs'
import { until, untilEqual } from '../support/poll.mjs'
import { assertAccessible } from './accessibility.mjs'
import { assertInOrder, errandsAtBothWidths } from './both_widths.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { goTo, noticed, press, staffMember } from './staff.mjs'

const kGood = 30

describe('files of products', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  async function atImports(manner) {
    const staff = await staffMember(browser, shop, manner)
    const { page, t } = staff
    await page.goto('/admin')
    await goTo(staff, 'products')
    await page.getByRole('link', { name: t('admin.import.title'), exact: true }).click()
    await page.waitForURL('**/admin/imports')
    return staff
  }

  async function upload({ page, t }, name, content, mimeType = 'text/csv') {
    const asked = page.waitForEvent('filechooser')
    await page.getByLabel(t('admin.import.file'), { exact: true }).click()
    await (await asked).setFiles({ name, mimeType, buffer: Buffer.from(content) })
    await page.getByRole('button', { name: t('admin.import.upload'), exact: true }).click()
  }

  /** Imports that are begun from now on wait for the answered function. */
  async function holdImports() {
    const nextYear = micros(365 * 86_400_000)
    await shop.sql(`CREATE TRIGGER imports_wait AFTER INSERT ON jobs WHEN NEW.kind = 'admin.import_products'
      BEGIN UPDATE jobs SET run_at = ${nextYear} WHERE id = NEW.id; END`)
    return () => shop.sql("DROP TRIGGER imports_wait; UPDATE jobs SET run_at = 1 WHERE kind = 'admin.import_products' AND state = 'waiting'")
  }

  const meaningOf = ({ page }, title) => page.getByLabel(title, { exact: true })
  const check = ({ page, t }) => page.getByRole('button', { name: t('admin.import.check'), exact: true }).click()
  const figure = ({ page, t }, count) =>
    page.locator('.figures > div', { has: page.getByText(t(`admin.import.count.${count}`), { exact: true }) }).locator('dd').innerText()
  const figures = (staff, ...counts) => Promise.all(counts.map(count => figure(staff, count)))
  const described = field => field.evaluate(
    element => element.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id).textContent).join(' '))

  const kManners = [
    { window: 'phone', theme: 'dark', language: 'id' },
    { window: 'laptop', theme: 'light', language: 'en' },
  ]
  for (const manner of kManners) {
    const tag = manner.window
    const titles = kTitles.replace('price', 'Harga jual kami')
    const rows = [...Array(kGood).keys()].map(i => productRow(`${tag}-${i}`))

    test(`a file is understood, checked and imported, and says how far it is (${tag})`, async () => {
      const staff = await atImports(manner)
      const { page, t } = staff
      await upload(staff, `daftar-${tag}.csv`, titles + rows.join('') + productRow(`${tag}-salah`, -5))
      await page.getByRole('heading', { name: t('admin.import.columns_title') }).waitFor()
      assert.equal(await meaningOf(staff, 'sku').inputValue(), 'sku')
      assert.equal(await meaningOf(staff, 'Harga jual kami').inputValue(), '')
      await staff.assertFits()

      staff.expectComplaint(/status of 422/)
      await meaningOf(staff, 'Harga jual kami').selectOption('sku')
      await check(staff)
      const summary = page.locator('.error-summary')
      await summary.getByText(t('admin.import.error.column_twice')).waitFor()
      await untilEqual(() => summary.evaluate(element => element === document.activeElement), true)
      assert.ok((await described(meaningOf(staff, 'Harga jual kami'))).includes(t('admin.import.error.column_twice')))
      await staff.assertFits()
      await assertAccessible(staff)

      await meaningOf(staff, 'Harga jual kami').selectOption('price')
      await check(staff)
      await page.getByRole('heading', { name: t('admin.import.checked_title') }).waitFor({ timeout: 60_000 })
      await untilEqual(() => figures(staff, 'to_create', 'refused'), [String(kGood), '1'])
      const refused = page.locator('section', { has: page.getByRole('heading', { name: t('admin.import.refused_title') }) })
      assert.match(await refused.innerText(), new RegExp(`${t('admin.import.row', { row: kGood + 2 })} · Harga jual kami: `))
      assert.equal((await shop.sql(`SELECT COUNT(*) FROM variants WHERE sku LIKE 'UJI-PICK-${tag.toUpperCase()}-%'`))[0][0], '0')
      await staff.assertFits()

      const letGo = await holdImports()
      await page.getByRole('button', { name: t('admin.import.start'), exact: true }).click()
      const progress = page.getByRole('progressbar', { name: t('admin.import.doing.running') })
      await progress.waitFor()
      await page.getByText(t('admin.import.beginning')).waitFor()
      await staff.assertFits()
      await letGo()
      // The page shows itself anew until it is done.
      await page.locator('.badge--import-finished').waitFor({ timeout: 60_000 })
      await progress.waitFor({ state: 'detached' })
      await untilEqual(() => figures(staff, 'created', 'refused'), [String(kGood), '1'])
      await staff.assertFits()

      await goTo(staff, 'products')
      await page.getByLabel(t('admin.products.search')).fill(`Uji Pick ${tag}-7`)
      await page.keyboard.press('Enter')
      await page.locator('.product-rows').getByRole('link', { name: `Uji Pick ${tag}-7`, exact: true }).waitFor()
      await staff.leave()
    })

    test(`no file, an empty one and a wrong one are told at the field (${tag})`, async () => {
      const staff = await atImports(manner)
      const { page, t } = staff
      const field = page.getByLabel(t('admin.import.file'), { exact: true })
      await page.getByRole('button', { name: t('admin.import.upload'), exact: true }).click()
      await untilEqual(() => field.evaluate(element => element === document.activeElement && element.validity.valueMissing), true)

      staff.expectComplaint(/status of 422/)
      for (const [name, content, fault] of [
        ['kosong.csv', '', 'empty'], ['produk.xlsx', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(300, 1)]), 'archive'],
        ['catatan.txt', 'beli senar\nbeli pick\n', 'one_column']]) {
        await upload(staff, name, content)
        const message = `${t(`admin.import.fault.${fault}`)} ${t('admin.import.nothing_changed')}`
        await page.getByText(message).waitFor()
        assert.ok((await described(field)).includes(message), name)
        assert.equal(await field.getAttribute('aria-invalid'), 'true', name)
        await staff.assertFits()
      }
      await assertAccessible(staff)
      await upload(staff, 'benar.csv', kTitles + productRow(`${tag}-benar`))
      await page.getByRole('heading', { name: t('admin.import.columns_title') }).waitFor()
      await staff.leave()
    })
  }

  const atBothWidths = errandsAtBothWidths(() => ({ shop, browser }))
  /** A file of one new product, checked: the path of its page, and its SKU. */
  async function checked(colleague, tag) {
    const path = await uploaded(colleague, kTitles + productRow(tag))
    await checkByHttp(colleague, path)
    return { path, sku: `UJI-PICK-${tag.toUpperCase()}` }
  }
  const isThere = async sku => (await shop.sql(`SELECT COUNT(*) FROM variants WHERE sku = '${sku}'`))[0][0] === '1'

  atBothWidths('an import that is cancelled before it begins brings nothing, and stands in the list as cancelled', async (person, colleague) => {
    const { page, t, window } = person
    const { path, sku } = await checked(colleague, `batal-${window}`)
    await page.goto(path)
    await press(person, 'admin.import.cancel')
    await page.locator('.badge--import-cancelled').waitFor()
    await assertInOrder(person)
    await page.locator('.crumb a').click()
    await page.locator('.rows__row', { has: page.locator(`a[href="${path}"]`) }).getByText(t('admin.import.state.cancelled'), { exact: true }).waitFor()
    assert.equal(await isThere(sku), false)
  })

  atBothWidths('an import at work is cancelled, and what has not come yet does not come', async (person, colleague) => {
    const { page, window } = person
    const { path, sku } = await checked(colleague, `henti-${window}`)
    await page.goto(path)
    const letGo = await holdImports()
    await press(person, 'admin.import.start')
    await page.getByRole('progressbar').waitFor()
    await press(person, 'admin.import.cancel')
    await page.locator('.badge--import-cancelled').waitFor()
    await letGo()
    const [[job]] = await shop.sql("SELECT MAX(id) FROM jobs WHERE kind = 'admin.import_products'")
    await until('the job has ended', async () => (await shop.sql(`SELECT state FROM jobs WHERE id = ${job}`))[0]?.[0] !== 'waiting', { withinMs: 60_000 })
    assert.equal((await countsOf(shop, path)).state, 'cancelled')
    assert.equal(await isThere(sku), false)
  })

  atBothWidths('who starts what a colleague has cancelled meanwhile is told, and nothing comes', async (person, colleague) => {
    const { page, window } = person
    const { path, sku } = await checked(colleague, `rekan-${window}`)
    await page.goto(path)
    assert.equal((await colleague.post(`${path}/cancellation`, { form: {} })).status, 303)
    await press(person, 'admin.import.start')
    await noticed(person, 'admin.import.moved_on')
    await page.locator('.badge--import-cancelled').waitFor()
    assert.equal(await isThere(sku), false)
  }, { refusals: [409] })
})
