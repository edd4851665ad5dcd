// Transfers to the shop's own accounts, from the checkout to the books: PRODUCT "Payments".

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awaitMail } from '../support/mails.mjs'
import { photo } from '../support/photos.mjs'
import { send, Visitor } from './client.mjs'
import {
  assertBooksAreRight, assertProblem, atSandbox, awaitOrder, buy, checkoutBody, onEachDatabase, orderRow, postCheckout, staffTasks, stockOf,
  stripeSessions, takeVariant, visitorWithCart,
} from './errand.mjs'

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
  let staff
  const asStaff = async () => {
    if (!staff) {
      staff = new Visitor(shop())
      assert.equal((await staff.logIn('admin@hurtrock.com', 'admin123')).status, 200)
    }
    return staff
  }
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
    assert.equal(notice(await sendProof(bought, { 'bukti.jpg': picture })), 'proof_sent')
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
    assert.equal((await bought.visitor.post(`/api/v1/orders/${bought.number}/cancellation`)).status, 503)

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

  test('the books are right', () => assertBooksAreRight(shop()))
})
