// The steps of buying and selling, done the way a person does them: by what is written on the page.

import assert from 'node:assert/strict'
import { awaitMail, linksIn } from '../support/mails.mjs'

export const kGuitar = { slug: 'ibanez-rg550-genesis', brand: 'Ibanez', name: 'RG550 Genesis', finish: 'White', price: 19_990_000 }
/** Cheap enough for cash on delivery, plenty in stock, and without a choice to make. */
export const kCheap = { slug: 'boss-bic-10-instrument-cable', name: 'BIC-10', price: 295_000 }
export const kArea = { search: 'Gegerkalong', option: /Gegerkalong/, city: /Bandung/ }

export function buyerNamed(name) {
  return { name, phone: '081234567890', email: `${name.toLowerCase().replaceAll(' ', '.')}@contoh.example`, street: 'Jl Contoh Asri No 7 RT 01 RW 02' }
}

/** From the home page to the product's page, by department and filters. */
export async function findGuitar(person) {
  const { page } = person
  await page.goto('/')
  if (person.phone) {
    await page.locator('summary', { has: page.locator('svg') }).first().click()
    await page.locator('.menu__link[href="/categories/gitar"]').click()
  } else {
    await page.locator('.departments__link[href="/categories/gitar"]').click()
  }
  await page.waitForURL('**/categories/gitar')

  // On a phone the filters cover the list, so that a button applies them.
  if (person.phone) await page.locator('.filters-toggle').click()
  await page.getByRole('checkbox', { name: new RegExp(`^${kGuitar.brand}`) }).check()
  if (person.phone || !person.javaScript) await page.locator('.filters__apply').click()
  await page.waitForURL(/brand=/)

  const card = page.getByRole('link', { name: new RegExp(kGuitar.name) }).first()
  await card.click()
  await page.waitForURL(`**/product/${kGuitar.slug}**`)
}

export async function chooseFinish(person) {
  const { page } = person
  await page.locator('.variants').getByRole('link', { name: kGuitar.finish }).click()
  await page.locator('.variants [aria-current=true]', { hasText: kGuitar.finish }).waitFor()
}

/** The product's page is open. Ends on the checkout. */
export async function addAndCheckOut(person) {
  const { page, t } = person
  await page.getByRole('button', { name: t('catalog.product.add') }).click()
  if (person.javaScript) {
    const drawer = page.getByRole('dialog')
    await drawer.getByText(t('cart.drawer.title')).waitFor()
    await drawer.getByRole('link', { name: t('cart.checkout') }).click()
  } else {
    await page.waitForURL('**/cart**')
    await page.getByRole('link', { name: t('cart.checkout') }).click()
  }
  await page.waitForURL('**/checkout')
}

/** Straight to the checkout with one piece of a product. */
export async function goToCheckoutWith(person, slug) {
  await person.page.goto(`/product/${slug}`)
  await addAndCheckOut(person)
}

/** The checkout is open. `method`: as in the API. Fills in everything and does not send it. */
export async function fillCheckout(person, buyer, { method, service = 'JNE REG' }) {
  const { page, t } = person
  await page.getByLabel(t('checkout.name')).fill(buyer.name)
  await page.getByLabel(t('checkout.phone')).fill(buyer.phone)
  await page.getByLabel(t('checkout.email')).fill(buyer.email)
  await page.getByLabel(t('checkout.street')).fill(buyer.street)
  if (person.javaScript) await chooseAreaFromList(person)
  else await chooseAreaByForm(person)
  await page.getByRole('radio', { name: new RegExp(service) }).check()
  await page.getByRole('radio', { name: new RegExp(escape(t(`checkout.method.${method}`))) }).check()
}

async function chooseAreaFromList({ page, t }) {
  const area = page.getByRole('combobox', { name: t('checkout.area') })
  // The shop, or the browser, may have filled it in.
  await area.fill('')
  await area.pressSequentially(kArea.search, { delay: 15 })
  await page.getByRole('option', { name: kArea.option }).filter({ hasText: kArea.city }).first().click()
}

