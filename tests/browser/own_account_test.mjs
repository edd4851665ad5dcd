import assert from 'node:assert/strict'
import fs from 'node:fs'
import { describe, test } from 'node:test'
import { Visitor } from '../http/client.mjs'
import { buy } from '../http/errand.mjs'
import { awaitMail } from '../support/mails.mjs'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'
import { logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

const kPassword = 'gitar di atas awan'

describe("one's own account", () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  for (const [window, language, javaScript] of [['phone', 'id', true], ['laptop', 'en', false]]) {
    const manner = `on a ${window} ${javaScript ? 'with' : 'without'} JavaScript`
    test(`somebody takes their data along and deletes the account, ${manner}`, async () => {
      const email = `pergi-${window}@contoh.example`
      const visitor = new Visitor(shop)
      await visitor.post('/api/v1/auth/register', { json: { name: `Pergi ${window}`, email, password: kPassword } })
      await visitor.logIn(email, kPassword)
      const { number } = await buy(shop, { visitor, method: 'cod' })

      const person = await openWindow(browser, shop, { window, language, javaScript })
      const { page, t } = person
      await logIn(person, email, kPassword)
      await page.goto('/profile')
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: t('accounts.profile.export') }).click()])
      const file = JSON.parse(fs.readFileSync(await download.path(), 'utf8'))
      assert.equal(file.account.email, email)
      assert.deepEqual(file.orders.map(order => order.number), [number])

      await page.getByRole('link', { name: t('accounts.profile.delete') }).click()
      await page.getByRole('heading', { name: t('accounts.deletion.open_title') }).waitFor()
      assert.equal(await page.getByRole('link', { name: number }).count(), 1)
      assert.equal(await page.getByLabel(t('accounts.password'), { exact: true }).count(), 0)
      if (javaScript) await assertAccessible(person)
      await person.assertFits()
      const cancelled = await visitor.post(`/api/v1/orders/${number}/cancellation`, { json: {} })
      assert.ok(cancelled.status < 300, cancelled.text())

      await page.reload()
      await page.getByText(t('accounts.deletion.stays_orders')).waitFor()
      person.expectComplaint(/status of 422/)
      await page.getByLabel(t('accounts.password'), { exact: true }).fill('bukan ini')
      await page.getByRole('button', { name: t('accounts.profile.delete_confirm') }).click()
      await page.locator('[aria-invalid=true]').waitFor()
      if (javaScript) await assertAccessible(person)
      await person.assertFits()
      await page.getByLabel(t('accounts.password'), { exact: true }).fill(kPassword)
      await page.getByRole('button', { name: t('accounts.profile.delete_confirm') }).click()
      await page.waitForURL('**/login?notice=deleted')
      await page.getByText(t('accounts.login.notice.deleted')).waitFor()
      await awaitMail(shop, { to: email, subject: person.pattern('accounts.mail.deleted_heading') })

      await page.goto('/profile')
      assert.match(page.url(), /\/login/)
      await person.leave()
    })
  }
})
