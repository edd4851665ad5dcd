// What a buyer does with an order that is on its way or waits in the store: fetch it, say that it has come, buy it again.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awaitMail } from '../support/mails.mjs'
import { Visitor } from './client.mjs'
import { assertAdminPage, assertBooksAreRight, assertPage, buy, onEachDatabase, orderRow, setStock, stockOf, takeVariant } from './errand.mjs'

onEachDatabase('after ordering', shop => {
  let people
  const staff = async () => {
    if (people) return people
    people = new Visitor(shop())
    assert.equal((await people.logIn('staf@hurtrock.com', 'staf12345')).status, 200)
    return people
  }
  const ship = async (number, courier, trackingNumber) => {
    const [[line, pieces, version]] = await shop().sql(
      `SELECT l.id, l.quantity, o.version FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.number = '${number}'`)
    const answer = await (await staff()).post(`/admin/orders/${number}/shipments`, {
      form: { version, courier, tracking_number: trackingNumber, [`quantity_${line}`]: pieces } })
    assert.equal(answer.status, 303, answer.text().slice(0, 300))
  }
  const toFetch = () => buy(shop(), { method: 'cod', changes: { shipping_service: 'pickup' } })
  /** What the staff's list and its search box say of an order. */
  const staffWords = async number => {
    const list = assertAdminPage(await (await staff()).get(`/admin/orders?q=${number}`))
    const { items } = (await (await staff()).get(`/admin/search/suggestions?q=${number}`)).json()
    return [/order-table__state"><span[^>]*>([^<]*)</.exec(list)[1], items[0].detail.split(' · ').at(-1)]
  }
  const deliveries = number => shop().sql(
    `SELECT e.actor_kind FROM order_events e JOIN orders o ON o.id = e.order_id WHERE o.number = '${number}' AND e.kind = 'delivered'`)

  test('an order that is fetched speaks of the store, from the thanks to the last mail', async () => {
    const { visitor, number, body } = await toFetch()
    let page = assertPage(await visitor.get(`/orders/${number}`), 200)
    assert.match(page, /Bayar di toko saat mengambil/)
    assert.match(page, /Gegerkalong Girang/)
    assert.match(page, /Senin–Jumat: 09\.30–18\.00/)
    const about = html => html.slice(html.indexOf('<main'), html.indexOf('</main'))
    assert.doesNotMatch(about(page), /Jl\. Contoh No\. 7|Dikirim|Ongkos kirim|kurir/)
    await awaitMail(shop(), { to: body.contact.email, text: 'tunai di toko saat mengambil' })

    assert.deepEqual(await staffWords(number), ['Perlu disiapkan', 'Perlu disiapkan'])
    await ship(number, 'pickup', '')
    assert.deepEqual(await staffWords(number), ['Siap diambil', 'Siap diambil'])
    const ready = await awaitMail(shop(), { to: body.contact.email, subject: 'siap diambil' })
    assert.match(ready.text, /Gegerkalong Girang/)
    assert.doesNotMatch(ready.text, /nomor resi|Jl\. Contoh No\. 7|Ongkos kirim/)
    page = assertPage(await visitor.get(`/orders/${number}`), 200)
    assert.match(about(page), /siap diambil sejak/)
    assert.match(about(page), /Pesanan sudah saya ambil/)
    assert.doesNotMatch(about(page), /Dikirim|Diterima|Nomor resi/)
  })

  test('a buyer says that the order has come, once', async () => {
    const { visitor, number, body } = await buy(shop(), { method: 'cod' })
    const say = who => who.post(`/orders/${number}/delivery`, { form: {} })
    assert.match((await say(visitor)).headers.location, /notice=not_received/)
    await ship(number, 'jne-reg', 'JX1234567890')
    assert.match(assertPage(await visitor.get(`/orders/${number}`), 200), /data-copy="JX1234567890"/)

    assert.equal((await say(new Visitor(shop()))).headers.location, '/orders')
    assert.equal((await orderRow(shop(), number)).state, 'shipped')
    for (const answer of await Promise.all(Array.from({ length: 5 }, () => say(visitor))))
      assert.match(answer.headers.location, /notice=received/)
    assert.equal((await orderRow(shop(), number)).state, 'delivered')
    assert.deepEqual(await deliveries(number), [['buyer']])
    assert.match(assertAdminPage(await (await staff()).get('/admin')), /href="\/admin\/orders\?payment=unpaid&amp;state=delivered"/)
    assert.ok(assertAdminPage(await (await staff()).get('/admin/orders?payment=unpaid&state=delivered')).includes(number))
    await awaitMail(shop(), { to: body.contact.email, subject: 'sudah sampai' })
    assert.doesNotMatch(assertPage(await visitor.get(`/orders/${number}`), 200), /Pesanan sudah saya terima/)
    await assertBooksAreRight(shop())
  })

  test('whoever carries the signed link may say it too, without a session', async () => {
    const { number, order } = await buy(shop(), { method: 'cod' })
    await ship(number, 'jne-reg', 'JX1234567891')
    const t = new URL(order.payment.url).searchParams.get('t')
    const guest = new Visitor(shop())
    assert.match((await guest.post(`/orders/${number}/delivery`, { form: { t } })).headers.location, /notice=received/)
    assert.equal((await orderRow(shop(), number)).state, 'delivered')
  })

  test('buying again fills the cart up to what was ordered, however often it is sent', async () => {
    const { visitor, number, variant } = await buy(shop(), { method: 'cod', quantity: 2 })
    for (let i = 0; i < 2; ++i)
      assert.equal((await visitor.post(`/orders/${number}/reorder`, { form: {} })).headers.location, '/cart')
    const { items } = (await visitor.get('/api/v1/cart')).json()
    assert.deepEqual(items.map(item => [item.variant_id, item.quantity]), [[variant.id, 2]])
  })

  test('what cannot be bought again is told', async () => {
    const variant = await takeVariant(shop(), 5)
    const { visitor, number } = await buy(shop(), { method: 'cod', variant, quantity: 3 })
    await setStock(shop(), variant.id, (await stockOf(shop(), variant.id)).reserved + 1)
    const some = (await visitor.post(`/orders/${number}/reorder`, { form: {} })).headers.location
    assert.match(some, /notice=reordered_partly&fewer=1$/)
    assert.match(assertPage(await visitor.get(some), 200), /Hanya sebagian yang tersedia/)
    assert.equal((await visitor.get('/api/v1/cart')).json().count, 1)

    const gone = await takeVariant(shop(), 3)
    const other = await buy(shop(), { method: 'cod', variant: gone, quantity: 3 })
    const none = (await other.visitor.post(`/orders/${other.number}/reorder`, { form: {} })).headers.location
    assert.match(none, /notice=not_reordered&missing=1$/)
    assert.match(assertPage(await other.visitor.get(none), 200), /Tidak tersedia saat ini/)
    assert.equal((await other.visitor.get('/api/v1/cart')).json().count, 0)
  })

  test('a link alone buys nothing again', async () => {
    const { number, order } = await buy(shop(), { method: 'cod' })
    const guest = new Visitor(shop())
    const t = new URL(order.payment.url).searchParams.get('t')
    assert.equal((await guest.post(`/orders/${number}/reorder`, { form: { t } })).headers.location, '/orders')
    assert.doesNotMatch(assertPage(await guest.get(`/orders/${number}?t=${t}`), 200), /reorder"/)
  })
})
