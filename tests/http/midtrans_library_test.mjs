// Midtrans' own library for Node, unchanged, against the sandbox: what it can do there, Midtrans' users can rely on.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import midtrans from 'midtrans-client'
import { startLoneSandbox } from '../support/lone_sandbox.mjs'
import { until } from '../support/poll.mjs'
import { send } from './client.mjs'

const kServerKey = 'SB-Mid-server-hurtrock-local'

describe("Midtrans' library at the sandbox", () => {
  let sandbox, url, received, snap, core

  before(async () => {
    sandbox = await startLoneSandbox();
    ({ url, received } = sandbox)
    snap = new midtrans.Snap({ isProduction: false, serverKey: kServerKey, clientKey: 'SB-Mid-client-any' })
    core = new midtrans.CoreApi({ isProduction: false, serverKey: kServerKey, clientKey: 'SB-Mid-client-any' })
    // The library keeps its addresses in its class of settings.
    const settings = snap.apiConfig.constructor
    settings.SNAP_SANDBOX_BASE_URL = `${url}/snap/v1`
    settings.CORE_SANDBOX_BASE_URL = url
  })
  after(() => sandbox?.stop())

  const wanted = (orderId, changes = {}) => ({
    transaction_details: { order_id: orderId, gross_amount: 320_000 },
    item_details: [
      { id: 'SKU-1', price: 150_000, quantity: 2, name: 'Senar "Baja" & Co. – L' },
      { id: 'ongkir', price: 20_000, quantity: 1, name: 'Ongkos kirim' },
    ],
    customer_details: { first_name: 'Sari', email: 'sari@example.com', phone: '081234567890' },
    callbacks: { finish: 'https://toko.example/selesai?x=1' },
    expiry: { unit: 'hour', duration: 24 },
    ...changes,
  })
  const buyer = (orderId, action, query = '') => send('POST', `${url}/_sandbox/orders/${orderId}/${action}${query}`)
  const refusedWith = code => error => {
    assert.ok(error instanceof midtrans.MidtransError, String(error))
    assert.equal(Number(error.httpStatusCode), code, error.message)
    return true
  }
  const paid = async (orderId, method = 'gopay') => {
    await snap.createTransaction(wanted(orderId))
    await buyer(orderId, 'pay', `?method=${method}`)
  }

  test('a page is opened, by each of the three ways to ask', async () => {
    const opened = await snap.createTransaction(wanted('LIB-1'))
    assert.ok(opened.redirect_url.startsWith(`${url}/snap/`))
    assert.ok(opened.token.length > 10)
    assert.match(await snap.createTransactionToken(wanted('LIB-1a')), /^[0-9a-f-]{36}$/)
    assert.ok((await snap.createTransactionRedirectUrl(wanted('LIB-1b'))).startsWith(url))
  })

  test('what was not attempted yet is not found', async () => {
    await snap.createTransaction(wanted('LIB-2'))
    await assert.rejects(snap.transaction.status('LIB-2'), refusedWith(404))
  })

  test('a payment is followed from pending to settled, by order and by transaction', async () => {
    await snap.createTransaction(wanted('LIB-3'))
    await buyer('LIB-3', 'choose', '?method=bca_va')
    const pending = await snap.transaction.status('LIB-3')
    assert.deepEqual([pending.transaction_status, pending.payment_type, pending.gross_amount], ['pending', 'bank_transfer', '320000.00'])
    assert.match(pending.va_numbers[0].va_number, /^\d+$/)
    await buyer('LIB-3', 'pay', '?method=bca_va')
    const settled = await core.transaction.status(pending.transaction_id)
    assert.deepEqual([settled.transaction_status, settled.order_id, settled.currency], ['settlement', 'LIB-3', 'IDR'])
  })

  test('a pending payment is cancelled, another one expired, and neither twice', async () => {
    for (const [orderId, end, state] of [['LIB-4', 'cancel', 'cancel'], ['LIB-5', 'expire', 'expire']]) {
      await snap.createTransaction(wanted(orderId))
      await buyer(orderId, 'choose')
      assert.equal((await snap.transaction[end](orderId)).transaction_status, state)
      await assert.rejects(snap.transaction[end](orderId), refusedWith(412))
    }
  })

  test('the status of what expired comes as an answer, not as an error', async () => {
    await snap.createTransaction(wanted('LIB-6'))
    await buyer('LIB-6', 'choose')
    await snap.transaction.expire('LIB-6')
    const status = await snap.transaction.status('LIB-6')
    assert.deepEqual([status.status_code, status.transaction_status], ['407', 'expire'])
  })

  test('a challenged card is approved or denied', async () => {
    for (const [orderId, verdict, state] of [['LIB-7', 'approve', 'capture'], ['LIB-8', 'deny', 'deny']]) {
      await snap.createTransaction(wanted(orderId))
      await buyer(orderId, 'challenge', '?method=credit_card')
      assert.equal((await snap.transaction.status(orderId)).fraud_status, 'challenge')
      assert.equal((await snap.transaction[verdict](orderId)).transaction_status, state)
    }
  })

  test('money goes back in parts, a key once, and never more than there is', async () => {
    await paid('LIB-9')
    const part = await snap.transaction.refund('LIB-9', { refund_key: 'r-1', amount: 150_000, reason: 'Rusak' })
    assert.deepEqual([part.transaction_status, part.refund_amount], ['partial_refund', '150000.00'])
    await assert.rejects(snap.transaction.refund('LIB-9', { refund_key: 'r-1', amount: 150_000 }), refusedWith(406))
    await assert.rejects(snap.transaction.refund('LIB-9', { refund_key: 'r-2', amount: 170_001 }), refusedWith(414))
    const rest = await snap.transaction.refundDirect('LIB-9', { refund_key: 'r-3', amount: 170_000 })
    assert.equal(rest.transaction_status, 'refund')
    assert.equal((await snap.transaction.status('LIB-9')).refunds.length, 2)
  })

  test('a virtual account gives nothing back', async () => {
    await paid('LIB-10', 'bca_va')
    await assert.rejects(snap.transaction.refund('LIB-10', { refund_key: 'r-1', amount: 1_000 }), refusedWith(412))
  })

  test('what Midtrans would refuse is refused in its words', async () => {
    const refused = async (parameters, status, words) => assert.rejects(snap.createTransaction(parameters), error => {
      refusedWith(status)(error)
      assert.match(error.ApiResponse.error_messages.join(), words)
      return true
    })
    await refused(wanted('LIB-11', { transaction_details: { order_id: 'LIB-11', gross_amount: 320_001 } }), 400, /gross_amount/)
    await refused(wanted('LIB 11'.repeat(10)), 400, /order_id/)
    await paid('LIB-12')
    await refused(wanted('LIB-12'), 400, /order_id/)
    const stranger = new midtrans.Snap({ isProduction: false, serverKey: 'SB-Mid-server-theirs' })
    await assert.rejects(stranger.createTransaction(wanted('LIB-13')), refusedWith(401))
  })

  test('notifications are signed, and the library finds in the sandbox what they tell of', async () => {
    await snap.createTransaction(wanted('LIB-14'))
    received.length = 0
    await buyer('LIB-14', 'pay', '?method=qris')
    await until('both notifications have come', () => received.length === 2)
    for (const { body } of received) {
      const told = JSON.parse(body)
      const signed = told.order_id + told.status_code + told.gross_amount + kServerKey
      assert.equal(told.signature_key, createHash('sha512').update(signed).digest('hex'))
      const now = await snap.transaction.notification(body)
      assert.deepEqual([now.order_id, now.transaction_status], ['LIB-14', 'settlement'])
    }
  })
})
