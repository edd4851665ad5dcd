// Staff keep suppliers and categories: written down, changed, refused, overtaken by a colleague, done away with.

import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { micros } from '../http/errand.mjs'
import { assertInOrder, errandsAtBothWidths } from './both_widths.mjs'
import { assertHolds, assertOvertaken, assertRefusedAt, field, fillIn } from './forms.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { noticed, press, save, unfold } from './staff.mjs'

describe('forms of the catalogue', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  const atBothWidths = errandsAtBothWidths(() => ({ shop, browser }))

  describe('suppliers', () => {
    let made = 0
    /** One of this test: {id, name}. Its page is open. */
    async function openSupplier({ page }) {
      const name = `CV Pemasok Uji ${++made}`
      const [[id]] = await shop.sql(`INSERT INTO suppliers (name, contact_name, created_at) VALUES ('${name}', 'Ibu Lama', ${micros()}) RETURNING id`)
      await page.goto(`/admin/suppliers/${id}`)
      return { id, name }
    }
    const stored = async ({ id }) => (await shop.sql(`SELECT name, contact_name, address, active FROM suppliers WHERE id = ${id}`))[0]

    atBothWidths('a supplier is written down and stands in the list', async person => {
      const { page, t, window } = person
      const name = `CV Baru ${window}`
      await page.goto('/admin/suppliers')
      await page.getByRole('link', { name: t('admin.suppliers.new'), exact: true }).click()
      await fillIn(person, { name, contact_name: 'Ibu Uji', phone: '022-5550-0199', email: 'uji@pemasok.example', address: 'Jl Contoh 1' })
      await assertInOrder(person)
      await save(page)
      await noticed(person, 'admin.edit.notice.saved')
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await page.locator('.crumb a').click()
      await page.locator('.rows__row', { hasText: name }).getByText('Ibu Uji').waitFor()
    })

    atBothWidths('a changed supplier shows who has changed what', async person => {
      const supplier = await openSupplier(person)
      await fillIn(person, { contact_name: 'Bapak Baru' })
      await save(person.page)
      await noticed(person, 'admin.edit.notice.saved')
      await person.page.locator('.history ins', { hasText: 'Bapak Baru' }).waitFor()
      assert.deepEqual(await stored(supplier), [supplier.name, 'Bapak Baru', '', '1'])
    })

    atBothWidths('a supplier without a name, or with that of another, is refused at its fields', async person => {
      const { page, t } = person
      const supplier = await openSupplier(person)
      const typed = { name: '', email: 'bukan-email' }
      await fillIn(person, typed)
      await save(page)
      await assertRefusedAt(person, 'name', 'email')
      await assertHolds(person, typed)
      const [[taken]] = await shop.sql(`SELECT name FROM suppliers WHERE id <> ${supplier.id} ORDER BY id LIMIT 1`)
      await fillIn(person, { name: taken, email: '' })
      await save(page)
      await page.locator('.error-summary', { hasText: t('admin.suppliers.error.name_taken') }).waitFor()
      await assertRefusedAt(person, 'name')
      assert.equal((await stored(supplier))[0], supplier.name)
    }, { refusals: [422] })

    atBothWidths('who is overtaken by a colleague keeps what was typed, sees what is stored, and decides', async person => {
      const supplier = await openSupplier(person)
      await shop.sql(`UPDATE suppliers SET address = 'Jl Dari Rekan 2', version = version + 1 WHERE id = ${supplier.id}`)
      await fillIn(person, { contact_name: 'Bapak Saya' })
      await save(person.page)
      await assertOvertaken(person, 'admin.suppliers.error.changed', 'Jl Dari Rekan 2')
      await assertHolds(person, { contact_name: 'Bapak Saya', address: '' })
      await fillIn(person, { address: 'Jl Dari Rekan 2' })
      await save(person.page)
      await noticed(person, 'admin.edit.notice.saved')
      assert.deepEqual(await stored(supplier), [supplier.name, 'Bapak Saya', 'Jl Dari Rekan 2', '1'])
    }, { refusals: [409] })

    atBothWidths('a supplier that is not used any more is marked in the list', async person => {
      const { page, t } = person
      const supplier = await openSupplier(person)
      await page.getByLabel(t('admin.suppliers.active')).uncheck()
      await save(page)
      await noticed(person, 'admin.edit.notice.saved')
      await page.locator('.crumb a').click()
      await page.locator('.rows__row', { has: page.getByRole('link', { name: supplier.name, exact: true }) })
        .getByText(t('admin.suppliers.inactive'), { exact: true }).waitFor()
      assert.equal((await stored(supplier))[3], '0')
    })
  })

  describe('categories', () => {
    let made = 0
    /** One of this test, above all others and empty: {id, name}. Its page is open. */
    async function openCategory({ page }) {
      const name = `Uji ${++made}`
      const [[id]] = await shop.sql(
        `INSERT INTO categories (slug, name_id, name_en, position) VALUES ('uji-${made}', '${name}', '${name}', -${made}) RETURNING id`)
      await page.goto(`/admin/categories/${id}`)
      return { id, name }
    }
    const stored = async ({ id }) => (await shop.sql(`SELECT name_id, name_en, slug, active FROM categories WHERE id = ${id}`))[0]

    atBothWidths('a category gets another name and place, and is hidden', async person => {
      const { page, t, window } = person
      const category = await openCategory(person)
      const name = `Ganti ${window}`
      await fillIn(person, { name_id: name, name_en: name })
      await field(person, 'parent').selectOption({ index: 1 })
      const [, parent] = await field(person, 'parent').locator('option').evaluateAll(options => options.map(({ value }) => value))
      await page.getByLabel(t('admin.categories.active')).uncheck()
      await save(page)
      await noticed(person, 'admin.edit.notice.saved')
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await page.locator('.history ins', { hasText: name }).first().waitFor()
      assert.deepEqual(await shop.sql(`SELECT parent_id, active FROM categories WHERE id = ${category.id}`), [[parent, '0']])
      await page.locator('.crumb a').click()
      await page.locator('.tree__row', { hasText: name }).getByText(t('admin.products.hidden'), { exact: true }).waitFor()
    })

    atBothWidths('a category without a name, or at an address that cannot be, is refused at its fields', async person => {
      const category = await openCategory(person)
      const before = await stored(category)
      const typed = { name_id: '', slug: 'Dua Kata!' }
      await fillIn(person, typed)
      await save(person.page)
      await assertRefusedAt(person, 'name_id', 'slug')
      await assertHolds(person, typed)
      const [[taken]] = await shop.sql('SELECT slug FROM categories WHERE parent_id IS NOT NULL ORDER BY id LIMIT 1')
      await fillIn(person, { name_id: category.name, slug: taken })
      await save(person.page)
      await person.page.locator('.error-summary', { hasText: person.t('admin.categories.error.slug_taken') }).waitFor()
      await assertRefusedAt(person, 'slug')
      assert.deepEqual(await stored(category), before)
    }, { refusals: [422] })

    atBothWidths('who is overtaken by a colleague keeps what was typed, sees what is stored, and decides', async person => {
      const category = await openCategory(person)
      await shop.sql(`UPDATE categories SET name_en = 'From a colleague', version = version + 1 WHERE id = ${category.id}`)
      await fillIn(person, { name_id: 'Dari saya' })
      await save(person.page)
      await assertOvertaken(person, 'admin.categories.error.changed', 'From a colleague')
      await assertHolds(person, { name_id: 'Dari saya', name_en: category.name })
      await fillIn(person, { name_en: 'From a colleague' })
      await save(person.page)
      await noticed(person, 'admin.edit.notice.saved')
      assert.deepEqual((await stored(category)).slice(0, 2), ['Dari saya', 'From a colleague'])
    }, { refusals: [409] })

    atBothWidths('an empty category is deleted after a second question', async person => {
      const { page } = person
      const category = await openCategory(person)
      await unfold(person, 'admin.categories.delete')
      await assertInOrder(person)
      await press(person, 'admin.categories.delete_confirm')
      await noticed(person, 'admin.categories.notice.deleted')
      assert.equal(await page.locator(`#category-${category.id}`).count(), 0)
      assert.deepEqual(await shop.sql(`SELECT COUNT(*) FROM categories WHERE id = ${category.id}`), [['0']])
    })

    atBothWidths('a category that a colleague has filled meanwhile is not deleted', async person => {
      const { page, t } = person
      const category = await openCategory(person)
      await unfold(person, 'admin.categories.delete')
      await shop.sql(`INSERT INTO categories (parent_id, slug, name_id, name_en) VALUES (${category.id}, 'uji-di-dalam-${category.id}', 'Di dalam', 'Inside')`)
      await press(person, 'admin.categories.delete_confirm')
      await noticed(person, 'admin.categories.error.not_empty')
      await page.locator('.admin-note', { hasText: t('admin.categories.error.not_empty') }).waitFor()
      assert.equal((await stored(category))[0], category.name)
    }, { refusals: [409] })
  })
})
