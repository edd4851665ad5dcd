// Orders after they were placed: who sees them, cancelling, paying again.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linksIn, awaitMail } from '../support/mails.mjs'
import { send, Visitor } from './client.mjs'
import {
  assertBooksAreRight, assertPage, assertProblem, atSandbox, awaitOrder, awaitQuiet, buy, onEachDatabase, orderRow, sandboxOrders,
  stockOf, takeVariant,
} from './errand.mjs'
import { loggedIn } from './people.mjs'

onEachDatabase('orders', shop => {
  const buyer = () => loggedIn(shop(), 'buyer')
  const payable = async reference => {
    const { orders } = await sandboxOrders(shop())
    const order = orders.find(({ order_id }) => order_id === reference)
    return !order.page_closed && !['settlement', 'cancel', 'expire', 'failure'].includes(order.transaction_status)
  }

  test('the guest who placed an order sees it, and nobody else does', async () => {
    const { visitor, number, order } = await buy(shop())
    const told = (await visitor.get(`/api/v1/orders/${number}`)).json()
    assert.equal(told.order_number, number)
    assert.equal(told.total, order.total)
    for (const stranger of [new Visitor(shop()), await buyer(), (await buy(shop())).visitor]) {
      assertProblem(await stranger.get(`/api/v1/orders/${number}`), 404)
      assertPage(await stranger.get(`/orders/${number}`), 404)
      assertProblem(await stranger.post(`/api/v1/orders/${number}/cancellation`), 404)
      assertProblem(await stranger.post(`/api/v1/orders/${number}/payment`), 404)
    }
    assert.equal((await orderRow(shop(), number)).state, 'pending')
  })

  test('whoever may not see an order is told what is needed, alike for orders that there are and that there are not', async () => {
    const { number } = await buy(shop())
    for (const address of [number, 'HRT-0000-0000']) {
      const guest = assertPage(await new Visitor(shop()).get(`/orders/${address}`), 404)
      assert.match(guest, /tautan di email pesanan/)
      assert.match(guest, new RegExp(`href="/login\\?return_to=%2Forders%2F${address}"`))
      const account = assertPage(await (await buyer()).get(`/orders/${address}`), 404)
      assert.match(account, /tidak ada di akun Anda/)
      assert.doesNotMatch(account, /href="\/login\?return_to=%2F/)
    }
  })

  test('a guest who asks for a list of orders is led to the login, which tells of the link in the mail', async () => {
    const guest = new Visitor(shop())
    const { headers: { location } } = await guest.get('/orders', { headers: { Accept: 'text/html' } })
    assert.match(location, /^\/login\?return_to=%2Forders/)
    assert.match(assertPage(await guest.get(location), 200), /Memesan tanpa akun\?/)
    assert.doesNotMatch(assertPage(await guest.get('/login'), 200), /Memesan tanpa akun\?/)
  })

  test('the link in the mail opens the order without any session, and only that order', async () => {
    const { number, body } = await buy(shop())
    const other = await buy(shop())
    const mail = await awaitMail(shop(), { to: body.contact.email })
    const link = new URL(linksIn(mail).find(url => url.includes(`/orders/${number}?t=`)))
    assertPage(await send('GET', link.href), 200)
    const token = link.searchParams.get('t')
    assert.equal((await send('GET', `${shop().url}/api/v1/orders/${number}?t=${token}`)).status, 200)
    assertProblem(await send('GET', `${shop().url}/api/v1/orders/${other.number}?t=${token}`), 404)
    assertProblem(await send('GET', `${shop().url}/api/v1/orders/${number}?t=${token}x`), 404)
    assertProblem(await send('GET', `${shop().url}/api/v1/orders/${number}?t=${token.slice(0, -1)}`), 404)
  })

  test('an order is told in full', async () => {
    const variant = await takeVariant(shop())
    const { visitor, number, body } = await buy(shop(), { variant, quantity: 2 })
    const told = (await visitor.get(`/api/v1/orders/${number}`)).json()
    assert.deepEqual([told.status, told.payment_method, told.invoice_number, told.paid_at], ['pending', 'midtrans', null, null])
    assert.deepEqual(told.contact, { ...body.contact, phone: '+6281234567890' })
    assert.equal(told.address.area_code, body.address.area_code)
    assert.match(told.address.kota, /Bandung/i)
    assert.deepEqual(told.items.map(({ sku, quantity, unit_price, line_total }) => [sku, quantity, unit_price, line_total]),
                     [[variant.sku, 2, variant.price, 2 * variant.price]])
    assert.equal(told.goods_total + told.shipping_total + told.fee_total - told.discount_total, told.total)
    assert.match(told.placed_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
    const held = new Date(told.hold_until) - new Date(told.placed_at)
    assert.ok(held > 24 * 3_600_000 && held < 25 * 3_600_000, 'held for the longest payment time and its grace')
  })

  test('the list of orders is one\'s own, the newest first, in pages', async () => {
    assertProblem(await new Visitor(shop()).get('/api/v1/orders'), 401)
    const visitor = await buyer()
    const numbers = []
    for (let i = 0; i < 3; ++i) numbers.unshift((await buy(shop(), { visitor, method: 'cod' })).number)
    await buy(shop())
    const list = (await visitor.get('/api/v1/orders')).json()
    assert.deepEqual(list.items.map(({ order_number }) => order_number).slice(0, 3), numbers)
    assert.deepEqual([list.page, list.total, list.items.length], [1, list.items.length, list.total])
    assert.ok(list.items.every(({ status, total, placed_at }) => status && total > 0 && placed_at))
    assert.deepEqual((await visitor.get('/api/v1/orders?page=2')).json().items, [])
    assertProblem(await visitor.get('/api/v1/orders?page=0'), 400)
  })

  test('cancelling an unpaid order gives the goods back once, closes its payment page and tells the buyer', async () => {
    const variant = await takeVariant(shop(), 5)
    const { visitor, number, reference, body } = await buy(shop(), { variant, quantity: 3 })
    assert.equal((await stockOf(shop(), variant.id)).reserved, 3)
    const cancelled = await visitor.post(`/api/v1/orders/${number}/cancellation`)
    assert.equal(cancelled.status, 200, cancelled.text())
    assert.equal(cancelled.json().status, 'cancelled')
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 0 })
    assert.equal(await payable(reference), false)
    await awaitMail(shop(), { to: body.contact.email, after: 1 })

    assertProblem(await visitor.post(`/api/v1/orders/${number}/cancellation`), 409, 'not_cancellable')
    assertProblem(await visitor.post(`/api/v1/orders/${number}/payment`), 409, 'not_payable')
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 0 })
  })

  test('cancelling a cash order before shipment puts the goods back on the shelf', async () => {
    const variant = await takeVariant(shop(), 5)
    const { visitor, number } = await buy(shop(), { variant, quantity: 2, method: 'cod' })
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 3, reserved: 0 })
    assert.equal((await visitor.post(`/api/v1/orders/${number}/cancellation`)).status, 200)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 0 })
  })

  test('twenty cancellations at once are one', async () => {
    const variant = await takeVariant(shop(), 5)
    const { visitor, number, body } = await buy(shop(), { variant, method: 'cod' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => visitor.post(`/api/v1/orders/${number}/cancellation`)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.ok(answers.every(({ status }) => status === 200 || status === 409))
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 0 })
    const [[mails]] = await shop().sql(
      `SELECT COUNT(*) FROM outbox_mails WHERE to_address = '${body.contact.email}' AND kind = 'order_cancelled'`)
    assert.equal(mails, '1')
  })

  const versionOf = async number => (await shop().sql(`SELECT version FROM orders WHERE number = '${number}'`))[0][0]
  const ship = async (staff, number) => {
    const [[line, quantity]] = await shop().sql(
      `SELECT l.id, l.quantity FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.number = '${number}'`)
    return staff.post(`/admin/orders/${number}/shipments`, {
      form: { version: await versionOf(number), courier: 'jne-reg', tracking_number: 'JX12345678', [`quantity_${line}`]: quantity } })
  }

  test('a paid order is cancelled by its buyer until it is shipped, and all of the money goes back', async () => {
    const staff = await loggedIn(shop(), 'staff')
    const paid = await buy(shop()), packed = await buy(shop()), shipped = await buy(shop())
    for (const { number, reference } of [paid, packed, shipped]) {
      await atSandbox(shop(), reference, 'pay', { method: 'qris' })
      await awaitOrder(shop(), number, { payment: 'paid' })
    }
    for (const { number } of [packed, shipped])
      assert.equal((await staff.post(`/admin/orders/${number}/processing`, { form: { version: await versionOf(number) } })).status, 303)
    assert.equal((await ship(staff, shipped.number)).status, 303)

    for (const { visitor, number } of [paid, packed]) {
      assert.match((await visitor.get(`/orders/${number}`)).text(), /sampai diserahkan ke kurir/)
      assert.equal((await visitor.post(`/api/v1/orders/${number}/cancellation`)).json().status, 'cancelled')
      await awaitOrder(shop(), number, { state: 'cancelled', payment: 'refunded' })
      const { refunds, total } = (await visitor.get(`/api/v1/orders/${number}`)).json()
      assert.deepEqual(refunds.map(({ amount, status }) => [amount, status]), [[total, 'refunded']])
    }
    assert.doesNotMatch((await shipped.visitor.get(`/orders/${shipped.number}`)).text(), /sampai diserahkan ke kurir\./)
    assertProblem(await shipped.visitor.post(`/api/v1/orders/${shipped.number}/cancellation`), 409, 'not_cancellable')
    assert.deepEqual(Object.values(await orderRow(shop(), shipped.number)).slice(0, 2), ['shipped', 'paid'])
  })

  test('who packs an order that its buyer cancels is told, and can neither print for it nor ship it', async () => {
    const staff = await loggedIn(shop(), 'staff')
    const { visitor, number } = await buy(shop(), { method: 'cod' })
    assert.equal((await staff.get(`/admin/orders/${number}/label.pdf`)).status, 200)
    assert.equal((await visitor.post(`/api/v1/orders/${number}/cancellation`)).status, 200)
    assert.match((await staff.get(`/admin/orders/${number}`)).text(), /Pembeli membatalkannya saat sedang dikemas\. Jangan kirim/)
    assert.match((await staff.get(`/admin/orders?q=${number}`)).text(), /oleh pembeli, saat dikemas/)
    for (const paper of ['label.pdf', 'label.zpl', 'packing-list.pdf'])
      assert.equal((await staff.get(`/admin/orders/${number}/${paper}`)).status, 409)
    for (const papers of ['labels.pdf', 'labels.zpl', 'packing-lists.pdf'])
      assert.equal((await staff.get(`/admin/orders/${papers}?number=${number}`)).status, 409)
    assert.equal((await ship(staff, number)).status, 409)
    assert.equal((await orderRow(shop(), number)).state, 'cancelled')
  })

  test('cancelling when the money has just come, unheard of, keeps the order', async () => {
    const { visitor, number, reference } = await buy(shop())
    await atSandbox(shop(), reference, 'pay', { notify: 0 })
    assertProblem(await visitor.post(`/api/v1/orders/${number}/cancellation`), 409)
    assert.deepEqual(Object.values(await orderRow(shop(), number)).slice(0, 2), ['paid', 'paid'])
  })

  test('who comes back to pay gets the same page as long as it can be paid', async () => {
    const { visitor, number, order } = await buy(shop())
    for (let i = 0; i < 2; ++i) {
      const answer = await visitor.post(`/api/v1/orders/${number}/payment`)
      assert.equal(answer.status, 201, answer.text())
      assert.equal(answer.json().payment.url, order.payment.url)
    }
    assert.equal((await sandboxOrders(shop())).orders.filter(({ order_id }) => order_id.startsWith(number)).length, 1)
  })

  test('after an expired attempt the order is paid by a new one', async () => {
    const { visitor, number, reference, order } = await buy(shop())
    await atSandbox(shop(), reference, 'expire')
    await awaitOrder(shop(), number, { state: 'pending', payment: 'expired' })
    const again = (await visitor.post(`/api/v1/orders/${number}/payment`)).json()
    assert.notEqual(again.payment.url, order.payment.url)
    await atSandbox(shop(), `${number}-2`, 'pay', { method: 'qris' })
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
  })

  test('paying again never leaves two pages on which the same order can be paid', async () => {
    const { visitor, number, reference } = await buy(shop())
    await atSandbox(shop(), reference, 'deny', { method: 'credit_card' })
    await awaitOrder(shop(), number, { payment: 'failed' })
    const answer = await visitor.post(`/api/v1/orders/${number}/payment`)
    assert.equal(answer.status, 201, answer.text())
    const open = []
    for (const { order_id } of (await sandboxOrders(shop())).orders)
      if (order_id.startsWith(number) && await payable(order_id)) open.push(order_id)
    assert.equal(open.length, 1, `payable: ${open.join(', ')}`)
  })

  test('twenty wishes to pay at once open one page', async () => {
    const { visitor, number, reference } = await buy(shop())
    await atSandbox(shop(), reference, 'expire')
    await awaitOrder(shop(), number, { payment: 'expired' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => visitor.post(`/api/v1/orders/${number}/payment`)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201])
    assert.equal(new Set(answers.map(answer => answer.json().payment.url)).size, 1)
  })

  test('a paid order is not paid again', async () => {
    const { visitor, number, reference } = await buy(shop())
    await atSandbox(shop(), reference, 'pay')
    await awaitOrder(shop(), number, { payment: 'paid' })
    assertProblem(await visitor.post(`/api/v1/orders/${number}/payment`), 409, 'not_payable')
    const cash = await buy(shop(), { method: 'cod' })
    assertProblem(await cash.visitor.post(`/api/v1/orders/${cash.number}/payment`), 409, 'not_payable')
  })

  test('the return from the payment page tells what is true, not what its address claims', async () => {
    const { visitor, number, reference } = await buy(shop())
    const claim = `/payment/return?order_id=${reference}&status_code=200&transaction_status=settlement`
    const answer = await visitor.get(claim)
    assert.equal(answer.status, 303)
    assert.ok(answer.headers.location.startsWith(`/orders/${number}`))
    assert.equal((await orderRow(shop(), number)).payment === 'paid', false)
    await atSandbox(shop(), reference, 'pay', { notify: 0 })
    await visitor.get(claim.replace('settlement', 'deny'))
    assert.deepEqual(Object.values(await orderRow(shop(), number)).slice(0, 2), ['paid', 'paid'])
    assert.equal((await visitor.get('/payment/return?order_id=HRT-0000-0000-1')).status, 303)
    assert.equal((await visitor.get('/payment/return')).status, 303)
  })

  test('invoice numbers follow each other without gap', async () => {
    await awaitQuiet(shop())
    const numbers = (await shop().sql('SELECT sequence FROM invoices ORDER BY sequence')).map(([sequence]) => Number(sequence))
    assert.ok(numbers.length >= 4)
    assert.deepEqual(numbers, numbers.map((_, i) => i + 1))
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
