// An order as large as a studio's: 40 lines for more than Rp 1.2 billion, sent in two parcels, partly refunded. Its
// invoice must add up line by line, as somebody with a calculator would check it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pagesOf } from '../support/documents.mjs'
import { until } from '../support/poll.mjs'
import { Visitor } from './client.mjs'
import {
  addToCart, assertBooksAreRight, atSandbox, awaitOrder, awaitQuiet, checkoutBody, onEachDatabase, postCheckout, setPrice, stockOf,
  takeVariant,
} from './errand.mjs'
import { onceLoggedIn } from './people.mjs'

const kLines = 40
/** Odd amounts, so that no tax comes out even. */
const kFirstPrice = 29_871_119
const kStep = 13_337

const rupiah = text => Number(text.replaceAll('.', ''))
const sum = numbers => numbers.reduce((total, number) => total + number, 0)

/** What stands on an invoice: {lines: [{quantity, price, tax, total}], goods, shipping: {tax, total}, total, base, tax}. */
function readInvoice(pdf) {
  const text = pagesOf(pdf, { layout: true }).join('\n')
  const money = 'Rp ([\\d.]+)'
  const one = pattern => {
    const found = new RegExp(pattern).exec(text)
    assert.ok(found, `${pattern} in ${text}`)
    return found.slice(1).map(rupiah)
  }
  const lines = [...text.matchAll(new RegExp(`\\s(\\d+)\\s+${money}\\s+${money}\\s+${money}$`, 'gm'))]
    .map(([, quantity, price, tax, total]) => ({ quantity: Number(quantity), price: rupiah(price), tax: rupiah(tax), total: rupiah(total) }))
  const [goodsTax, goods] = one(`Subtotal barang\\s+${money}\\s+${money}`)
  const [shippingTax, shipping] = one(`Ongkos kirim \\([^)]*\\)\\s+${money}\\s+${money}`)
  return {
    lines, goods, goodsTax, shipping, shippingTax,
    total: one(`\\n\\s+Total\\s+${money}`)[0],
    base: one(`DPP\\)\\s+${money}`)[0],
    tax: one(`PPN 11% efektif \\(12% × 11/12\\)\\s+${money}`)[0],
    text,
  }
}

onEachDatabase('a large order', shop => {
  const staff = onceLoggedIn(shop, 'staff')

  test('40 lines for Rp 1.2 billion, two parcels and a partial refund: the invoice adds up line by line', async () => {
    const visitor = new Visitor(shop())
    const variants = []
    for (let n = 0; n < kLines; ++n) {
      const variant = await takeVariant(shop(), 5)
      await setPrice(shop(), variant.id, kFirstPrice + n * kStep)
      await addToCart(visitor, variant)
      variants.push(variant)
    }
    const placed = await postCheckout(visitor, await checkoutBody(shop()))
    assert.equal(placed.status, 201, placed.text())
    const { order_number: number, total } = placed.json()
    assert.ok(total > 1_200_000_000, String(total))
    await atSandbox(shop(), `${number}-1`, 'pay', { method: 'qris' })
    await awaitOrder(shop(), number, { state: 'paid' })
    await awaitQuiet(shop())

    const rows = await shop().sql(
      `SELECT l.id, l.sku, l.unit_price, l.line_total FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.number = '${number}' ORDER BY l.position`)
    const versionNow = async () => (await shop().sql(`SELECT version FROM orders WHERE number = '${number}'`))[0][0]
    const post = async (what, form) => {
      const answer = await (await staff()).post(`/admin/orders/${number}/${what}`, { form: { version: await versionNow(), ...form } })
      assert.equal(answer.status, 303, answer.text().slice(0, 2000))
    }
    await post('processing', {})
    for (const [parcel, packed] of [rows.slice(0, 15), rows.slice(15)].entries())
      await post('shipments', {
        courier: 'jne-reg', tracking_number: `JX000000000${parcel}`,
        ...Object.fromEntries(rows.map(([id]) => [`quantity_${id}`, packed.some(([one]) => one === id) ? '1' : '0'])),
      })
    await awaitOrder(shop(), number, { state: 'shipped' })
    const [returned, sku, price] = rows[7]
    await post('refunds', {
      form_key: 'large', reason: 'Cacat di badan', [`quantity_${returned}`]: '1', [`restock_${returned}`]: '1', accepted_total: price,
    })
    await until('the money has gone back', async () =>
      (await shop().sql(`SELECT payment_state FROM orders WHERE number = '${number}'`))[0][0] === 'partially_refunded', { withinMs: 30_000 })
    assert.equal((await stockOf(shop(), variants.find(variant => variant.sku === sku).id)).onHand, 5, 'what came back can be sold again')

    const invoice = readInvoice((await visitor.get(`/orders/${number}/invoice.pdf`)).body)
    assert.deepEqual(invoice.lines.map(({ total: each }) => each), rows.map(row => Number(row[3])))
    for (const { quantity, price: each, tax, total: line } of invoice.lines) {
      assert.equal(quantity * each, line)
      // Of a price with tax: its 11/111, to the nearest rupiah but for what makes the lines add up.
      assert.ok(Math.abs(tax - (line * 11) / 111) < 1, `${tax} of ${line}`)
    }
    assert.equal(sum(invoice.lines.map(({ total: line }) => line)), invoice.goods)
    assert.equal(sum(invoice.lines.map(({ tax }) => tax)), invoice.goodsTax)
    assert.equal(invoice.goods + invoice.shipping, invoice.total)
    assert.equal(invoice.goodsTax + invoice.shippingTax, invoice.tax)
    assert.equal(invoice.base + invoice.tax, invoice.total)
    assert.equal(invoice.total, total)
    assert.match(invoice.text, /Cacat di badan/)
    assert.ok(invoice.text.includes(`Rp ${Number(price).toLocaleString('id-ID')}`))
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
