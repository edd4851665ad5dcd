// Staff choose orders in the list and print their labels and packing lists, with and without JavaScript.

import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { atSandbox, awaitOrder, buy } from '../http/errand.mjs'
import { codesOn, pagesOf, sizeOf } from '../support/documents.mjs'
import { untilEqual } from '../support/poll.mjs'
import { assertAccessible } from './accessibility.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { fileBehind, staffMember } from './staff.mjs'

describe('printing', () => {
  let shop, browser, numbers, unpaid
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  before(async () => {
    numbers = []
    for (let i = 0; i < 3; ++i) numbers.push((await buy(shop, { method: 'cod' })).number)
    unpaid = (await buy(shop)).number
  })

  /** The file that a button of the list asks for. */
  async function press({ page }, name) {
    const { status, bytes } = await fileBehind(
      page, /\/admin\/orders\/(labels|packing-lists)\./, () => page.getByRole('button', { name }).click())
    assert.equal(status, 200)
    return bytes
  }

  async function choose(person, chosen) {
    await person.page.goto('/admin/orders')
    for (const number of chosen)
      await person.page.getByRole('checkbox', { name: person.t('admin.print.choose_order', { number }) }).check()
  }

  for (const javaScript of [true, false])
    for (const window of ['laptop', 'phone'])
      test(`labels of both sizes and packing lists from the list, ${window}, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
        const staff = await staffMember(browser, shop, { window, javaScript, theme: 'light' })
        const { page, t } = staff
        await page.goto('/admin/orders')
        assert.equal(await page.getByRole('checkbox', { name: t('admin.print.choose_order', { number: unpaid }) }).count(), 0)
        if (javaScript) await assertAccessible(staff)
        await staff.assertFits()
        for (const [size, millimetres] of [['100x150', [100, 150]], ['80', [80, 100]]]) {
          await choose(staff, numbers)
          await page.getByLabel(t('admin.print.chosen')).selectOption(size)
          const labels = await press(staff, t('admin.print.labels'))
          assert.deepEqual(sizeOf(labels), millimetres)
          const pages = pagesOf(labels)
          assert.equal(pages.length, 3)
          for (const number of numbers) {
            const index = pages.findIndex(text => text.includes(number))
            assert.ok(codesOn(labels, index + 1).some(([, read]) => read.includes(`/track/${number}?t=`)), `${number} at ${size}`)
          }
        }
        await choose(staff, numbers.slice(0, 2))
        assert.equal(pagesOf(await press(staff, t('admin.print.packing_lists'))).length, 2)
        await staff.leave()
      })

  for (const window of ['laptop', 'phone'])
    test(`a scanned label leads to the field of the parcel's number, ${window}`, async () => {
      const staff = await staffMember(browser, shop, { window })
      const { page } = staff
      const label = await (await staff.context.request.get(`/admin/orders/${numbers[0]}/label.pdf`)).body()
      await page.goto(`/admin/search?q=${encodeURIComponent(codesOn(label).find(([kind]) => kind === 'QR-Code')[1])}`)
      await page.waitForURL(`**/admin/orders/${numbers[0]}#field-tracking_number`)
      await untilEqual(() => page.evaluate(() => document.activeElement.id), 'field-tracking_number')
      assert.ok(await page.locator('.pack__line').last().evaluate(line => line.getBoundingClientRect().bottom > 0), 'what to pack is in sight')
      await staff.leave()
    })

  test('several orders are processed from the list, and those that cannot be say why', async () => {
    const { number: paid, reference } = await buy(shop)
    await atSandbox(shop, reference, 'pay')
    await awaitOrder(shop, paid, { state: 'paid' })
    const staff = await staffMember(browser, shop, { window: 'phone' })
    const { page, t } = staff
    await choose(staff, [paid, numbers[0]])
    await page.getByRole('button', { name: t('admin.process.choose') }).click()
    await page.getByRole('heading', { name: t('admin.process.title') }).waitFor()
    await page.locator('section:has(#others-title)', { hasText: numbers[0] }).waitFor()
    await staff.assertFits()
    await assertAccessible(staff)
    await page.locator('.save-bar .btn--primary').click()
    await page.getByRole('heading', { name: t('admin.process.marked') }).waitFor()
    await staff.assertFits()
    assert.deepEqual(await shop.sql(`SELECT state FROM orders WHERE number = '${paid}'`), [['processing']])
    await staff.leave()
  })

  test('pressing the button with nothing chosen says what to do', async () => {
    const staff = await staffMember(browser, shop)
    await staff.page.goto('/admin/orders')
    staff.expectComplaint(/status of 422/)
    await staff.page.getByRole('button', { name: staff.t('admin.print.labels') }).click()
    await staff.page.getByText(staff.t('admin.print.nothing_chosen')).waitFor()
    await staff.leave()
  })
})
