// What the staff decide about reviews, mails, accounts and invitations, with mistakes in it and with a colleague who was
// faster: at a phone and a laptop.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe } from 'node:test'
import { buy, micros, takeUnreviewedVariant } from '../http/errand.mjs'
import { untilEqual } from '../support/poll.mjs'
import { assertInOrder, errandsAtBothWidths } from './both_widths.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { noticed, press, unfold } from './staff.mjs'

const kHourMs = 3_600_000

describe("the screens of what people say and who they are", () => {
  let shop, browser, order
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  before(async () => {
    ({ number: order } = await buy(shop, { method: 'cod' }))
  })
  const opened = () => ({ shop, browser })
  const atBothWidths = errandsAtBothWidths(opened)
  const asAdmin = errandsAtBothWidths(opened, 'admin')
  const done = answer => assert.equal(answer.status, 303, answer.text())

  // Reviews -----------------------------------------------------------------------------------------------------------

  /** Of a product of its own, waiting for the staff: {id, slug}. */
  async function review() {
    const { id: variant, product, slug } = await takeUnreviewedVariant(shop)
    await shop.sql(
      `INSERT INTO reviews (product_id, variant_id, user_id, order_id, rating, title, body, written_at)
       SELECT ${product}, ${variant}, u.id, o.id, 4, 'Mantap', 'Suaranya tebal dan necknya nyaman dipegang.', ${micros()}
       FROM users u, orders o WHERE u.email = 'pembeli@contoh.example' AND o.number = '${order}'`)
    const [[id]] = await shop.sql(`SELECT id FROM reviews WHERE product_id = ${product}`)
    return { id, slug }
  }
  const publish = async (colleague, id) =>
    done(await colleague.post(`/admin/reviews/${id}/publication`, { form: { version: await stored(id, 'version') } }))
  const stored = async (id, column) => (await shop.sql(`SELECT ${column} FROM reviews WHERE id = ${id}`))[0][0]

  atBothWidths('a review is published', async staff => {
    const { page } = staff
    const { id } = await review()
    await page.goto('/admin/reviews')
    await page.locator(`a[href="/admin/reviews/${id}"]`).click()
    await page.waitForURL(`**/admin/reviews/${id}`)
    await press(staff, 'admin.reviews.publish')
    await noticed(staff, 'admin.reviews.notice.published')
    assert.equal(await stored(id, 'state'), 'published')
  })

  atBothWidths('a review is answered, and everybody reads the answer', async (staff, colleague) => {
    const { page, t } = staff
    const { id, slug } = await review()
    await publish(colleague, id)
    await page.goto(`/admin/reviews/${id}`)
    await page.getByLabel(t('admin.reviews.answer')).fill('Terima kasih, selamat bermain!')
    await press(staff, 'admin.reviews.answer_save')
    await noticed(staff, 'admin.reviews.notice.answered')
    await assertInOrder(staff)
    await page.goto(`/product/${slug}/reviews`)
    await page.getByText('Terima kasih, selamat bermain!').first().waitFor()
  })

  atBothWidths('a review is rejected for a reason, which is asked for', async staff => {
    const { page, t } = staff
    const { id } = await review()
    const reason = page.getByLabel(t('admin.reviews.reason'))
    await page.goto(`/admin/reviews/${id}`)
    await unfold(staff, 'admin.reviews.reject')
    await reason.fill('   ')
    await press(staff, 'admin.reviews.reject_confirm')
    await page.getByRole('alert').getByText(t('http.field.required')).waitFor()
    assert.equal(await stored(id, 'state'), 'pending')
    await assertInOrder(staff)
    await reason.fill('Tentang toko lain')
    await press(staff, 'admin.reviews.reject_confirm')
    await noticed(staff, 'admin.reviews.notice.rejected')
    assert.equal(await stored(id, 'rejection_reason'), 'Tentang toko lain')
  }, { refusals: [422] })

  atBothWidths('who rejects a review that a colleague publishes meanwhile reads it again, with the reason still there', async (staff, colleague) => {
    const { page, t } = staff
    const { id } = await review()
    const reason = page.getByLabel(t('admin.reviews.reason'))
    await page.goto(`/admin/reviews/${id}`)
    await publish(colleague, id)
    await unfold(staff, 'admin.reviews.reject')
    await reason.fill('Tentang toko lain')
    await press(staff, 'admin.reviews.reject_confirm')
    await noticed(staff, 'admin.reviews.refused.changed')
    await page.locator('.badge--review-published').waitFor()
    assert.equal(await stored(id, 'state'), 'published')
    assert.equal(await reason.inputValue(), 'Tentang toko lain')
    await assertInOrder(staff)
    await press(staff, 'admin.reviews.reject_confirm')
    await noticed(staff, 'admin.reviews.notice.rejected')
  }, { refusals: [409] })

  // Mails -------------------------------------------------------------------------------------------------------------

  /** One that was given up: its id. */
  async function deadMail() {
    const event = randomUUID()
    await shop.sql(
      `INSERT INTO outbox_mails (kind, event_key, to_address, to_name, language, subject, body_html, body_text, state, last_error, attempts, next_attempt_at, created_at)
       VALUES ('order_paid', '${event}', 'budi@contoh.example', 'Budi', 'id', 'Pembayaran diterima', '<p>Terima kasih</p>', 'Terima kasih', 'dead', '550 no such mailbox', 10, 0, ${micros()})`)
    return (await shop.sql(`SELECT id FROM outbox_mails WHERE event_key = '${event}'`))[0][0]
  }
  const mailState = async id => (await shop.sql(`SELECT state FROM outbox_mails WHERE id = ${id}`))[0][0]

  atBothWidths('a mail that was given up is sent again', async staff => {
    const { page } = staff
    const id = await deadMail()
    await page.goto(`/admin/mail/${id}`)
    await press(staff, 'admin.mail.resend')
    await noticed(staff, 'admin.mail.notice.queued')
    await untilEqual(() => mailState(id), 'sent')
  })

  atBothWidths('a mail that a colleague sends again meanwhile is sent once', async (staff, colleague) => {
    const { page } = staff
    const id = await deadMail()
    await page.goto(`/admin/mail/${id}`)
    done(await colleague.post(`/admin/mail/${id}/resending`, { form: { seen: await page.locator('input[name=seen]').inputValue() } }))
    await press(staff, 'admin.mail.resend')
    await noticed(staff, 'admin.mail.refused')
    assert.deepEqual(await shop.sql(`SELECT COUNT(*) FROM audit_log WHERE action = 'mail.resent' AND subject_id = '${id}'`), [['1']])
  }, { refusals: [409] })

  // Accounts ----------------------------------------------------------------------------------------------------------

  /** A member of the staff who is logged in at two devices: the account's id. */
  async function member() {
    const email = `${randomUUID()}@hurtrock.com`
    await shop.sql(
      `INSERT INTO users (email, name, role, email_verified_at, created_at) VALUES ('${email}', 'Joko Widagdo', 'staff', ${micros()}, ${micros()});
       ${[1, 2].map(device => `INSERT INTO sessions (token_hash, user_id, created_at, last_seen_at, expires_at, remote_address, user_agent)
         SELECT '${email}-${device}', id, ${micros()}, ${micros()}, ${micros(kHourMs)}, '127.0.0.1', 'Mozilla/5.0 (X11; Linux x86_64)' FROM users WHERE email = '${email}';`).join('\n')}`)
    return (await shop.sql(`SELECT id FROM users WHERE email = '${email}'`))[0][0]
  }
  const standing = async id => (await shop.sql(`SELECT role, active FROM users WHERE id = ${id}`))[0].join(' ')
  const chooseRole = (admin, role) => admin.page.locator('#field-role').selectOption(role)

  asAdmin('somebody is given another role', async admin => {
    const { page } = admin
    const id = await member()
    await page.goto(`/admin/users/${id}`)
    await chooseRole(admin, 'admin')
    await press(admin, 'admin.users.change_role')
    await noticed(admin, 'admin.users.notice.role_changed')
    await page.locator('.person-head .badge--role-admin').waitFor()
    assert.equal(await standing(id), 'admin 1')
  })

  asAdmin('an account is switched off and on again', async admin => {
    const { page } = admin
    const id = await member()
    await page.goto(`/admin/users/${id}`)
    await unfold(admin, 'admin.users.deactivate')
    await press(admin, 'admin.users.deactivate_confirm')
    await noticed(admin, 'admin.users.notice.deactivated')
    await page.locator('.person-head .badge--switched-off').waitFor()
    assert.equal(await standing(id), 'staff 0')
    await assertInOrder(admin)
    await press(admin, 'admin.users.activate')
    await noticed(admin, 'admin.users.notice.activated')
    assert.equal(await standing(id), 'staff 1')
  })

  asAdmin('one device of somebody is logged out, then all of them', async admin => {
    const { page, t } = admin
    const id = await member()
    const left = async () => Number((await shop.sql(`SELECT COUNT(*) FROM sessions WHERE user_id = ${id}`))[0][0])
    await page.goto(`/admin/users/${id}`)
    await page.locator('[aria-labelledby=sessions-title] .rows__row button').first().click()
    await noticed(admin, 'admin.users.notice.session_ended')
    assert.equal(await left(), 1)
    await press(admin, 'admin.users.end_all_sessions')
    await noticed(admin, 'admin.users.notice.sessions_ended')
    await page.getByText(t('admin.users.no_sessions')).waitFor()
    assert.equal(await left(), 0)
  })

  asAdmin('who changes a role that a colleague changes meanwhile is told, and nothing is changed', async (admin, colleague) => {
    const { page } = admin
    const id = await member()
    await page.goto(`/admin/users/${id}`)
    done(await colleague.post(`/admin/users/${id}/role`, { form: { version: await page.locator('input[name=version]').first().inputValue(), role: 'admin' } }))
    await chooseRole(admin, 'buyer')
    await press(admin, 'admin.users.change_role')
    await noticed(admin, 'admin.users.refused.changed')
    await page.locator('.person-head .badge--role-admin').waitFor()
    assert.equal(await standing(id), 'admin 1')
  }, { refusals: [409] })

  // Invitations -------------------------------------------------------------------------------------------------------

  /** The mailbox that has one. */
  async function invited(colleague) {
    const email = `${randomUUID()}@hurtrock.com`
    done(await colleague.post('/admin/users/invitations', { form: { name: 'Joko', email, role: 'staff' } }))
    return email
  }
  const rowOf = ({ page }, email) => page.locator('.rows__row', { hasText: email })
  const pressIn = (row, { t }, key) => row.getByRole('button', { name: t(key) }).click()

  asAdmin('an invitation is sent again, and then withdrawn', async (admin, colleague) => {
    const { page } = admin
    const email = await invited(colleague)
    await page.goto('/admin/users/invitations')
    await pressIn(rowOf(admin, email), admin, 'admin.invitations.again')
    await noticed(admin, 'admin.invitations.notice.sent_again')
    await assertInOrder(admin)
    await pressIn(rowOf(admin, email), admin, 'admin.invitations.withdraw')
    await noticed(admin, 'admin.invitations.notice.withdrawn')
    await untilEqual(() => rowOf(admin, email).count(), 0)
  })

  asAdmin('an invitation that a colleague withdraws meanwhile is not sent again', async (admin, colleague) => {
    const { page } = admin
    const email = await invited(colleague)
    await page.goto('/admin/users/invitations')
    const [[id]] = await shop.sql(`SELECT id FROM invitations WHERE email = '${email}'`)
    done(await colleague.post(`/admin/users/invitations/${id}/withdrawal`, { form: {} }))
    await pressIn(rowOf(admin, email), admin, 'admin.invitations.again')
    await noticed(admin, 'admin.invitations.error.ended')
    assert.equal(await rowOf(admin, email).count(), 0)
  }, { refusals: [409] })

  // Last: from here on the admin's session is asked for the password until it has been given.
  asAdmin('a role is not given with a wrong password of one\'s own', async admin => {
    const { page, t } = admin
    const id = await member()
    await shop.sql(`UPDATE sessions SET proved_at = ${micros(-kHourMs)} WHERE user_id = (SELECT id FROM users WHERE email = 'admin@hurtrock.com')`)
    await page.goto(`/admin/users/${id}`)
    const password = page.locator('#field-role-current_password')
    await chooseRole(admin, 'admin')
    await password.fill('bukan ini')
    await press(admin, 'admin.users.change_role')
    await page.getByText(t('accounts.refused.current_password')).waitFor()
    assert.equal(await page.locator('#field-role').inputValue(), 'admin')
    assert.equal(await password.inputValue(), '')
    assert.equal(await standing(id), 'staff 1')
    await assertInOrder(admin)
    await password.fill('admin123')
    await press(admin, 'admin.users.change_role')
    await noticed(admin, 'admin.users.notice.role_changed')
    assert.equal(await standing(id), 'admin 1')
  }, { refusals: [422] })
})
