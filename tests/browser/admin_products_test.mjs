import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { takeVariant } from '../http/errand.mjs'
import { untilEqual } from '../support/poll.mjs'
import { assertAccessible } from './accessibility.mjs'
import { assertInOrder, errandsAtBothWidths } from './both_widths.mjs'
import { field, fillIn } from './forms.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { fillVariant, noticed, photoFile, press, save, staffMember } from './staff.mjs'

const kWaitMs = 60_000

describe('staff keep the catalogue', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  const atBothWidths = errandsAtBothWidths(() => ({ shop, browser }))

  const variant = (page, number) => page.locator('.variant').nth(number - 1)

  test('the preview follows what is written for search engines, and says when it is too long', async () => {
    const person = await staffMember(browser, shop)
    const { page, t } = person
    await page.goto('/admin/products/1')
    const preview = page.locator('.seo[data-language=id]')
    const name = await page.locator('#field-name').inputValue()
    assert.equal(await preview.locator('[data-title]').innerText(), name)
    const title = page.getByLabel(t('admin.edit.field.seo_title_id'))
    await title.fill('Gitar idaman')
    assert.equal(await preview.locator('[data-title]').innerText(), 'Gitar idaman')
    assert.equal(await preview.locator('.seo__count').first().getAttribute('data-long'), 'false')
    await title.fill('Gitar idaman yang sangat panjang judulnya sampai tidak muat')
    assert.equal(await preview.locator('.seo__count').first().getAttribute('data-long'), 'true')
    await page.getByLabel(t('admin.edit.field.seo_description_id')).fill('Kirim hari ini.')
    assert.equal(await preview.locator('[data-description]').innerText(), 'Kirim hari ini.')
    await assertAccessible(person)
    await save(page)
    await page.getByText(t('admin.edit.notice.saved')).waitFor()
    assert.equal(new URL(page.url()).search, '', 'a reload does not say it again')
    await page.reload()
    assert.equal(await page.getByText(t('admin.edit.notice.saved')).count(), 0)
    await person.leave()
  })

  test('the preview of a new product says what will stand there, and counts nothing', async () => {
    const person = await staffMember(browser, shop)
    const { page } = person
    await page.goto('/admin/products/new')
    const kNothing = { id: ['Nama produk', 'Awal deskripsi produk'], en: ['Product name', "The beginning of the product's description"] }
    const shown = language => Promise.all(['title', 'description'].map(part => page.locator(`.seo[data-language=${language}] [data-${part}]`).innerText()))
    for (const [language, words] of Object.entries(kNothing)) assert.deepEqual(await shown(language), words)
    assert.equal(await page.locator('.seo__count').count(), 0)
    await page.locator('#field-name').fill('Gitar Baru')
    await page.locator('#field-description_id').fill('Suaranya besar.')
    assert.deepEqual(await shown('id'), ['Gitar Baru', 'Suaranya besar.'])
    assert.deepEqual(await shown('en'), ['Gitar Baru', kNothing.en[1]])
    // Title and description in the one, the title in the other.
    assert.equal(await page.locator('.seo__count').count(), 3)
    await page.locator('#field-name').fill('')
    assert.equal((await shown('id'))[0], 'Nama produk')
    assert.equal(await page.locator('.seo__count').count(), 1)
    await person.leave()
  })

  for (const window of ['phone', 'laptop'])
    for (const path of ['/admin/products', '/admin/stock'])
      test(`one box chooses all of the page, and what can be done with them stays at hand: ${path}, ${window}`, async () => {
        const person = await staffMember(browser, shop, { window })
        const { page, t } = person
        await page.goto(path)
        const boxes = page.locator('.order-choice input[type=checkbox][name]:not([data-choose-beyond])')
        const all = page.getByLabel(t('admin.choose_all'))
        const chosen = () => boxes.evaluateAll(each => each.filter(({ checked }) => checked).length)
        await all.check()
        assert.ok(await boxes.count() > 1)
        assert.equal(await chosen(), await boxes.count())
        const { y, height } = await page.locator('.print-bar').boundingBox()
        assert.ok(y + height <= page.viewportSize().height, `the bar ends at ${y + height} px`)
        await boxes.first().uncheck()
        assert.equal(await all.isChecked(), false)
        await all.check()
        await all.uncheck()
        assert.equal(await chosen(), 0)
        await person.assertFits()
        await person.leave()
      })

  const kManners = [
    { window: 'phone', theme: 'dark', language: 'id' },
    { window: 'laptop', theme: 'light', language: 'en' },
    { window: 'laptop', theme: 'dark', language: 'id', javaScript: false },
  ]
  for (const [index, manner] of kManners.entries()) {
    const how = `${manner.window}${manner.javaScript === false ? ', without JavaScript' : ''}`
    test(`a guitar in two finishes goes from the form to the shop (${how})`, async () => {
      const person = await staffMember(browser, shop, manner)
      const { page, t } = person
      const name = `Gitar Uji ${index}`
      await page.goto('/admin/products')
      await page.getByRole('link', { name: t('admin.products.new') }).click()
      await page.getByLabel(t('admin.edit.field.name')).fill(name)
      assert.equal(await page.getByRole('button', { name: t('admin.edit.add_variant') }).count(), 0, 'nothing tells a second one apart yet')
      await page.getByLabel(t('admin.edit.field.description_id')).fill('Gitar dua warna.')
      await page.getByLabel(t('admin.edit.field.description_en')).fill('A guitar in two finishes.')
      await page.getByLabel(t('admin.edit.field.category')).selectOption({ index: 3 })
      await page.getByLabel(t('admin.edit.field.brand'), { exact: true }).fill('Merek Uji')
      await page.getByRole('radio', { name: t('admin.products.state.active') }).check()
      await page.getByRole('button', { name: t('admin.edit.add_option') }).click()
      await page.locator('[name=o1_name_id]').fill('Warna')
      await page.locator('[name=o1_name_en]').fill('Finish')
      await fillVariant(person, 1, { sku: `UJI-${index}-A`, finish: 'Merah', price: '15.000.000', stock: '4' })
      await page.getByRole('button', { name: t('admin.edit.add_variant') }).click()
      await variant(page, 2).waitFor()
      assert.equal(await variant(page, 2).getByLabel(t('admin.edit.field.price'), { exact: true }).inputValue(), '15.000.000')
      // The same finish twice is refused, and nothing is lost.
      await fillVariant(person, 2, { sku: `UJI-${index}-B`, finish: 'Merah', price: '16.000.000', stock: '4' })
      person.expectComplaint(/status of 422/)
      await save(page)
      await page.getByRole('alert').getByText(t('admin.edit.error.combination')).waitFor()
      await person.assertFits()
      if (manner.javaScript !== false) await assertAccessible(person)
      await page.locator('[name=v2_o1_id]').fill('Hitam')
      await save(page)
      await page.getByText(t('admin.edit.notice.created')).waitFor()
      await untilEqual(() => page.locator('.variant').count(), 2)

      await page.getByRole('link', { name: t('admin.edit.to_pictures') }).click()
      await page.getByLabel(t('admin.pictures.choose')).setInputFiles([await photoFile('gitar.jpg', 900, 700, 40 + index)])
      if (manner.javaScript === false) await page.getByRole('button', { name: t('admin.pictures.upload'), exact: true }).click()
      await page.locator('.shot').waitFor({ timeout: kWaitMs })

      await page.goto(`/product/gitar-uji-${index}`)
      await page.getByRole('heading', { level: 1 }).getByText(name).waitFor()
      await page.locator('.variants').getByRole('link', { name: 'Hitam' }).waitFor()
      await person.leave()
    })
  }

  for (const window of ['phone', 'laptop'])
    test(`fields beside each other stay in line when one of them is refused, ${window}`, async () => {
      const person = await staffMember(browser, shop, { window })
      const { page } = person
      await page.goto('/admin/products/1')
      await variant(page, 1).locator('.variant__more > summary').click()
      await page.locator('[name=v1_width]').fill('lebar')
      person.expectComplaint(/status of 422/)
      await save(page)
      await page.locator('.variant .field__error').first().waitFor()
      const rows = await variant(page, 1).locator('.variant__fields--small > .edit-field').evaluateAll(fields => {
        const tops = {}
        for (const field of fields) (tops[field.getBoundingClientRect().top] ??= []).push(field.querySelector('input').getBoundingClientRect().top)
        return Object.values(tops)
      })
      assert.ok(rows.some(row => row.length > 1))
      for (const row of rows) assert.deepEqual(row, row.map(() => row[0]))
      await person.assertFits()
      await assertAccessible(person)
      await person.leave()
    })

  test('the second of two editors sees both values and decides', async () => {
    const first = await staffMember(browser, shop, { window: 'laptop' }), second = await staffMember(browser, shop, { window: 'phone', theme: 'light' })
    const { t } = second
    await first.page.goto('/admin/products/1')
    await second.page.goto('/admin/products/1')
    const was = await second.page.getByLabel(t('admin.edit.field.name')).inputValue()
    await first.page.getByLabel(t('admin.edit.field.name')).fill('Nama dari yang pertama')
    await save(first.page)
    await first.page.getByText(t('admin.edit.notice.saved')).waitFor()
    await first.page.locator('.history').getByText('Nama dari yang pertama').waitFor()

    await second.page.getByLabel(t('admin.edit.field.model')).fill('Model dari yang kedua')
    second.expectComplaint(/status of 409/)
    await save(second.page)
    await second.page.getByText(t('admin.edit.conflict_text')).waitFor()
    await second.page.locator('.stored-note', { hasText: 'Nama dari yang pertama' }).waitFor()
    assert.equal(await second.page.getByLabel(t('admin.edit.field.name')).inputValue(), was)
    assert.equal(await second.page.getByLabel(t('admin.edit.field.model')).inputValue(), 'Model dari yang kedua')
    await second.assertFits()
    await assertAccessible(second)
    await second.page.getByLabel(t('admin.edit.field.name')).fill('Nama dari yang pertama')
    await save(second.page)
    await second.page.getByText(t('admin.edit.notice.saved')).waitFor()
    await first.leave()
    await second.leave()
  })

  atBothWidths('a changed price shows who has changed what', async person => {
    const { page, t } = person
    const { product } = await takeVariant(shop)
    await page.goto(`/admin/products/${product}`)
    await variant(page, 1).getByLabel(t('admin.edit.field.price'), { exact: true }).fill('900')
    await save(page)
    await noticed(person, 'admin.edit.notice.saved')
    await page.locator('.history ins', { hasText: /Rp\s900$/ }).waitFor()
    assert.equal(await variant(page, 1).getByLabel(t('admin.edit.field.price'), { exact: true }).inputValue(), '900')
    assert.deepEqual(await shop.sql(`SELECT COUNT(*) FROM variants WHERE product_id = ${product} AND price = 900`), [['1']])
  })

  let discarded = 0
  /** A product that nobody has ordered; its page is open. */
  async function openNewProduct({ page }, colleague) {
    const [[category]] = await shop.sql("SELECT id FROM categories WHERE slug = 'gitar-elektrik'")
    const sku = `BUANG-${++discarded}`
    const answer = await colleague.post('/admin/products', { form: {
      name: `Akan Dibuang ${discarded}`, model: '', brand: 'Uji', category, supplier: '', state: 'hidden', description_id: '', description_en: '',
      slug: '', options: '0', row: '1', v1_sku: sku, v1_price: '10.000', v1_stock: '1', v1_weight: '10', v1_length: '10', v1_width: '10',
      v1_height: '10', v1_active: '1', do: 'save' } })
    assert.equal(answer.status, 303, answer.text().slice(0, 2000))
    const product = answer.headers.location.match(/\/(\d+)\?/)[1]
    await page.goto(`/admin/products/${product}`)
    return product
  }
  const isThere = async product => (await shop.sql(`SELECT COUNT(*) FROM products WHERE id = ${product}`))[0][0] === '1'

  atBothWidths('a product that nobody has ordered is deleted for good', async (person, colleague) => {
    const { page, t } = person
    const product = await openNewProduct(person, colleague)
    await page.getByRole('link', { name: t('admin.edit.remove') }).click()
    await page.getByText(t('admin.remove.delete_text')).waitFor()
    await assertInOrder(person)
    await press(person, 'admin.remove.delete')
    await noticed(person, 'admin.products.notice.deleted')
    assert.equal(await isThere(product), false)
  })

  atBothWidths('what a colleague has changed meanwhile is not deleted unseen', async (person, colleague) => {
    const { page, t } = person
    const product = await openNewProduct(person, colleague)
    await page.getByRole('link', { name: t('admin.edit.remove') }).click()
    await page.getByText(t('admin.remove.delete_text')).waitFor()
    await shop.sql(`UPDATE products SET name = 'Dari rekan', version = version + 1 WHERE id = ${product}`)
    await press(person, 'admin.remove.delete')
    await noticed(person, 'admin.edit.error.changed')
    assert.equal(await field(person, 'name').inputValue(), 'Dari rekan')
    assert.equal(await isThere(product), true)
  }, { refusals: [409] })

  atBothWidths('a product that was ordered is archived and comes back hidden', async person => {
    const { page, t } = person
    const [[id, slug]] = await shop.sql(`SELECT p.id, p.slug FROM products p WHERE EXISTS (SELECT 1 FROM order_lines l WHERE l.product_id = p.id)
      AND p.state = 'active' ORDER BY p.id LIMIT 1`)
    await page.goto(`/admin/products/${id}`)
    await page.getByRole('link', { name: t('admin.edit.remove') }).click()
    await page.getByText(t('admin.remove.archive_text')).waitFor()
    await press(person, 'admin.remove.archive')
    await page.getByRole('heading', { name: t('admin.edit.archived') }).waitFor()
    await assertInOrder(person)
    await page.goto(`/product/${slug}`)
    await page.goto(`/admin/products/${id}`)
    await press(person, 'admin.edit.restore')
    await noticed(person, 'admin.edit.notice.restored')
    assert.deepEqual(await shop.sql(`SELECT state FROM products WHERE id = ${id}`), [['hidden']])
  }, { refusals: [410] })

  atBothWidths('a category is made below another and moved up', async person => {
    const { page, t, window } = person
    const made = `Kategori Uji ${window}`
    await page.goto('/admin/categories')
    const above = page.locator('.tree__row[data-depth="0"] .tree__name a').first()
    const name = await above.textContent()
    await page.getByRole('link', { name: t('admin.categories.new_below', { name }), exact: true }).click()
    await fillIn(person, { name_id: made, name_en: made })
    await save(page)
    await page.waitForURL(/#category-\d+$/)
    const rows = () => page.locator('.tree__name a').allTextContents()
    const before = (await rows()).indexOf(made)
    await page.getByRole('button', { name: t('admin.categories.up', { name: made }) }).click()
    await page.waitForFunction(
      ([text, place]) => [...document.querySelectorAll('.tree__name a')].findIndex(link => link.textContent === text) < place, [made, before])
  })
})
