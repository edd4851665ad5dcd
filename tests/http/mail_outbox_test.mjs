// The outbox as staff see it: what was sent, what waits, what was given up, and sending that once more.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awaitMail, readMails } from '../support/mails.mjs'
import { until } from '../support/poll.mjs'
import { send, Visitor } from './client.mjs'
import { buy, micros, onEachDatabase } from './errand.mjs'
import { onceLoggedIn, pagesFor } from './people.mjs'

onEachDatabase('the outbox', shop => {
  const staff = onceLoggedIn(shop, 'staff')
  const page = pagesFor(staff)
  /** A dead mail of its own kind: {id, event}. */
  const kill = async (event, kind = 'order_paid', text = 'Isi surat') => {
    await shop().sql(
      `INSERT INTO outbox_mails (kind, event_key, to_address, to_name, language, subject, body_html, body_text, state, last_error, attempts, next_attempt_at, created_at)
       VALUES ('${kind}', '${event}', '${event}@contoh.example', 'A', 'id', 'Perihal ${event}', '<p>x</p>', '${text}', 'dead', '550 no such mailbox', 10, 0, ${micros()})`)
    return (await shop().sql(`SELECT id FROM outbox_mails WHERE event_key = '${event}'`))[0][0]
  }
  const state = async id => (await shop().sql(`SELECT state FROM outbox_mails WHERE id = ${id}`))[0][0]
  const resend = async (id, seen) => (await staff()).post(`/admin/mail/${id}/resending`, { form: { seen } })
  const seenOn = text => text.match(/name="seen" value="(\d+)"/)[1]

  test('only the staff see it', async () => {
    assert.equal((await new Visitor(shop()).get('/admin/mail')).status, 303)
  })

  test('mails are listed by state, and found by mailbox and by order', async () => {
    const { number, body } = await buy(shop())
    await awaitMail(shop(), { to: body.contact.email })
    const sent = await page('/admin/mail?state=sent')
    assert.match(sent, /Pesanan diterima/)
    const found = await page(`/admin/mail?q=${number}`)
    assert.match(found, new RegExp(`/admin/orders/${number}`))
    assert.match(await page(`/admin/mail?q=${body.contact.email}`), new RegExp(number))
    assert.match(await page('/admin/mail?q=nobody%40contoh.example'), /Tidak ada email yang cocok/)
    assert.match(await page('/admin/mail?state=dead'), /Tidak ada email yang cocok/)
  })

  test("the overview's dead mails are named in words and lead to their page", async () => {
    const id = await kill('mati-satu')
    const overview = await page('/admin')
    assert.match(overview, new RegExp(`href="/admin/mail/${id}">Email: Pembayaran diterima<`))
    assert.match(overview, /href="\/admin\/mail\?state=dead"/)
    const text = await page(`/admin/mail/${id}`)
    assert.match(text, /550 no such mailbox/)
    assert.match(text, /Isi surat/)
    assert.match(await page('/admin/mail?state=dead'), /Perihal mati-satu/)
  })

  test('a dead mail is sent again once, however often it is asked for, and the log says who asked', async () => {
    const id = await kill('mati-dua', 'order_delivered')
    const seen = seenOn(await page(`/admin/mail/${id}`))
    const answers = await Promise.all([resend(id, seen), resend(id, seen), resend(id, seen)])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409, 409])
    await until('it is sent', async () => await state(id) === 'sent')
    assert.equal((await resend(id, seen)).status, 409)
    assert.equal(readMails(shop()).filter(mail => mail.to.includes('mati-dua@contoh.example')).length, 1)
    assert.deepEqual(await shop().sql(`SELECT actor_name, action FROM audit_log WHERE subject_kind = 'mail' AND subject_id = '${id}'`),
                     [['Rizky Maulana', 'mail.resent']])
    assert.match(await page(`/admin/mail/${id}`), /mengirim email ini lagi/)
    // As the page shows it now, it may be sent once more.
    assert.equal((await resend(id, seenOn(await page(`/admin/mail/${id}`)))).status, 303)
  })

  test('what opens an account is shown to nobody', async () => {
    await send('POST', `${shop().url}/password/forgot`, { form: { email: 'admin@hurtrock.com' } })
    await awaitMail(shop(), { to: 'admin@hurtrock.com' })
    const [[id]] = await shop().sql("SELECT id FROM outbox_mails WHERE kind = 'account_reset' ORDER BY id DESC LIMIT 1")
    const text = await page(`/admin/mail/${id}`)
    assert.doesNotMatch(text, /password\/reset/)
    assert.match(text, /Isinya tidak ditampilkan/)
  })

  test('the list goes on a screenful at a time', async () => {
    for (let i = 0; i < 30; ++i) await kill(`banyak-${i}`)
    const first = await page('/admin/mail?state=dead')
    const next = first.match(/href="([^"]+)" rel="next"/)[1].replaceAll('&#38;', '&').replaceAll('&amp;', '&')
    const second = await page(next)
    const subjects = text => [...text.matchAll(/Perihal ([a-z]+-\w+)/g)].map(([, subject]) => subject)
    assert.equal(subjects(first).length, 25)
    assert.deepEqual(subjects(first).filter(subject => subjects(second).includes(subject)), [])
  })

  test('a mail that is not there is answered as a page', async () => {
    for (const id of ['999999999', 'x', '0']) assert.equal((await (await staff()).get(`/admin/mail/${id}`)).status, 404)
    assert.equal((await resend('999999999', '0')).status, 404)
  })
})
