// The steps of the staff's work, done the way they do them: by what is written on the page.

import { photo } from '../support/photos.mjs'
import { until } from '../support/poll.mjs'
import { openWindow } from './browser.mjs'
import { logIn } from './errand.mjs'

const kPictureMs = 60_000

export async function staffMember(browser, shop, manner) {
  const person = await openWindow(browser, shop, manner)
  await logIn(person, 'staf@hurtrock.com', 'staf12345')
  return person
}

/** By the bar on every page of the admin. `part` as its text is called: orders, products, stock… */
export async function goTo({ page, t }, part) {
  const bar = page.getByRole('navigation', { name: t('admin.nav'), exact: true })
  await bar.waitFor()
  await page.waitForLoadState('domcontentloaded') // of a page that is still being read some ways are there
  const link = { name: t(`admin.nav.${part}`), exact: true }
  if (await bar.getByRole('link', link).count() > 0) {
    await bar.getByRole('link', link).click()
  } else {
    await bar.getByText(t('admin.nav.more'), { exact: true }).click()
    await page.locator('#admin-menu-list').getByRole('link', link).click()
  }
  await page.waitForURL(`**/admin/${part}`)
}

/** Of a list, whose fields are in sight on a wide screen; on a phone they wait behind this. */
export async function openFilters({ page, phone }) {
  if (phone) await page.locator('.filters__switch > summary').click()
}

/** By its words, in the catalogue of texts. */
export function press({ page, t }, key, values) {
  return page.getByRole('button', { name: t(key, values) }).click()
}

/** What lies behind those words is shown. */
export function unfold({ page, t }, key) {
  return page.locator('summary', { hasText: t(key) }).click()
}

/** The page that an errand ends on says so at its top. */
export function noticed({ page, t }, key) {
  return page.locator('.notice', { hasText: t(key) }).waitFor()
}

// Products and their pictures -----------------------------------------------------------------------------------------

export const save = page => page.locator('.save-bar .btn--primary').click()

/** The form of a product is open; without `finish` it has no choice of variants. */
export async function fillVariant({ page, t }, number, { sku, price, finish, stock }) {
  const row = page.locator('.variant').nth(number - 1)
  await row.getByLabel(t('admin.edit.field.sku')).fill(sku)
  await row.getByLabel(t('admin.edit.field.price'), { exact: true }).fill(price)
  if (finish) await row.locator('[name$=_o1_id]').fill(finish)
  if (stock) await row.getByLabel(t('admin.edit.field.stock')).fill(stock)
  for (const [name, value] of [['weight', '4000'], ['length', '1100'], ['width', '400'], ['height', '150']]) {
    const field = row.getByLabel(t(`admin.edit.field.${name}`))
    await field.waitFor({ state: 'attached' })
    if (!(await field.isVisible())) await row.locator('summary').click()
    await field.fill(value)
  }
}

/** As a file field takes it. */
export async function photoFile(name, width, height, seed) {
  return { name, mimeType: 'image/jpeg', buffer: await photo('jpg', width, height, seed) }
}

export function picturesReady(page, count) {
  return page.waitForFunction(
    count => document.querySelectorAll('.shot[data-state=ready]').length === count, count, { timeout: kPictureMs })
}

// Stock ---------------------------------------------------------------------------------------------------------------

/** The page of an order to a supplier is open. `came`: {sku: pieces}; empty: everything. */
export async function receive({ page, t }, came = {}) {
  for (const [sku, pieces] of Object.entries(came)) await page.getByLabel(t('admin.restock.came_of', { sku })).fill(String(pieces))
  if (Object.keys(came).length === 0) {
    await page.getByRole('button', { name: t('admin.restock.fill_all') }).click()
    await page.locator('.receive__count input:not([value=""])').first().waitFor()
  }
  await page.getByRole('button', { name: t('admin.restock.receive') }).click()
}

/** As a scanner does it: keys into whatever has the focus, then Enter. */
export async function scan({ page }, code) {
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}

// Orders --------------------------------------------------------------------------------------------------------------

/** The file that a link or button leads to. The browser is told that nothing came, and so stays on the page. */
export async function fileBehind(page, addresses, press) {
  let file
  await page.route(addresses, async route => {
    const response = await route.fetch()
    await route.fulfill({ status: 204 })
    file = { status: response.status(), bytes: await response.body() }
  })
  await press()
  await until('the file comes', () => file, { withinMs: 30_000 })
  // Before the next one: taking away and setting up at the same time may end with nothing set up.
  await page.unroute(addresses)
  return file
}

/** The form of a refund is filled in: on to the money that goes back, and to its order's page. */
export async function confirmRefund({ page, t }) {
  await page.getByRole('button', { name: t('admin.refund.check') }).click()
  await page.locator('button[name=accepted_total]').click()
  await page.getByText(t('admin.notice.refund_requested')).waitFor()
}

/** The order's page is open; that news comes from the payment provider. */
export function awaitRefund({ page }, state) {
  return until(`a refund is ${state}`, async () => {
    await page.reload()
    return await page.locator(`.badge--refund-${state}`).count() === 1
  }, { withinMs: 30_000 })
}
