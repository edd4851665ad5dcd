// Transfers to the shop's own accounts, from the checkout to the books: PRODUCT "Payments".

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { awaitMail } from '../support/mails.mjs'
import { photo, pngClaiming } from '../support/photos.mjs'
import { send, Visitor } from './client.mjs'
import {
  assertBooksAreRight, assertProblem, atSandbox, awaitOrder, buy, checkoutBody, onEachDatabase, orderRow, postCheckout, staffTasks, stockOf,
  stripeSessions, takeVariant, visitorWithCart,
} from './errand.mjs'
import { onceLoggedIn } from './people.mjs'

const kAccounts = { bank_1: 'BCA', number_1: '123-456 7890', holder_1: 'Hurtrock Music Store', bank_2: 'Mandiri', number_2: '99887766', holder_2: 'Hurtrock' }

function multipart(fields, files = {}) {
  const boundary = 'batas-bukti'
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`))
  for (const [name, bytes] of Object.entries(files))
    parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="proof"; filename="${name}"\r\n\r\n`), bytes, Buffer.from('\r\n'))
  return { body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
           headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}`, Accept: 'text/html' } }
}

onEachDatabase('bank transfers', shop => {
  const asStaff = onceLoggedIn(shop, 'admin')
  const settings = async fields => {
    const [[version]] = await shop().sql("SELECT version FROM payment_settings WHERE provider = 'bank_transfer'")
    return (await asStaff()).post('/admin/payments/bank_transfer/settings', { form: { version, enabled: '1', minimum_total: '10000', ...fields } })
  }
  const decide = async (reference, what, form) => (await asStaff()).post(`/admin/payments/transfers/${reference}/${what}`, { form })
  const sendProof = async (bought, files, fields = { sender_bank: 'BCA', sender_name: 'Budi' }) =>
    bought.visitor.post(`/orders/${bought.number}/transfer-proof`, multipart(fields, files))
  const orderPage = async ({ visitor, number }) => (await visitor.get(`/orders/${number}`)).text()
  const notice = answer => new URL(answer.headers.location, shop().url).searchParams.get('notice')

  test('transfers are not taken before there is an account', async () => {
    const visitor = await visitorWithCart(shop(), await takeVariant(shop()))
    assertProblem(await postCheckout(visitor, await checkoutBody(shop(), { payment_method: 'bank_transfer' })), 422)
    assert.equal((await settings({})).status, 422)
    const half = await settings({ ...kAccounts, holder_2: '' })
    assert.equal(half.status, 422)
    assert.match(half.text(), /href="#field-bank_transfer-holder_2"/)
    assert.equal((await settings({ bank_1: 'BCA', number_1: 'abc', holder_1: 'Toko' })).status, 422)
    assert.equal((await settings(kAccounts)).status, 303)
    const [shown, folded] = (await (await asStaff()).get('/admin/payments')).text().split('account-more')
    const fields = text => [...text.matchAll(/ name="bank_(\d)"/g)].map(([, number]) => number).join()
    assert.deepEqual([fields(shown), fields(folded)], ['1,2,3', '4,5'], 'those there are and an empty one')
    assert.match((await send('GET', `${shop().url}/`)).text(), /<li>Transfer bank<\/li>/)
  })

  test('the order says where and exactly how much, and every amount is another', async () => {
    const variant = await takeVariant(shop())
    const totals = new Set()
    for (let i = 0; i < 5; ++i) {
      const bought = await buy(shop(), { variant, method: 'bank_transfer' })
      assert.deepEqual([bought.order.payment.kind, bought.order.status], ['none', 'pending'])
      const page = await orderPage(bought)
      assert.match(page, /1234567890/)
      assert.match(page, /99887766/)
      assert.match(page, new RegExp(`data-copy="${bought.order.total}"`))
      totals.add(bought.order.total)
      if (i === 0) {
        const mail = await awaitMail(shop(), { to: bought.body.contact.email, text: /BCA 1234567890/ })
        assert.match(mail.text, new RegExp(bought.order.total.toLocaleString('id-ID')))
      }
    }
    assert.equal(totals.size, 5)
  })

  test('a proof is made anew, kept privately and shown to staff', async () => {
    const bought = await buy(shop(), { method: 'bank_transfer' })
    const picture = await photo('jpg', 300, 500)
    assert.match(await orderPage(bought), /Bayar sebelum/)
    assert.equal(notice(await sendProof(bought, { 'bukti.jpg': picture })), 'proof_sent')
    const proven = await orderPage(bought)
    assert.match(proven, /sedang dicocokkan/)
    assert.doesNotMatch(proven, /Bayar sebelum/)
    const [[file]] = await shop().sql(`SELECT file FROM transfer_proofs ORDER BY id DESC LIMIT 1`)
    assert.match(file, /\.webp$/)
    assert.equal((await send('GET', `${shop().url}/media/${file}`)).status, 404)
    const path = `/admin/payments/transfers/${bought.reference}/proof`
    assert.notEqual((await bought.visitor.get(path)).status, 200)
    const shown = await (await asStaff()).get(path)
    assert.equal(shown.status, 200)
    assert.equal(shown.headers['content-type'], 'image/webp')
    assert.equal(shown.body.subarray(8, 12).toString(), 'WEBP')
    assert.match((await (await asStaff()).get('/admin/payments/transfers')).text(), /Budi, BCA/)
    assert.equal((await staffTasks(shop(), 'transfer_proof')).at(-1).number, bought.number)
    assertProblem(await bought.visitor.post(`/api/v1/orders/${bought.number}/cancellation`), 409, 'not_cancellable')

    assert.match((await decide(bought.reference, 'confirmation', { received: bought.order.total.toLocaleString('id-ID') })).headers.location, /confirmed/)
    await awaitOrder(shop(), bought.number, { state: 'paid', payment: 'paid' })
    const api = (await bought.visitor.get(`/api/v1/orders/${bought.number}`)).json()
    assert.match(api.invoice_number, /^INV\//)
    assert.match((await decide(bought.reference, 'confirmation', { received: '1' })).headers.location, /already/)
  })

  test('what is no picture, or has no sender, is refused at its field', async () => {
    const bought = await buy(shop(), { method: 'bank_transfer' })
    const picture = await photo('png', 60, 60)
    for (const [field, files, fields] of [['proof', { 'bukti.jpg': Buffer.from('%PDF-1.7 nothing') }], ['proof', {}],
      ['sender_bank', { 'bukti.png': picture }, { sender_bank: '', sender_name: 'Budi' }], ['sender_name', { 'bukti.png': picture }, { sender_bank: 'BCA' }]]) {
      const answer = await sendProof(bought, files, fields)
      assert.equal(answer.status, 422, field)
      assert.match(answer.text(), new RegExp(`href="#field-${field}"`))
    }
    assert.equal((await staffTasks(shop(), 'transfer_proof')).some(({ number }) => number === bought.number), false)
  })

  const proofFiles = () => fs.readdirSync(path.join(shop().dataDir, 'proofs'))
  const proofsOf = async ({ number }) => (await shop().sql(
    `SELECT t.file FROM transfer_proofs t JOIN payments p ON p.id = t.payment_id JOIN orders o ON o.id = p.order_id WHERE o.number = '${number}'`)).map(([file]) => file)

  test('of proofs sent at once one is looked at at a time, and what is refused leaves no file', async () => {
    const bought = await buy(shop(), { method: 'bank_transfer' })
    const before = proofFiles().length
    // 100 points wide: one file each.
    const picture = await photo('png', 100, 100, 6)
    const answers = await Promise.all(Array.from({ length: 8 }, () => sendProof(bought, { 'bukti.png': picture })))
    const taken = answers.filter(({ status }) => status === 303)
    assert.ok(taken.length >= 1)
    for (const answer of answers.filter(({ status }) => status !== 303)) {
      assert.equal(answer.status, 409)
      assert.match(answer.text(), /href="#field-proof"/)
    }
    const rows = await proofsOf(bought)
    assert.equal(rows.length, taken.length)
    assert.equal(new Set(rows).size, rows.length, 'the same picture twice is two files')
    assert.equal(proofFiles().length - before, rows.length)
  })

  test('ten proofs of an order are the most, and another is not even read', async () => {
    const bought = await buy(shop(), { method: 'bank_transfer' })
    const picture = await photo('png', 100, 100, 7)
    for (let i = 0; i < 10; ++i) assert.equal(notice(await sendProof(bought, { 'bukti.png': picture })), 'proof_sent')
    const before = proofFiles().length
    const answer = await sendProof(bought, { 'bukti.txt': Buffer.from('no picture, which nobody finds out') })
    assert.equal(answer.status, 409)
    assert.match(answer.text(), /terlalu banyak bukti/)
    assert.equal(proofFiles().length, before)
    assert.equal((await proofsOf(bought)).length, 10)
  })

  test('more points than a stranger may have decoded are refused by the header', async () => {
    const bought = await buy(shop(), { method: 'bank_transfer' })
    const answer = await sendProof(bought, { 'bukti.png': pngClaiming(8_000, 6_251) })
    assert.equal(answer.status, 422)
    assert.match(answer.text(), /50 untuk jenis lain/)
  })

  test('a proof without anything is told all that is missing at once', async () => {
    const bought = await buy(shop(), { method: 'bank_transfer' })
    const answer = await sendProof(bought, {}, { sender_bank: '', sender_name: '' })
    assert.equal(answer.status, 422)
    for (const field of ['sender_bank', 'sender_name', 'proof']) assert.match(answer.text(), new RegExp(`href="#field-${field}"`))
  })

  test('a stranger sends no proof for somebody else', async () => {
    const bought = await buy(shop(), { method: 'bank_transfer' })
    const answer = await sendProof({ ...bought, visitor: await visitorWithCart(shop(), bought.variant) }, { 'bukti.jpg': await photo('jpg', 50, 50) })
    assert.equal(answer.headers.location, '/orders')
  })

  test('a declined proof is told by mail, and the next may be sent', async () => {
    const bought = await buy(shop(), { method: 'bank_transfer' })
    await sendProof(bought, { 'bukti.jpg': await photo('jpg', 90, 90, 2) })
    assert.equal((await decide(bought.reference, 'decline', { reason: '' })).status, 422)
    assert.match((await decide(bought.reference, 'decline', { reason: 'Nominalnya tidak terbaca.' })).headers.location, /declined/)
    await awaitMail(shop(), { to: bought.body.contact.email, text: /Nominalnya tidak terbaca\./ })
    assert.match(await orderPage(bought), /Nominalnya tidak terbaca\./)
    assert.equal(notice(await sendProof(bought, { 'bukti.jpg': await photo('jpg', 90, 90, 3) })), 'proof_sent')
  })

  test('another amount than was asked for never pays', async () => {
    const bought = await buy(shop(), { method: 'bank_transfer' })
    assert.equal((await decide(bought.reference, 'confirmation', { received: 'banyak' })).status, 422)
    assert.match((await decide(bought.reference, 'confirmation', { received: String(bought.order.total - 1) })).headers.location, /mismatch/)
    assert.ok((await staffTasks(shop(), 'payment_mismatch')).some(({ number }) => number === bought.number))
    assert.equal((await orderRow(shop(), bought.number)).state, 'pending')
  })

  test('whoever changes to a card pays without the code, and whoever comes back gets another', async () => {
    const variant = await takeVariant(shop(), 5)
    const bought = await buy(shop(), { method: 'bank_transfer', variant })
    const pay = method => bought.visitor.post(`/api/v1/orders/${bought.number}/payment`, { json: { payment_method: method } })
    const total = async () => (await orderRow(shop(), bought.number)).total
    assert.equal((await pay('stripe')).json().payment.kind, 'redirect')
    const plain = await total()
    assert.ok(plain < bought.order.total && bought.order.total - plain <= 999)
    assert.equal((await stripeSessions(shop(), `${bought.number}-2`))[0].amount_total, plain * 100)
    const back = await pay('bank_transfer')
    assert.equal(back.status, 201)
    assert.equal(back.json().payment.kind, 'none')
    assert.ok(await total() > plain)
    assert.equal((await stripeSessions(shop(), `${bought.number}-2`))[0].status, 'expired')
    assert.equal((await pay('midtrans')).json().payment.kind, 'redirect')
    assert.equal(await total(), plain)
    await atSandbox(shop(), `${bought.number}-4`, 'pay')
    await awaitOrder(shop(), bought.number, { state: 'paid', payment: 'paid' })
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 4, reserved: 0 })
  })

  // Another amount than was asked for ------------------------------------------------------------------------------------

  const openTasks = async number => (await shop().sql(
    `SELECT t.kind FROM staff_tasks t JOIN orders o ON o.id = t.order_id
     WHERE o.number = '${number}' AND t.resolved_at IS NULL ORDER BY t.kind`)).map(([kind]) => kind)
  const capturedOf = async reference => Number((await shop().sql(`SELECT captured FROM payments WHERE reference = '${reference}'`))[0][0])
  const booked = async (number, where) => Number((await shop().sql(
    `SELECT COALESCE(SUM(e.amount), 0) FROM ledger_entries e JOIN payments p ON p.id = e.payment_id JOIN orders o ON o.id = p.order_id
     WHERE o.number = '${number}' AND ${where}`))[0][0])
  /** An order for which `missing` less came than it asks for; less than nothing: so much more. */
  const lacking = async missing => {
    const bought = await buy(shop(), { method: 'bank_transfer' })
    const received = bought.order.total - missing
    assert.equal(notice(await decide(bought.reference, 'confirmation', { received })), 'mismatch')
    return { ...bought, received }
  }
  const assertField = (answer, reference, field) => {
    assert.equal(answer.status, 422)
    assert.match(answer.text(), new RegExp(`href="#field-${reference}-${field}"`))
  }

  test('a wrong figure is put right, and the right one pays', async () => {
    const { number, reference, order, received } = await lacking(1_000)
    for (const corrected of ['', 'banyak', '1,5', '-1', received]) assertField(await decide(reference, 'correction', { seen: received, corrected }), reference, 'corrected')
    assert.equal(notice(await decide(reference, 'correction', { seen: received, corrected: order.total.toLocaleString('id-ID') })), 'confirmed')
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
    assert.deepEqual(await openTasks(number), [])
    assert.equal(await booked(number, "e.kind = 'capture_undone' AND e.created_by IS NOT NULL"), received)
    assert.equal(notice(await decide(reference, 'correction', { seen: received, corrected: order.total })), 'already')
  })

  test('what was typed stays in its field when it cannot be done', async () => {
    const { reference, order, received } = await lacking(1_000)
    // Another order waits for the very same sum.
    const other = await buy(shop(), { method: 'bank_transfer' })
    const waitsFor = amount => shop().sql(`UPDATE payments SET amount = ${amount} WHERE reference = '${other.reference}'`)
    await waitsFor(order.total)
    const refused = await decide(reference, 'correction', { seen: received, corrected: '0' })
    await waitsFor(other.order.total)
    assert.equal(refused.status, 409)
    assert.match(refused.text(), new RegExp(`id="field-${reference}-corrected"[^>]* value="0"`))
    assert.equal(await capturedOf(reference), received)
  })

  test('money that never came is waited for again', async () => {
    const { number, reference, order, received } = await lacking(1_000)
    assert.equal(notice(await decide(reference, 'correction', { seen: received, corrected: 0 })), 'taken_back')
    assert.deepEqual(await openTasks(number), [])
    assert.equal(await capturedOf(reference), 0)
    assert.equal(notice(await decide(reference, 'confirmation', { received: order.total })), 'confirmed')
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
  })

  test('the rest that comes later completes the payment, and a second click adds nothing', async () => {
    const { number, reference, order, received } = await lacking(40_000)
    for (const rest of ['', 'sisanya', '0']) assertField(await decide(reference, 'rest', { seen: received, rest }), reference, 'rest')
    assert.equal(notice(await decide(reference, 'rest', { seen: received, rest: '15.000' })), 'mismatch')
    assert.equal(notice(await decide(reference, 'rest', { seen: received, rest: '15.000' })), 'already')
    assert.equal(notice(await decide(reference, 'rest', { rest: '15.000' })), 'already')
    assert.equal(await capturedOf(reference), received + 15_000)
    assert.equal(notice(await decide(reference, 'rest', { seen: received + 15_000, rest: '25000' })), 'confirmed')
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
    assert.deepEqual(await openTasks(number), [])
    assert.equal(await booked(number, "e.credit = 'orders'"), order.total)
  })

  test('a little that is missing is forgiven for a reason, and the invoice stays as it is', async () => {
    const { visitor, number, reference, order, received } = await lacking(500)
    assertField(await decide(reference, 'acceptance', { seen: received, loss_reason: '' }), reference, 'loss_reason')
    const answers = await Promise.all([1, 2, 3].map(() => decide(reference, 'acceptance', { seen: received, loss_reason: 'Potongan bank' })))
    assert.deepEqual(answers.map(notice).sort(), ['already', 'already', 'confirmed'])
    assert.equal((await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })).total, order.total)
    assert.equal((await shop().sql(`SELECT i.total FROM invoices i JOIN orders o ON o.id = i.order_id WHERE o.number = '${number}'`))[0][0], String(order.total))
    assert.equal(await booked(number, "e.debit = 'losses' AND e.note = 'Potongan bank'"), 500)
    assert.deepEqual(await openTasks(number), [])
    assert.doesNotMatch(await orderPage({ visitor, number }), /Potongan bank/)
  })

  test('more than a little is not forgiven', async () => {
    const { number, reference, received } = await lacking(10_001)
    const answer = await decide(reference, 'acceptance', { seen: received, loss_reason: 'Teman baik' })
    assert.equal(answer.status, 409)
    assert.equal((await orderRow(shop(), number)).state, 'pending')
    assert.deepEqual(await openTasks(number), ['payment_mismatch'])
  })

  test('what is too much stays the buyer\'s until it has gone back', async () => {
    const { number, reference, received } = await lacking(-1)
    assert.equal(notice(await decide(reference, 'acceptance', { seen: received })), 'surplus')
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
    assert.deepEqual(await openTasks(number), ['payment_must_go_back'])
    assert.equal((await (await asStaff()).post(`/admin/orders/${number}/payments/2/refunds`, { form: { seen: 1 } })).status, 303)
    const [[refund]] = await shop().sql(`SELECT r.id FROM refunds r JOIN orders o ON o.id = r.order_id WHERE o.number = '${number}'`)
    assert.equal((await (await asStaff()).post(`/admin/orders/${number}/refunds/${refund}/transfer`, { form: { [`reference_${refund}`]: 'TRX-1' } })).status, 303)
    assert.deepEqual(await openTasks(number), [])
    assert.equal((await orderRow(shop(), number)).payment, 'paid')
  })

  test('of an order that was cancelled meanwhile the money must go back', async () => {
    const { visitor, number, reference, received } = await lacking(500)
    assert.equal((await visitor.post(`/api/v1/orders/${number}/cancellation`)).status, 200)
    assert.deepEqual(await openTasks(number), ['payment_must_go_back'])
    assert.equal((await decide(reference, 'acceptance', { seen: received, loss_reason: 'x' })).status, 409)
    assert.equal(notice(await decide(reference, 'rest', { seen: received, rest: '500' })), 'must_go_back')
    assert.deepEqual(await openTasks(number), ['payment_must_go_back'])
    assert.equal((await orderRow(shop(), number)).state, 'cancelled')
  })

  test('declining a proof of an order that has ended asks the buyer for nothing', async () => {
    const { visitor, number, reference } = await lacking(500)
    assert.equal((await visitor.post(`/api/v1/orders/${number}/cancellation`)).status, 200)
    await shop().sql(`INSERT INTO transfer_proofs (payment_id, file, sender_bank, sender_name, state, sent_at)
      SELECT id, 'tidak-ada.webp', 'BCA', 'Budi', 'waiting', 1 FROM payments WHERE reference = '${reference}'`)
    const form = (await (await asStaff()).get('/admin/payments/transfers')).text().split(`id="${reference}"`)[1].split('</section>')[0]
    assert.match(form, /Tolak tanpa email/)
    assert.doesNotMatch(form, /dikirim ke pembeli|Tolak dan kirim email/)
    assert.equal(notice(await decide(reference, 'decline', { reason: 'Bukan untuk pesanan ini' })), 'proof_closed')
    assert.deepEqual(await shop().sql(
      `SELECT m.kind FROM outbox_mails m JOIN orders o ON o.id = m.order_id WHERE o.number = '${number}' AND m.kind = 'order_transfer_declined'`), [])
    assert.equal((await orderRow(shop(), number)).state, 'cancelled')
  })

  test('money that comes after a transfer was taken as it is must go back, once', async () => {
    const { number, reference, received } = await lacking(500)
    const late = form => asStaff().then(people => people.post(`/admin/orders/${number}/payments/1/receipts`, { form }))
    assert.equal((await late({ seen: received, late_1: '500' })).status, 409)
    assert.equal(notice(await decide(reference, 'acceptance', { seen: received, loss_reason: 'Potongan bank' })), 'confirmed')
    assert.match((await (await asStaff()).get(`/admin/orders/${number}`)).text(), new RegExp(`name="seen" value="${received}"`))
    for (const late_1 of ['', 'sisanya', '0']) assert.equal((await late({ seen: received, late_1 })).status, 422)
    assert.equal(notice(await late({ seen: received, late_1: '500' })), 'late_receipt')
    assert.equal(notice(await late({ seen: received, late_1: '500' })), 'already')
    assert.deepEqual(await openTasks(number), ['payment_must_go_back'])
    assert.equal((await orderRow(shop(), number)).payment, 'paid')
  })

  test('while a proof of the rest waits, the money is neither taken as it is nor sent back', async () => {
    const bought = await lacking(500)
    assert.equal(notice(await sendProof(bought, { 'bukti.jpg': await photo('jpg', 80, 80, 5) })), 'proof_sent')
    assert.equal((await decide(bought.reference, 'acceptance', { seen: bought.received, loss_reason: 'x' })).status, 409)
    assert.equal((await (await asStaff()).post(`/admin/orders/${bought.number}/payments/1/refunds`, { form: { seen: bought.received } })).status, 409)
    assert.equal(await booked(bought.number, "e.debit = 'losses'"), 0)
    assert.equal(notice(await decide(bought.reference, 'rest', { seen: bought.received, rest: '500' })), 'confirmed')
  })

  test('once all of it goes back, nothing else is decided', async () => {
    const { number, reference, received } = await lacking(500)
    assert.equal((await (await asStaff()).post(`/admin/orders/${number}/payments/1/refunds`, { form: { seen: received } })).status, 303)
    assert.deepEqual(await openTasks(number), ['refund_by_hand'])
    for (const [what, form] of [['correction', { corrected: 0 }], ['rest', { rest: 500 }], ['acceptance', { loss_reason: 'x' }]])
      assert.equal(notice(await decide(reference, what, { seen: received, ...form })), 'already', what)
  })

  test('the buyer is told once what is missing, on the page at once and by mail after a while', async () => {
    const bought = await lacking(1_234)
    const page = await orderPage(bought)
    assert.match(page, /data-copy="1234"/)
    assert.match(page, /1234567890/)
    assert.match(page, /class="payment__state"><strong>Masih kurang Rp\s1\.234</)
    assert.doesNotMatch(page, /Menunggu konfirmasi/)
    assert.doesNotMatch(page, /name="payment_method"/)
    await shop().sql("UPDATE jobs SET run_at = 0 WHERE kind = 'payments.transfer_short' AND state = 'waiting'")
    const mail = await awaitMail(shop(), { to: bought.body.contact.email, text: /Masih kurang/ })
    assert.match(mail.text, /BCA 1234567890/)
    assert.equal((await shop().sql(`SELECT COUNT(*) FROM outbox_mails WHERE kind = 'order_transfer_short' AND event_key LIKE '%${bought.reference}%'`))[0][0], '1')
    assert.match(page, /transfer sisanya supaya pesanan lunas/)
    assert.equal(notice(await sendProof(bought, { 'bukti.jpg': await photo('jpg', 80, 80, 4) })), 'proof_sent')
    const proven = await orderPage(bought)
    assert.match(proven, /jangan transfer lagi dulu/)
    assert.doesNotMatch(proven, /transfer sisanya supaya pesanan lunas/)
    assert.equal(notice(await decide(bought.reference, 'rest', { seen: bought.received, rest: '1.234' })), 'confirmed')
    assert.doesNotMatch(await orderPage(bought), /data-copy="1234"/)
  })

  test('the list of orders tells what of a transfer is missing', async () => {
    const visitor = new Visitor(shop())
    assert.equal((await visitor.logIn('pembeli@contoh.example', 'pembeli123')).status, 200)
    const { number, reference, order } = await buy(shop(), { method: 'bank_transfer', visitor })
    const row = async () => (await visitor.get('/orders')).text().split(`href="/orders/${number}"`)[1].split('</li>')[0]
    assert.doesNotMatch(await row(), /class="orders__pay">[^<]*Rp/)
    assert.equal(notice(await decide(reference, 'confirmation', { received: order.total - 1_234 })), 'mismatch')
    assert.match(await row(), /class="orders__pay">[^<]*Rp\s1\.234/)
  })

  test('the list of transfers goes on from page to page', async () => {
    const { number, reference } = await buy(shop(), { method: 'bank_transfer' })
    const [[order, begun]] = await shop().sql(`SELECT order_id, created_at FROM payments WHERE reference = '${reference}'`)
    const others = Array.from({ length: 30 }, (_, at) => `${reference}-other-${at}`)
    await shop().sql(`INSERT INTO payments (order_id, attempt, provider, reference, amount, state, created_at, updated_at) VALUES
      ${others.map((other, at) => `(${order}, ${100 + at}, 'bank_transfer', '${other}', ${900_000_000 + at}, 'pending', ${begun}, ${begun})`).join(', ')}`)
    const pageAt = async url => {
      const text = (await (await asStaff()).get(url)).text()
      return { ids: [...text.matchAll(/class="box transfer" id="([^"]+)"/g)].map(([, id]) => id),
               next: text.match(/href="([^"]+)" rel="next"/)?.[1].replaceAll('&amp;', '&'), text }
    }
    const walk = async first => {
      const seen = [], urls = []
      for (let url = first; url;) {
        const { ids, next } = await pageAt(url)
        assert.ok(ids.length > 0 && ids.length <= 25, url)
        seen.push(...ids)
        urls.push(url)
        url = next
      }
      assert.equal(new Set(seen).size, seen.length)
      return { seen, urls }
    }
    const all = await walk('/admin/payments/transfers')
    for (const each of [reference, ...others]) assert.ok(all.seen.includes(each), each)
    const found = await walk(`/admin/payments/transfers?q=${number}`)
    assert.deepEqual(found.seen, [reference, ...others])
    assert.equal(found.urls.length, 2)
    assert.match((await pageAt(found.urls[1])).text, new RegExp(`href="/admin/payments/transfers\\?q=${number}"`))
    // What stood on the last page has been dealt with meanwhile: there is still a list.
    await shop().sql(`DELETE FROM payments WHERE order_id = ${order} AND attempt >= 100`)
    assert.deepEqual((await pageAt(found.urls[1])).ids, [reference])
    for (const nonsense of ['x', '9-0-1-1', '2-0-1', '-1-0-1-1', '2-0-99999999999999999999-1'])
      assert.ok((await pageAt(`/admin/payments/transfers?after=${nonsense}`)).ids.length > 0, nonsense)
  })

  test('a transfer that nobody knows is not found', async () => {
    for (const [what, form] of [['correction', { corrected: 0 }], ['rest', { rest: 500 }], ['acceptance', { loss_reason: 'x' }]])
      assert.equal((await decide('HRT-ZZZZ-ZZZZ-1', what, { seen: 1, ...form })).status, 404, what)
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
