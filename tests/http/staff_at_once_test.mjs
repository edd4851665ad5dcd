// Two members of the staff decide on one order at the same moment: one decision counts, the other is told, and stock, mails
// and log tell of the one.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertBooksAreRight, buy, onEachDatabase, orderRow, stockOf, takeVariant } from './errand.mjs'
import { onceLoggedIn } from './people.mjs'

const kRounds = 6

onEachDatabase('two members of the staff at one order', shop => {
  const sari = onceLoggedIn(shop, 'staff'), admin = onceLoggedIn(shop, 'admin')
  let variant
  /** Two pieces, cash on delivery: they may be packed at once. With its only line, and the version that both see. */
  const toPack = async () => {
    variant ??= await takeVariant(shop(), 500)
    const { onHand } = await stockOf(shop(), variant.id)
    const { number } = await buy(shop(), { variant, quantity: 2, method: 'cod' })
    const [[line, version]] = await shop().sql(
      `SELECT l.id, o.version FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.number = '${number}'`)
    return { number, version, field: `quantity_${line}`, onHand }
  }
  const act = async (person, number, action, form) => (await person()).post(`/admin/orders/${number}/${action}`, { form })
  const ship = (person, { number, version, field }, resi, pieces = '2') =>
    act(person, number, 'shipments', { version, courier: 'jne-reg', tracking_number: resi, [field]: pieces })
  const cancel = (person, { number, version }) => act(person, number, 'cancellation', { version, reason: 'Stok rusak' })
  /** The shelf holds so many less than before the order. */
  const assertStock = async ({ onHand }, less) => assert.deepEqual(await stockOf(shop(), variant.id), { onHand: onHand - less, reserved: 0 })
  const notice = answer => new URL(answer.headers.location ?? '/', shop().url).searchParams.get('notice')
  const numbersOf = async number => (await shop().sql(
    `SELECT s.tracking_number FROM shipments s JOIN orders o ON o.id = s.order_id WHERE o.number = '${number}' ORDER BY s.position`)).flat()
  const count = async (number, kind, table = 'order_events') => Number((await shop().sql(
    `SELECT COUNT(*) FROM ${table} x JOIN orders o ON o.id = x.order_id WHERE o.number = '${number}' AND x.kind = '${kind}'`))[0][0])
  const logged = async (number, action) => Number((await shop().sql(
    `SELECT COUNT(*) FROM audit_log WHERE subject_id = '${number}' AND action = '${action}'`))[0][0])
  /** Both before the first answer; who won comes first. */
  const together = async deeds => {
    const answers = await Promise.all(deeds.map(deed => deed()))
    const won = answers.map(({ status }) => status === 303)
    assert.equal(won.filter(Boolean).length, 1, answers.map(answer => `${answer.status} ${answer.headers.location ?? ''}`).join(', '))
    const winner = won.indexOf(true)
    const told = answers[1 - winner]
    assert.equal(told.status, 409, told.text().slice(0, 500))
    return { winner, told }
  }
  const rounds = async round => {
    // Their sessions begin before anything is to be at once.
    await Promise.all([sari(), admin()])
    for (let i = 0; i < kRounds; ++i) await round(i)
    await assertBooksAreRight(shop())
  }

  test('of two shipments one leaves, and the number of the other is shown and not recorded', async () => {
    await rounds(async i => {
      const order = await toPack()
      const numbers = [`JXA000000${i}`, `JXB000000${i}`]
      const { winner, told } = await together([() => ship(sari, order, numbers[0]), () => ship(admin, order, numbers[1])])
      assert.match(told.text(), new RegExp(`${numbers[1 - winner]} yang Anda ketik tidak dicatat`))
      assert.deepEqual(await numbersOf(order.number), [numbers[winner]])
      assert.equal(await count(order.number, 'shipped'), 1)
      assert.equal(await count(order.number, 'order_shipped', 'outbox_mails'), 1)
      assert.equal(await logged(order.number, 'order.shipment'), 1)
      await assertStock(order, 2)
    })
  })

  test('of two shipments in part one leaves, and the other keeps its number for the rest', async () => {
    await rounds(async i => {
      const order = await toPack()
      const numbers = [`JXC000000${i}`, `JXD000000${i}`]
      const { winner, told } = await together([() => ship(sari, order, numbers[0], '1'), () => ship(admin, order, numbers[1], '1')])
      assert.match(told.text(), new RegExp(`name="tracking_number"[^>]* value="${numbers[1 - winner]}"`))
      assert.deepEqual(await numbersOf(order.number), [numbers[winner]])
      assert.equal((await orderRow(shop(), order.number)).state, 'partially_shipped')
    })
  })

  test('an order is shipped or cancelled, never both', async () => {
    await rounds(async i => {
      const order = await toPack()
      const deeds = [() => ship(sari, order, `JXE000000${i}`), () => cancel(admin, order)]
      // Who is sent first alternates.
      const { winner, told } = await together(i % 2 === 0 ? deeds : deeds.reverse())
      const isShipped = (winner === 0) === (i % 2 === 0)
      assert.equal((await orderRow(shop(), order.number)).state, isShipped ? 'shipped' : 'cancelled')
      await assertStock(order, isShipped ? 2 : 0)
      assert.equal((await numbersOf(order.number)).length, isShipped ? 1 : 0)
      assert.equal(await count(order.number, 'cancelled'), isShipped ? 0 : 1)
      assert.equal(await count(order.number, 'order_shipped', 'outbox_mails') + await count(order.number, 'order_cancelled', 'outbox_mails'), 1)
    })
  })

  test('who cancels what a colleague cancels at that moment is told that it is so, and the goods return once', async () => {
    await rounds(async () => {
      const order = await toPack()
      const answers = await Promise.all([cancel(sari, order), cancel(admin, order)])
      // Whoever looks after the other has finished finds it done; who looks in between, that it cannot be any more.
      for (const answer of answers) assert.ok(answer.status === 303 || answer.status === 409, `status ${answer.status}`)
      assert.ok(answers.some(answer => notice(answer) === 'cancelled'))
      assert.equal(await count(order.number, 'cancelled'), 1)
      assert.equal(await count(order.number, 'order_cancelled', 'outbox_mails'), 1)
      await assertStock(order, 0)
    })
  })

  test('a note that is pressed twice is written once, and the same words later once more', async () => {
    await rounds(async i => {
      const { number } = await toPack()
      const note = (person, form_key) => act(person, number, 'notes', { staff_note: 'Tidak diangkat', form_key })
      const answers = await Promise.all([note(sari, `a${i}`), note(sari, `a${i}`), note(admin, `b${i}`)])
      assert.deepEqual(answers.map(notice).sort(), ['already', 'noted', 'noted'])
      assert.equal(notice(await note(sari, `c${i}`)), 'noted')
      assert.equal(await count(number, 'note'), 3)
      assert.equal(await logged(number, 'order.note'), 3)
    })
  })

  test('of two who put one tracking number right, one does, and the buyer is told once', async () => {
    await rounds(async i => {
      const order = await toPack()
      const wrong = `JXF000000${i}`, right = [`JXG000000${i}`, `JXH000000${i}`]
      assert.equal(notice(await ship(sari, order, wrong)), 'shipped')
      const correct = (person, resi) => act(person, order.number, 'shipments/1/tracking', { seen: wrong, tracking_1: resi })
      const { winner, told } = await together([() => correct(sari, right[0]), () => correct(admin, right[1])])
      assert.match(told.text(), new RegExp(`name="tracking_1"[^>]* value="${right[1 - winner]}"`))
      assert.deepEqual(await numbersOf(order.number), [right[winner]])
      assert.equal(await count(order.number, 'tracking_corrected'), 1)
      assert.equal(await count(order.number, 'order_tracking', 'outbox_mails'), 1)
      assert.equal(await logged(order.number, 'order.tracking'), 1)
      assert.equal(notice(await correct(sari, right[winner])), 'already')
    })
  })
})