async function chooseAreaByForm({ page, t }) {
  await page.getByLabel(t('checkout.area')).fill(kArea.search)
  await page.getByRole('button', { name: t('checkout.area_search'), exact: true }).and(page.locator('[name=look_up]')).click()
  await page.getByRole('radio', { name: kArea.option }).first().check()
  await page.getByRole('button', { name: t('checkout.quote') }).click()
}

export function placeButton({ page, t }) {
  return page.getByRole('button', { name: t('checkout.place') }).and(page.locator('[data-place]'))
}

export async function placeOrder(person) {
  await placeButton(person).click()
}

/** The provider's page is open, or about to be. `ending`: pay, choose, deny, expire, cancel. */
export async function endPayment(person, shop, ending, method = 'qris') {
  const { page } = person
  await page.waitForURL(url => url.href.startsWith(shop.sandboxUrl))
  await page.locator(`input[name=method][value=${method}]`).check()
  if (ending === 'pay') await page.locator('button.button--main').click()
  else await page.locator(`button[formaction$="/${ending}"]`).click()
  await page.waitForURL(url => url.href.startsWith(`${shop.url}/orders/`))
}

/** The order's page is open: its number. */
export function orderNumberOn(page) {
  return new URL(page.url()).pathname.split('/').at(-1)
}

/** Waits for the state on the order's page; reloads, because that news comes from the payment provider. */
export async function awaitPaymentState(person, state) {
  const { page, t } = person
  const shown = page.locator('.payment__state', { hasText: t(`orders.payment.${state}`) })
  for (let tries = 0; tries < 10 && (await shown.count()) === 0; ++tries) {
    await page.reload()
    await shown.waitFor({ timeout: 1_000 }).catch(() => {})
  }
  assert.equal(await shown.count(), 1, `${page.url()} says "${await page.locator('.payment__state').innerText()}" instead of ${state}`)
}

export async function logIn(person, email, password, returnTo = '') {
  const { page, t } = person
  await page.goto(`/login${returnTo ? `?return_to=${returnTo}` : ''}`)
  await page.getByLabel(t('accounts.email')).fill(email)
  await page.getByLabel(t('accounts.password')).fill(password)
  await page.getByRole('main').getByRole('button', { name: t('accounts.login.submit') }).click()
  await page.waitForURL(url => !url.pathname.startsWith('/login'))
}

/** Staff: from the login to the parcel. */
export async function shipOrder(staff, number, trackingNumber) {
  const { page, t } = staff
  await logIn(staff, 'admin@hurtrock.com', 'admin123')
  await page.goto('/admin/orders')
  await page.getByRole('link', { name: number }).click()
  await page.waitForURL(`**/admin/orders/${number}`)
  const process = page.getByRole('button', { name: t('admin.order.process') })
  // Cash on delivery needs no such step: nothing has to be waited for.
  if (await process.count()) {
    await process.click()
    await page.getByText(t('admin.notice.processing')).waitFor()
  }
  await page.getByLabel(t('admin.ship.tracking_number')).fill(trackingNumber)
  await page.getByRole('button', { name: t('admin.ship.submit') }).click()
  await page.getByText(t('admin.notice.shipped')).waitFor()
}

/** The link in a mail that leads to the order, also for guests. */
export async function orderLinkFor(shop, buyer, person, kind = 'placed') {
  const mail = await orderMail(shop, buyer, person, kind)
  const link = linksIn(mail).find(url => url.startsWith(`${shop.url}/orders/`))
  assert.ok(link, `no link to the order in:\n${mail.text}`)
  return link
}

export function orderMail(shop, buyer, person, kind) {
  return awaitMail(shop, { to: buyer.email, subject: person.pattern(`orders.mail.${kind}_heading`) })
}

export function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
