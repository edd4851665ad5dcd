// Orders that the staff compose for customers who write, call or stand at the counter: at a phone and a laptop, and without
// script.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { areaCode, orderRow, setPrice, setStock, stockOf, takeVariant } from '../http/errand.mjs'
import { assertInOrder, errandsAtBothWidths } from './both_widths.mjs'
import { escape, kArea } from './errand.mjs'
import { assertHolds, assertOvertaken, field, fillIn } from './forms.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { noticed, press, staffMember, unfold } from './staff.mjs'

describe('draft orders', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  const atBothWidths = errandsAtBothWidths(() => ({ shop, browser }))

  const customer = name => ({
    name, phone: '0812-3456-7890', email: `${name.toLowerCase().replaceAll(' ', '-')}-${randomUUID()}@contoh.example`, street: 'Jl. Contoh No. 7' })
  const quantity = ({ page }, { id }) => page.locator(`[name=quantity_${id}]`)
  const add = async (staff, variant) => {
    await field(staff, 'add_sku').fill(variant.sku)
    await staff.page.locator('#add-row').click()
    await quantity(staff, variant).waitFor()
  }
  const chooseArea = async ({ page, t, javaScript }) => {
    if (javaScript) {
      const area = page.getByRole('combobox', { name: t('checkout.area') })
      await area.fill('')
      await area.pressSequentially(kArea.search, { delay: 15 })
      await page.getByRole('option', { name: kArea.option }).filter({ hasText: kArea.city }).first().click()
    } else {
      await page.getByLabel(t('checkout.area')).fill(kArea.search)
      await page.locator('button[value=add_areas]').click()
      await page.getByRole('radio', { name: kArea.option }).first().check()
    }
  }
  const chooseHow = async (staff, method, service = 'JNE REG') => {
    const { page, t } = staff
    await press(staff, 'admin.draft.reckon')
    await page.getByRole('radio', { name: new RegExp(service) }).check()
    await page.getByRole('radio', { name: new RegExp(escape(t(`checkout.method.${method}`))) }).check()
    // The sum follows what is chosen by itself, or when it is asked for.
    if (!staff.javaScript) await press(staff, 'admin.draft.reckon')
    await page.locator('[name=seen_service]:not([value=""])').waitFor({ state: 'attached' })
    assert.equal(await page.locator('.totals').getByText(t('checkout.not_yet')).count(), 0)
  }
  const place = ({ page }) => page.locator('.save-bar button[value=place]').click()
  const saveDraft = ({ page }) => page.locator('.save-bar button[value=save]').click()
  /** What the page that is open has become: the order's number. */
  const placedAs = async staff => {
    await noticed(staff, 'admin.draft.notice.placed')
    const id = staff.page.url().match(/\/admin\/drafts\/(\d+)/)[1]
    return (await shop.sql(`SELECT o.number FROM orders o JOIN draft_orders d ON d.order_id = o.id WHERE d.id = ${id}`))[0][0]
  }
  const compose = async (staff, variant, person, { pieces = 1, method = 'midtrans' } = {}) => {
    await add(staff, variant)
    await quantity(staff, variant).fill(String(pieces))
    await fillIn(staff, person)
    await chooseArea(staff)
    await chooseHow(staff, method)
  }
  /** By a colleague, of one piece: its id. */
  const kept = async (colleague, variant, values) => {
    const answer = await colleague.post('/admin/drafts', { form: {
      ...values, form_key: randomUUID(), language: 'id', area_code: await areaCode(shop), shipping_service: 'jne-reg', payment_method: 'midtrans',
      row: variant.id, [`quantity_${variant.id}`]: 1, [`price_${variant.id}`]: variant.price, do: 'save' } })
    assert.equal(answer.status, 303, answer.text())
    return answer.headers.location.match(/\d+/)[0]
  }

  atBothWidths('an order is composed, placed, and its link is there to be sent', async staff => {
    const { page, t } = staff
    const variant = await takeVariant(shop, 5)
    await page.goto('/admin/orders')
    await page.getByRole('link', { name: t('admin.draft.new'), exact: true }).click()
    await page.waitForURL('**/admin/drafts/new')
    await compose(staff, variant, customer('Bu Sri'), { pieces: 2 })
    await assertInOrder(staff)
    await place(staff)
    const number = await placedAs(staff)
    assert.equal((await orderRow(shop, number)).state, 'pending')
    assert.deepEqual(await stockOf(shop, variant.id), { onHand: 5, reserved: 2 })
    const link = await field(staff, 'link').inputValue()
    assert.match(link, new RegExp(`/orders/${number}\\?t=`))
    await page.evaluate(() => (navigator.clipboard.writeText = async text => { window.copied = text }))
    await press(staff, 'admin.draft.copy_link')
    await page.getByRole('button', { name: t('orders.copied') }).waitFor()
    assert.equal(await page.evaluate(() => window.copied), link)
    await page.getByRole('link', { name: t('admin.draft.to_order') }).click()
    await page.waitForURL(`**/admin/orders/${number}`)
    await page.getByRole('link', { name: t('admin.order.from_draft', { id: '' }).trim() }).click()
    await page.waitForURL(/\/admin\/drafts\/\d+$/)
  })

  atBothWidths('a draft for an account is kept, found in the list, and deleted', async staff => {
    const { page, t } = staff
    const variant = await takeVariant(shop, 5)
    await page.goto('/admin/drafts/new')
    await add(staff, variant)
    await field(staff, 'account_query').fill('sekar')
    await page.locator('#add-account').click()
    await page.getByRole('button', { name: t('admin.draft.choose_this', { name: 'Sekar Ayuningtyas' }) }).click()
    await page.locator('[name=account]:not([value=""])').waitFor({ state: 'attached' })
    assert.equal(await field(staff, 'email').inputValue(), 'pembeli@contoh.example')
    const name = `Bu Sekar ${staff.window}`
    await fillIn(staff, { name, staff_note: 'Telepon lagi besok' })
    await saveDraft(staff)
    await noticed(staff, 'admin.edit.notice.saved')
    await page.goto('/admin/drafts')
    await fillIn(staff, { q: name })
    await press(staff, 'admin.products.show')
    await page.getByRole('link', { name, exact: true }).click()
    await page.waitForURL(/\/admin\/drafts\/\d+$/)
    await assertHolds(staff, { name, staff_note: 'Telepon lagi besok' })
    assert.equal(await quantity(staff, variant).inputValue(), '1')
    assert.deepEqual(await stockOf(shop, variant.id), { onHand: 5, reserved: 0 })
    await unfold(staff, 'admin.draft.remove')
    await press(staff, 'admin.draft.remove_confirm')
    await noticed(staff, 'admin.draft.notice.removed')
    assert.deepEqual(await shop.sql(`SELECT id FROM draft_orders WHERE contact_name = '${name}'`), [])
  })

  atBothWidths('what is missing for an order is said, and what was typed is still there', async staff => {
    const { page, t } = staff
    await page.goto('/admin/drafts/new')
    await fillIn(staff, { name: 'Bu Sri', phone: '12' })
    await place(staff)
    const summary = page.locator('.error-summary')
    await summary.waitFor()
    for (const name of ['phone', 'email', 'area_code', 'street', 'shipping_service', 'payment_method', 'add_sku'])
      assert.equal(await summary.locator(`a[href="#field-${name}"]`).count(), 1, name)
    await assertHolds(staff, { name: 'Bu Sri', phone: '12' })
    assert.equal(await field(staff, 'phone').getAttribute('aria-invalid'), 'true')
    await field(staff, 'add_sku').fill('tidak-ada-barang-ini')
    await page.locator('#add-row').click()
    await page.getByRole('alert').getByText(t('admin.draft.error.sku')).waitFor()
    assert.equal(await field(staff, 'add_sku').inputValue(), 'tidak-ada-barang-ini')
  }, { refusals: [422] })

  atBothWidths('among several items that have such a name one is chosen', async staff => {
    const { page, t } = staff
    await page.goto('/admin/drafts/new')
    await field(staff, 'add_sku').fill('ibanez')
    await page.keyboard.press('Enter')
    await page.locator('[data-choices] button').first().waitFor()
    await assertInOrder(staff)
    await page.locator('[data-choices] button').first().click()
    await page.locator('[name^=quantity_]').first().waitFor()
    assert.equal(await page.locator('[data-choices]').count(), 0)
    assert.ok(await page.getByText(t('admin.restock.no_lines')).count() === 0)
  })

  atBothWidths('of two who change one draft the second sees both', async (staff, colleague) => {
    const { page } = staff
    const variant = await takeVariant(shop, 5)
    const id = await kept(colleague, variant, customer('Semula'))
    await page.goto(`/admin/drafts/${id}`)
    const answer = await colleague.post(`/admin/drafts/${id}`, {
      form: { version: 1, language: 'id', name: 'Pertama', shipping_service: 'jne-reg', do: 'save' } })
    assert.equal(answer.status, 303, answer.text())
    await fillIn(staff, { name: 'Kedua' })
    await saveDraft(staff)
    await assertOvertaken(staff, 'admin.draft.error.changed', 'Pertama')
    await page.locator('.confirm-box li', { hasText: 'JNE REG' }).waitFor()
    await assertHolds(staff, { name: 'Kedua' })
    await saveDraft(staff)
    await noticed(staff, 'admin.edit.notice.saved')
    assert.deepEqual(await shop.sql(`SELECT contact_name FROM draft_orders WHERE id = ${id}`), [['Kedua']])
  }, { refusals: [409] })

  atBothWidths('what a colleague has placed meanwhile is not placed again', async (staff, colleague) => {
    const { page } = staff
    const variant = await takeVariant(shop, 5)
    const person = customer('Bu Sri')
    const id = await kept(colleague, variant, person)
    await page.goto(`/admin/drafts/${id}`)
    const answer = await colleague.post(`/admin/drafts/${id}`, { form: {
      ...person, version: 1, language: 'id', area_code: await areaCode(shop), shipping_service: 'jne-reg', payment_method: 'midtrans',
      row: variant.id, [`quantity_${variant.id}`]: 1, [`price_${variant.id}`]: variant.price, do: 'place' } })
    assert.equal(answer.status, 303, answer.text())
    await place(staff)
    await noticed(staff, 'admin.draft.notice.already')
    assert.deepEqual(await stockOf(shop, variant.id), { onHand: 5, reserved: 1 })
  })

  atBothWidths('a price that has changed since is said before the order is placed', async (staff, colleague) => {
    const { page, t } = staff
    const variant = await takeVariant(shop, 5)
    const id = await kept(colleague, variant, customer('Bu Sri'))
    await setPrice(shop, variant.id, variant.price + 5_000)
    await page.goto(`/admin/drafts/${id}`)
    await page.getByRole('heading', { name: t('admin.draft.prices_changed') }).waitFor()
    await assertInOrder(staff)
    await place(staff)
    const number = await placedAs(staff)
    const [[goods]] = await shop.sql(`SELECT goods_total FROM orders WHERE number = '${number}'`)
    assert.equal(Number(goods), variant.price + 5_000)
    await setPrice(shop, variant.id, variant.price)
  })

  atBothWidths('what is sold out meanwhile is not placed, and the line says so', async (staff, colleague) => {
    const { page, t } = staff
    const variant = await takeVariant(shop, 5)
    const id = await kept(colleague, variant, customer('Bu Sri'))
    await page.goto(`/admin/drafts/${id}`)
    await setStock(shop, variant.id, 0)
    await place(staff)
    await page.locator('.error-summary').waitFor()
    await page.getByText(t('admin.draft.sold_out'), { exact: true }).waitFor()
    assert.deepEqual(await shop.sql(`SELECT order_id FROM draft_orders WHERE id = ${id} AND order_id IS NOT NULL`), [])
  }, { refusals: [409] })

  test('without script an order is composed and placed', async () => {
    const staff = await staffMember(browser, shop, { window: 'phone', language: 'id', javaScript: false })
    const variant = await takeVariant(shop, 5)
    await staff.page.goto('/admin/drafts/new')
    await compose(staff, variant, customer('Pak Joko'), { method: 'cod' })
    await staff.assertFits()
    await place(staff)
    const number = await placedAs(staff)
    assert.equal((await orderRow(shop, number)).state, 'processing')
    assert.equal(await staff.page.getByText(staff.t('admin.draft.copy_link')).isVisible(), false)
    await staff.leave()
  })
})
