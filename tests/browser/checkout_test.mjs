// What a buyer need not type twice at the checkout.

import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'
import { buyerNamed, fillCheckout, goToCheckoutWith, kArea, kCheap, logIn, placeButton, placeOrder } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

const kStreets = { first: 'Jl. Mawar No. 1', second: 'Jl. Melati No. 2' }

describe('the checkout', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  before(async () => {
    const person = await openWindow(browser, shop)
    await logIn(person, 'pembeli@contoh.example', 'pembeli123')
    for (const street of Object.values(kStreets)) await addAddress(person, street)
    await person.leave()
  })

  async function addAddress({ page, t }, street) {
    await page.goto('/profile')
    const box = page.locator('#addresses')
    if (!(await box.getByLabel(t('accounts.recipient')).isVisible())) await box.getByText(t('accounts.add_address')).click()
    await box.getByLabel(t('accounts.recipient')).fill('Ani Rahma')
    await box.getByLabel(t('accounts.phone')).fill('081211112222')
    await box.getByRole('combobox', { name: t('accounts.area') }).pressSequentially(kArea.search, { delay: 15 })
    await page.getByRole('option', { name: kArea.option }).filter({ hasText: kArea.city }).first().click()
    await box.getByLabel(t('accounts.street')).fill(street)
    await box.getByRole('button', { name: t('accounts.save_address') }).click()
    await page.getByText(t('accounts.notice.address_added')).waitFor()
  }

  const service = page => page.locator('[name=shipping_service]:checked')

  async function assertFilled({ page, t }, buyer, chosen) {
    await service(page).and(page.locator(`[value="${chosen}"]`)).waitFor()
    assert.equal(await page.getByLabel(t('checkout.name')).inputValue(), buyer.name)
    assert.equal(await page.getByLabel(t('checkout.phone')).inputValue(), buyer.phone)
    assert.equal(await page.getByLabel(t('checkout.street')).inputValue(), buyer.street)
    assert.equal(await page.getByLabel(t('checkout.note')).inputValue(), 'Titip di satpam')
    assert.match(await page.getByRole('combobox', { name: t('checkout.area') }).inputValue(), kArea.option)
    assert.equal(await page.locator('[name=payment_method]:checked').inputValue(), 'cod')
  }

  for (const window of ['phone', 'laptop']) {
    test(`keeps what was typed through a reload, the cart and the way back, until the order is placed (${window})`, async () => {
      const person = await openWindow(browser, shop, { window })
      const { page, t } = person
      const buyer = buyerNamed(`Ketik ${window}`)
      await goToCheckoutWith(person, kCheap.slug)
      await fillCheckout(person, buyer, { method: 'cod' })
      await page.getByLabel(t('checkout.note')).fill('Titip di satpam')
      // Not the first of them, which would be chosen anyway.
      const services = page.locator('[name=shipping_service]')
      await services.nth(1).check()
      const chosen = await services.nth(1).inputValue()

      await page.reload()
      await assertFilled(person, buyer, chosen)
      await page.getByRole('link', { name: t('checkout.edit_cart'), exact: true }).click()
      await page.waitForURL('**/cart')
      await page.goBack()
      await page.waitForURL('**/checkout')
      await assertFilled(person, buyer, chosen)
      await page.goto('/cart')
      await page.getByRole('link', { name: t('cart.checkout') }).click()
      await page.waitForURL('**/checkout')
      await assertFilled(person, buyer, chosen)

      await placeOrder(person)
      await page.waitForURL('**/orders/HRT-**')
      assert.equal(await page.evaluate(() => sessionStorage.getItem('hurtrock:checkout')), null)
      await goToCheckoutWith(person, kCheap.slug)
      assert.equal(await page.getByLabel(t('checkout.street')).inputValue(), '')
      await person.leave()
    })
  }

  for (const [who, email, password, from] of [
    ['a buyer', 'pembeli@contoh.example', 'pembeli123', '/profile'],
    ['a member of the staff', 'admin@hurtrock.com', 'admin123', '/admin'],
  ]) {
    test(`what was typed is gone from the tab once ${who} has logged out`, async () => {
      const person = await openWindow(browser, shop)
      const { page, t } = person
      const draft = () => page.evaluate(() => sessionStorage.getItem('hurtrock:checkout'))
      await logIn(person, email, password)
      await goToCheckoutWith(person, kCheap.slug)
      await page.getByLabel(t('checkout.street')).fill('Jl. Rahasia 1')
      assert.match(await draft(), /Jl\. Rahasia 1/)
      await page.goto(from)
      assert.match(await draft(), /Jl\. Rahasia 1/)
      await page.locator('form[action="/logout"] button').click()
      await page.waitForURL(`${shop.url}/`)
      assert.equal(await draft(), null)
      await person.leave()
    })
  }

  test('what was refused stays as it was sent, and is kept', async () => {
    const person = await openWindow(browser, shop)
    const { page, t } = person
    person.expectComplaint(/422/)
    await goToCheckoutWith(person, kCheap.slug)
    await page.getByLabel(t('checkout.name')).fill('Sebelum')
    await page.getByLabel(t('checkout.street')).fill('Jl. Sebelum')
    await placeOrder(person)
    await page.getByRole('alert').first().waitFor()
    assert.equal(await page.getByLabel(t('checkout.street')).inputValue(), 'Jl. Sebelum')
    await page.goto('/checkout')
    assert.equal(await page.getByLabel(t('checkout.street')).inputValue(), 'Jl. Sebelum')
    assert.equal(await page.getByLabel(t('checkout.name')).inputValue(), 'Sebelum')
    await person.leave()
  })

  for (const javaScript of [true, false])
    test(`a cart that was changed in another tab is asked about before it is ordered (${javaScript ? 'with' : 'without'} JavaScript)`, async () => {
      const person = await openWindow(browser, shop, { window: 'phone', javaScript })
      const { page, t } = person
      person.expectComplaint(/409/)
      await goToCheckoutWith(person, kCheap.slug)
      await fillCheckout(person, buyerNamed(`Dua Tab ${javaScript}`), { method: 'cod' })
      const tab = await person.context.newPage()
      await tab.goto(`/product/${kCheap.slug}`)
      await tab.getByRole('button', { name: t('catalog.product.add') }).click()
      if (javaScript) await tab.getByRole('dialog').getByText(t('cart.drawer.title')).waitFor()
      else await tab.waitForURL('**/cart**')
      await tab.close()
      await placeOrder(person)
      await page.getByRole('heading', { name: t('checkout.changes_total') }).waitFor()
      await person.assertFits()
      if (javaScript) await assertAccessible(person)
      await page.getByRole('button', { name: t('checkout.place_accept') }).click()
      await page.waitForURL('**/orders/HRT-**')
      await person.leave()
    })

  for (const [window, javaScript] of [['phone', true], ['laptop', true], ['laptop', false]]) {
    test(`begins with the default address and takes another one (${window}, ${javaScript ? 'with' : 'without'} JavaScript)`, async () => {
      const person = await openWindow(browser, shop, { window, javaScript })
      const { page, t } = person
      await logIn(person, 'pembeli@contoh.example', 'pembeli123')
      await goToCheckoutWith(person, kCheap.slug)
      const saved = page.getByRole('navigation', { name: t('checkout.saved') })
      const keep = page.getByLabel(t('checkout.save_address'))
      await page.locator('[name=shipping_service]').first().waitFor()
      assert.notEqual(await page.getByLabel(t('checkout.street')).inputValue(), '')
      if (javaScript) assert.equal(await keep.isVisible(), false, 'it is kept already')
      await person.assertFits()
      if (javaScript) await assertAccessible(person)

      await page.evaluate(() => (window.sameDocument = true)).catch(() => {})
      await saved.getByRole('link', { name: kStreets.second }).first().click()
      await saved.locator('[aria-current=true]', { hasText: kStreets.second }).first().waitFor()
      assert.equal(await page.getByLabel(t('checkout.street')).inputValue(), kStreets.second)
      assert.equal(await page.getByLabel(t('checkout.phone')).inputValue(), '0812-1111-2222')
      if (javaScript) assert.equal(await page.evaluate(() => window.sameDocument), true)
      await page.locator('[name=shipping_service]').first().waitFor()

      await saved.getByRole('link', { name: t('checkout.another_address') }).click()
      await saved.locator('[aria-current=true]', { hasText: t('checkout.another_address') }).waitFor()
      assert.equal(await page.getByLabel(t('checkout.street')).inputValue(), '')
      assert.ok(await keep.isVisible())
      await person.leave()
    })
  }

  for (const window of ['phone', 'laptop']) {
    test(`the chat's button lies over nothing in the cart and at the checkout (${window})`, async () => {
      const person = await openWindow(browser, shop, { window })
      const { page } = person
      await goToCheckoutWith(person, kCheap.slug)
      for (const path of ['/cart', '/checkout']) {
        await page.goto(path)
        const total = page.locator('.totals__sum')
        await total.scrollIntoViewIfNeeded()
        const covered = await page.evaluate(() => {
          const button = document.querySelector('.chat-button').getBoundingClientRect()
          return [...document.querySelectorAll('.summary > :not(.summary__chat)')].filter(each => {
            const box = each.getBoundingClientRect()
            return box.width > 0 && box.left < button.right && button.left < box.right && box.top < button.bottom && button.top < box.bottom
          }).map(each => each.className)
        })
        assert.deepEqual(covered, [], path)
        assert.ok(await page.locator('.chat-button').isVisible())
      }
      assert.ok(await placeButton(person).isVisible())
      await person.leave()
    })
  }
})
