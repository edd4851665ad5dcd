// Asking to be told when something sold out is there again.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setStock } from '../http/errand.mjs'
import { awaitMail, linksIn } from '../support/mails.mjs'
import { until, untilEqual } from '../support/poll.mjs'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'
import { logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

/** Of its finishes one is sold out, the others are not. */
const kGuitar = { path: '/product/epiphone-sg-standard', soldOut: 'Ebony', there: 'Cherry' }

describe('something sold out', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  const form = page => page.locator('form.tell-me')
  async function choose({ page }, finish) {
    await page.locator('.variants').getByRole('link', { name: finish }).click()
    await page.locator('.variants [aria-current=true]', { hasText: finish }).waitFor()
  }

  for (const manner of [
    { window: 'phone', language: 'id' }, { window: 'laptop', language: 'en', theme: 'light' },
    { window: 'phone', language: 'en', theme: 'light', javaScript: false }, { window: 'laptop', language: 'id', javaScript: false },
  ]) {
    const words = `${manner.window}, ${manner.language}, ${manner.javaScript === false ? 'without' : 'with'} JavaScript`
    test(`is waited for by its form, which comes and goes with the variant (${words})`, async () => {
      const person = await openWindow(browser, shop, manner)
      const { page, t } = person
      const email = `kabar-${words.toLowerCase().replace(/\W+/g, '-')}@contoh.example`
      await page.goto(kGuitar.path)
      assert.equal(await form(page).count(), 0)
      await choose(person, kGuitar.soldOut)
      await untilEqual(() => form(page).count(), 1)
      assert.equal(await page.getByRole('heading', { name: t('catalog.tell_me.title') }).isVisible(), true)
      await person.assertFits()
      if (person.javaScript) await assertAccessible(person)
      await choose(person, kGuitar.there)
      await untilEqual(() => form(page).count(), 0)

      await choose(person, kGuitar.soldOut)
      const field = page.getByLabel(t('catalog.tell_me.email'), { exact: true })
      assert.equal(await field.inputValue(), '')
      person.expectComplaint(/status of 422/)
      await field.fill('sari@contoh')
      // By the keyboard: the way into the chat may lie above the button where nothing scrolls by itself.
      await page.getByRole('button', { name: t('catalog.tell_me.submit') }).press('Enter')
      await page.getByRole('alert').getByRole('link').waitFor()
      assert.equal(await field.inputValue(), 'sari@contoh')
      assert.equal(await field.getAttribute('aria-invalid'), 'true')
      await person.assertFits()
      if (person.javaScript) await assertAccessible(person)

      await field.fill(email)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: t('back_in_stock.kept.title') }).waitFor()
      assert.ok((await page.locator('main').innerText()).includes(email))
      await person.assertFits()
      if (person.javaScript) await assertAccessible(person)
      const rows = await shop.sql(`SELECT w.language, v.sku FROM stock_wishes w JOIN variants v ON v.id = w.variant_id WHERE w.email = '${email}'`)
      assert.deepEqual(rows, [[manner.language, 'EPI-SGSTA-EBON']])
      await page.getByRole('link', { name: t('back_in_stock.to_product') }).click()
      await page.locator('.variants [aria-current=true]', { hasText: kGuitar.soldOut }).waitFor()
      await person.leave()
    })
  }

  test('has a form that knows the mailbox of whoever is logged in', async () => {
    const person = await openWindow(browser, shop, { window: 'phone' })
    const { page, t } = person
    await logIn(person, 'pembeli@contoh.example', 'pembeli123')
    await page.goto(kGuitar.path)
    await choose(person, kGuitar.soldOut)
    await untilEqual(() => page.getByLabel(t('catalog.tell_me.email'), { exact: true }).inputValue(), 'pembeli@contoh.example')
    await page.getByRole('button', { name: t('catalog.tell_me.submit') }).click()
    await page.getByRole('heading', { name: t('back_in_stock.kept.title') }).waitFor()
    await person.leave()
  })

  test('is told by a mail, whose links lead to it and end what is still waited for', async () => {
    const [[first], [second]] = await shop.sql(
      "SELECT id FROM variants WHERE sku IN ('LTD-SC607BAR-BLAC', 'SCH-OME7-WASA') ORDER BY id")
    const person = await openWindow(browser, shop, { window: 'phone', language: 'en' })
    const { page, t } = person
    const email = 'menunggu@contoh.example'
    for (const variant of [first, second]) {
      await page.goto(`/back-in-stock?variant=${variant}`)
      await page.getByLabel(t('catalog.tell_me.email'), { exact: true }).fill(email)
      await page.getByRole('button', { name: t('catalog.tell_me.submit') }).click()
      await page.getByRole('heading', { name: t('back_in_stock.kept.title') }).waitFor()
    }
    await setStock(shop, Number(first), 2)
    const mail = await awaitMail(shop, { to: email }, { withinMs: 60_000 })
    const toProduct = linksIn(mail).find(link => link.includes('/product/')), toWishes = linksIn(mail).find(link => link.includes('/wishes/'))
    await until('the page has noticed', async () => {
      await page.goto(toProduct)
      return await page.locator('.purchase__add').count() === 1
    })
    await page.goto(toWishes)
    await page.getByRole('heading', { name: t('back_in_stock.wishes.title') }).waitFor()
    await assertAccessible(person)
    await person.assertFits()
    await page.locator('.plain-list__row button').click()
    await page.getByText(t('back_in_stock.notice.removed')).waitFor()
    assert.deepEqual(await shop.sql(`SELECT state FROM stock_wishes WHERE email = '${email}' ORDER BY id`), [['told'], ['withdrawn']])
    await person.leave()
  })
})
