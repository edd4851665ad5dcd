import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { until, untilEqual } from '../support/poll.mjs'
import { openWindow } from './browser.mjs'
import { buyerNamed, kArea, kCheap } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('with the keyboard alone', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  /** Tab until the element has the focus: what cannot be reached this way is not there for many. */
  async function tabTo(page, target) {
    for (let stops = 0; stops < 150; ++stops) {
      if (await target.evaluate(element => element === document.activeElement)) return
      await page.keyboard.press('Tab')
    }
    assert.fail(`the Tab key does not reach ${target}`)
  }

  test('the first stop on every page skips to its content', async () => {
    const person = await openWindow(browser, shop)
    const { page, t } = person
    await page.goto('/')
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement.textContent), t('layout.skip'))
    await page.keyboard.press('Enter')
    await untilEqual(() => page.evaluate(() => document.activeElement.id), 'content')
    await person.leave()
  })

  test('a product is found by search suggestions', async () => {
    const person = await openWindow(browser, shop)
    const { page } = person
    await page.goto('/')
    await tabTo(page, page.locator('#search-field'))
    await page.keyboard.type('BIC-10', { delay: 20 })
    await page.getByRole('option', { name: new RegExp(kCheap.name) }).first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/product/${kCheap.slug}**`)
    await person.leave()
  })

  test('the empty search field offers what was searched for last, until that is cleared', async () => {
    const person = await openWindow(browser, shop)
    const { page, t } = person
    await page.goto('/')
    await tabTo(page, page.locator('#search-field'))
    await page.keyboard.type('gitar merah')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/products?q=gitar+merah')
    await page.goto('/')
    await tabTo(page, page.locator('#search-field'))
    await page.getByRole('group', { name: t('layout.suggest.recent') }).getByRole('option', { name: 'gitar merah' }).waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.getByRole('listbox').waitFor({ state: 'hidden' })
    await page.reload()
    await tabTo(page, page.locator('#search-field'))
    assert.equal(await page.getByRole('option').count(), 0)
    await person.leave()
  })

  test('a slow answer to an earlier text does not show under a later one', async () => {
    const person = await openWindow(browser, shop)
    const { page } = person
    let held
    await page.route('**/api/v1/search/suggest?q=ib', route => { held = route })
    await page.goto('/')
    await page.locator('#search-field').fill('ib')
    await until('the earlier text is asked for', () => held)
    await page.locator('#search-field').fill('fender')
    await page.getByRole('option', { name: /Fender/ }).first().waitFor()
    await held.continue().catch(() => {})
    await page.waitForLoadState('networkidle')
    assert.equal(await page.getByRole('option', { name: /Ibanez/ }).count(), 0)
    await person.leave()
  })

  test('the whole order is placed', async () => {
    const person = await openWindow(browser, shop)
    const { page, t } = person
    const buyer = buyerNamed('Papan Ketik')
    await page.goto(`/product/${kCheap.slug}`)
    await tabTo(page, page.getByRole('button', { name: t('catalog.product.add') }))
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText(t('cart.drawer.title')).waitFor()
    await tabTo(page, page.getByRole('dialog').getByRole('link', { name: t('cart.checkout') }))
    await page.keyboard.press('Enter')
    await page.waitForURL('**/checkout')

    for (const [label, value] of [['name', buyer.name], ['phone', buyer.phone], ['email', buyer.email]]) {
      await tabTo(page, page.getByLabel(t(`checkout.${label}`)))
      await page.keyboard.type(value)
    }
    await tabTo(page, page.getByRole('combobox', { name: t('checkout.area') }))
    await page.keyboard.type(kArea.search, { delay: 15 })
    await page.getByRole('option', { name: kArea.option }).first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByLabel(t('checkout.street')))
    await page.keyboard.type(buyer.street)
    await page.locator('[name=shipping_service]').first().waitFor()
    await tabTo(page, page.locator('[name=shipping_service]:checked'))
    await page.keyboard.press('ArrowDown')
    const payments = page.locator('[name=payment_method]:not(:disabled)')
    await tabTo(page, (await payments.and(page.locator(':checked')).count()) ? payments.and(page.locator(':checked')) : payments.first())
    await page.keyboard.press('Space')
    while (!(await page.locator('[name=payment_method][value=cod]').isChecked())) await page.keyboard.press('ArrowDown')
    await tabTo(page, page.locator('[data-place]'))
    await page.keyboard.press('Enter')
    await page.waitForURL('**/orders/HRT-**')
    await person.leave()
  })
})
