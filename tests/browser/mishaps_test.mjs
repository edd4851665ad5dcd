import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { linksIn, awaitMail } from '../support/mails.mjs'
import { openWindow } from './browser.mjs'
import { buyerNamed, fillCheckout, goToCheckoutWith, kCheap, logIn, placeButton, placeOrder } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('when something goes wrong on the way', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  async function ordersOf(buyer) {
    const [[count]] = await shop.sql(`SELECT COUNT(*) FROM orders WHERE email = '${buyer.email}'`)
    return Number(count)
  }

  async function atTheCheckout(name, method, manner) {
    const person = await openWindow(browser, shop, manner)
    const buyer = buyerNamed(name)
    await goToCheckoutWith(person, kCheap.slug)
    await fillCheckout(person, buyer, { method })
    return { person, buyer, page: person.page, t: person.t }
  }

  test('a double click on "place order" places one order', async () => {
    const { person, buyer, page } = await atTheCheckout('Klik Ganda', 'cod', { window: 'laptop' })
    await placeButton(person).dblclick()
    await page.waitForURL('**/orders/HRT-**')
    assert.equal(await ordersOf(buyer), 1)
    await person.leave()
  })

  test('who presses plus twice on a slow line and goes on at once buys what the page showed', async () => {
    const person = await openWindow(browser, shop, { window: 'phone' })
    const { page, t } = person
    await goToCheckoutWith(person, kCheap.slug)
    await page.goto('/cart')
    let networkIsBack
    const network = new Promise(resolve => (networkIsBack = resolve))
    await page.route('**/api/v1/cart/items/*', async route => {
      await network
      await route.continue()
    })
    const more = page.getByRole('button', { name: t('cart.more') })
    const asked = page.waitForRequest('**/api/v1/cart/items/*')
    await more.click()
    await asked
    await more.click()
    await page.getByRole('link', { name: t('cart.checkout') }).click()
    networkIsBack()
    await page.waitForURL('**/checkout')
    const cart = await (await page.request.get('/api/v1/cart')).json()
    assert.deepEqual(cart.items.map(({ quantity }) => quantity), [3])
    await person.leave()
  })

  test('a double click without JavaScript places one order', async () => {
    const { person, buyer, page } = await atTheCheckout('Klik Tanpa Skrip', 'cod', { window: 'laptop', javaScript: false })
    await placeButton(person).dblclick()
    await page.waitForURL('**/orders/HRT-**')
    assert.equal(await ordersOf(buyer), 1)
    await person.leave()
  })

  test('the same checkout sent from two tabs places one order', async () => {
    const { person, buyer, page } = await atTheCheckout('Dua Tab', 'cod', { window: 'laptop' })
    const second = await person.context.newPage()
    await second.goto('/checkout')
    const other = Object.assign(Object.create(person), { page: second })
    await fillCheckout(other, buyer, { method: 'cod' })
    await placeOrder(person)
    await page.waitForURL('**/orders/HRT-**')
    await placeOrder(other)
    await second.waitForURL(url => url.pathname !== '/checkout')
    assert.equal(await ordersOf(buyer), 1)
    await person.leave()
  })

  test('going back after the order offers no second one', async () => {
    const { person, buyer, page } = await atTheCheckout('Tombol Kembali', 'cod', { window: 'phone' })
    await placeOrder(person)
    await page.waitForURL('**/orders/HRT-**')
    await page.goBack()
    await page.waitForLoadState()
    if (await placeButton(person).isVisible()) {
      await placeOrder(person)
      await page.waitForURL(url => url.pathname !== '/checkout')
    }
    assert.equal(await ordersOf(buyer), 1)
    await person.leave()
  })

  test("going back from the payment provider's page leaves one order, which waits to be paid", async () => {
    const { person, buyer, page } = await atTheCheckout('Kembali Dari Bayar', 'midtrans', { window: 'phone' })
    await placeOrder(person)
    await page.waitForURL(url => url.href.startsWith(shop.sandboxUrl))
    await page.goBack()
    await page.waitForLoadState()
    if (await placeButton(person).isVisible()) {
      await placeOrder(person)
      await page.waitForURL(url => url.href.startsWith(shop.sandboxUrl))
    }
    assert.equal(await ordersOf(buyer), 1)
    await person.leave()
  })

  test('a checkout whose session has expired places nothing and shows the cart', async () => {
    const { person, buyer, page, t } = await atTheCheckout('Sesi Habis', 'cod', { window: 'phone' })
    await shop.sql('UPDATE sessions SET expires_at = created_at')
    await placeOrder(person)
    await page.waitForURL('**/cart**')
    await page.getByRole('heading', { name: t('cart.title'), exact: true }).waitFor()
    assert.equal(await ordersOf(buyer), 0)
    await person.leave()
  })

  test('an admin page whose session has expired leads to the login and back', async () => {
    const staff = await openWindow(browser, shop, { window: 'laptop' })
    await logIn(staff, 'admin@hurtrock.com', 'admin123')
    await staff.page.goto('/admin')
    await shop.sql('UPDATE sessions SET expires_at = created_at')
    await staff.page.goto('/admin/orders')
    await staff.page.waitForURL('**/login?**')
    await staff.page.getByLabel(staff.t('accounts.email')).fill('admin@hurtrock.com')
    await staff.page.getByLabel(staff.t('accounts.password')).fill('admin123')
    await staff.page.getByRole('main').getByRole('button', { name: staff.t('accounts.login.submit') }).click()
    await staff.page.waitForURL('**/admin/orders')
    await staff.leave()
  })

  test('an incomplete checkout says what is missing, at each field, and keeps what was typed', async () => {
    const person = await openWindow(browser, shop, { window: 'phone' })
    const { page, t } = person
    person.expectComplaint(/422/)
    await goToCheckoutWith(person, kCheap.slug)
    await page.getByLabel(t('checkout.name')).fill('Budi Santoso')
    await page.getByLabel(t('checkout.email')).fill('bukan-email')
    await placeOrder(person)
    await page.getByRole('alert').first().waitFor()
    assert.equal(await page.getByLabel(t('checkout.name')).inputValue(), 'Budi Santoso')
    for (const field of ['phone', 'email', 'street', 'area_code'])
      assert.equal(await page.locator(`#field-${field}`).getAttribute('aria-invalid'), 'true', field)
    await person.leave()
  })

  test('somebody else buys the last piece first: the cart says so, and keeps the line until there is more', async () => {
    const { person, buyer, page, t } = await atTheCheckout('Kalah Cepat', 'cod', { window: 'phone' })
    person.expectComplaint(/409/)
    const variant = `(SELECT v.id FROM variants v JOIN products p ON p.id = v.product_id WHERE p.slug = '${kCheap.slug}')`
    const [[onHand]] = await shop.sql(`SELECT on_hand FROM stock_levels WHERE variant_id = ${variant}`)
    await shop.sql(`UPDATE stock_levels SET on_hand = reserved WHERE variant_id = ${variant}`)
    await placeOrder(person)
    await page.getByText(t('cart.notice.sold_out')).waitFor()
    assert.equal(await ordersOf(buyer), 0)

    await shop.sql(`UPDATE stock_levels SET on_hand = ${onHand} WHERE variant_id = ${variant}`)
    await page.goto('/checkout')
    await fillCheckout(person, buyer, { method: 'cod' })
    await placeOrder(person)
    await page.waitForURL('**/orders/HRT-**')
    assert.equal(await ordersOf(buyer), 1)
    await person.leave()
  })

  test('a forgotten password is set anew by the link in the mail', async () => {
    const person = await openWindow(browser, shop, { window: 'phone' })
    const { page, t } = person
    const email = 'pembeli@contoh.example'
    await page.goto('/password/forgot')
    await page.getByLabel(t('accounts.email')).fill(email)
    await page.getByRole('main').getByRole('button', { name: t('accounts.forgot.submit') }).click()
    const letter = await awaitMail(shop, { to: email, subject: person.pattern('accounts.mail.reset_heading') })
    await page.goto(linksIn(letter).find(link => link.includes('/password/reset')))
    await page.getByLabel(t('accounts.new_password')).fill('kunci inggris bernyanyi')
    await page.getByRole('main').getByRole('button', { name: t('accounts.reset.submit') }).click()
    await page.waitForURL(url => url.pathname !== '/password/reset')
    await logIn(person, email, 'kunci inggris bernyanyi')
    await person.leave()
  })
})
