// The staff's overview: every figure is what the rows add up to, and leads to exactly those rows.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { Visitor } from './client.mjs'
import { assertBooksAreRight, atSandbox, awaitOrder, buy, onEachDatabase, takeVariant } from './errand.mjs'
import { loggedIn, onceLoggedIn, pagesFor } from './people.mjs'

/** Today in WIB, and its beginning as the tables count. */
function today() {
  const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
  return { day, begin: BigInt(Date.parse(`${day}T00:00:00+07:00`)) * 1000n }
}

const plain = text => text.replaceAll('&#38;', '&').replaceAll('&amp;', '&')
const rupiah = text => Number(text.replace(/[^0-9-]/g, '') || 'NaN')

onEachDatabase('the overview', shop => {
  const staff = onceLoggedIn(shop, 'staff')
  const page = pagesFor(staff)
  /** {revenue: {value, url}, counts: [{value, url}]} of a period. */
  const period = (html, name) => {
    const part = html.split(`aria-labelledby="${name}-title"`)[1].split('</section>')[0]
    const [, url, value] = part.match(/period__revenue">.*?<a href="([^"]+)">([^<]+)</)
    return {
      revenue: { url: plain(url), value: rupiah(value) },
      counts: [...part.matchAll(/period__count" href="([^"]+)">([^<]+)</g)].map(([, at, n]) => ({ url: plain(at), value: rupiah(n) })),
    }
  }
  const one = async sql => Number((await shop().sql(sql))[0][0])

  test('only the staff see it', async () => {
    assert.equal((await new Visitor(shop()).get('/admin')).status, 303)
    const buyer = await loggedIn(shop(), 'buyer')
    assert.equal((await buyer.get('/admin')).status, 403)
  })

  test("today's figures are what the rows add up to, and lead to them", async () => {
    const variant = await takeVariant(shop())
    const paid = await buy(shop(), { variant, quantity: 2 })
    await atSandbox(shop(), paid.reference, 'pay')
    await awaitOrder(shop(), paid.number, { payment: 'paid' })
    await buy(shop(), { method: 'cod' })
    const { day, begin } = today()
    const html = await page('/admin')
    const { revenue, counts } = period(html, 'today')
    assert.equal(revenue.value, await one(
      `SELECT SUM(CASE WHEN credit = 'orders' THEN amount ELSE -amount END) FROM ledger_entries
       WHERE created_at >= ${begin} AND (credit = 'orders' OR debit = 'orders')`))
    assert.deepEqual(counts.map(({ value }) => value), [
      await one(`SELECT COUNT(*) FROM orders WHERE placed_at >= ${begin}`),
      await one(`SELECT COUNT(*) FROM orders WHERE paid_at >= ${begin}`),
      await one(`SELECT COUNT(DISTINCT email) FROM orders WHERE paid_at >= ${begin} AND email NOT IN
        (SELECT email FROM orders WHERE paid_at < ${begin})`)])
    for (const { url, value } of counts) {
      const list = await page(url)
      assert.equal([...list.matchAll(/<tr class="order-table__row"/g)].length, value, url)
    }
    assert.equal(revenue.url, `/admin/payments/ledger?account=orders&from=${day}&to=${day}`)
    const ledger = await page(revenue.url)
    assert.equal(rupiah(ledger.match(/ledger-change">[^<]*<strong>([^<]+)</)[1]), revenue.value)
    assert.ok(ledger.includes(paid.number))
    const best = html.match(new RegExp(`<a class="rows__link" href="([^"]+product=${variant.product}[^"]*)">2 buah<`))
    assert.ok(best, 'the best sellers name what was just bought')
    assert.ok((await page(plain(best[1]))).includes(paid.number))
  })

  test('every link of the overview leads to a page', async () => {
    const html = await page('/admin')
    const links = new Set([...html.matchAll(/href="(\/admin[^"#]*)"/g)].map(([, url]) => plain(url)))
    assert.ok(links.size > 60)
    for (const url of links) await page(url)
  })

  test('days past have been added up, and rightly', async () => {
    await until('the days of the sample orders are counted', async () => await one('SELECT COUNT(*) FROM counted_days') > 0)
    await assertBooksAreRight(shop())
  })

  test('what waits too long to be sent or to arrive gets a tile that leads to it', async () => {
    const { number } = await buy(shop(), { method: 'cod' })
    const [[placedAt, promised]] = await shop().sql(`SELECT placed_at, shipping_max_days FROM orders WHERE number = '${number}'`)
    const daysAgo = days => BigInt(placedAt) - BigInt(days) * 86_400_000_000n
    const leadsTo = async tile => {
      const found = (await page('/admin')).match(new RegExp(`href="([^"]+)"><span class="tile__value">\\d+</span><span class="tile__name">${tile}<`))
      return found && [...(await page(plain(found[1]))).matchAll(/order-table__number"><a href="\/admin\/orders\/([^"]+)"/g)].map(([, each]) => each)
    }
    assert.ok(!(await leadsTo('Lama belum dikirim'))?.includes(number))
    await shop().sql(`UPDATE orders SET placed_at = ${daysAgo(4)} WHERE number = '${number}'`)
    assert.ok((await leadsTo('Lama belum dikirim')).includes(number))
    await shop().sql(
      `UPDATE orders SET state = 'shipped', shipping_max_days = 2, placed_at = ${daysAgo(9)} WHERE number = '${number}';
       INSERT INTO shipments (order_id, position, courier, tracking_number, shipped_at) SELECT id, 1, 'JNE', 'JX7777000012', ${daysAgo(4)} FROM orders WHERE number = '${number}'`)
    assert.ok(!(await leadsTo('Lama belum dikirim'))?.includes(number))
    assert.ok(!(await leadsTo('Lama belum sampai'))?.includes(number), 'it was promised within two days, and a Sunday may lie between')
    await shop().sql(`UPDATE shipments SET shipped_at = ${daysAgo(6)} WHERE tracking_number = 'JX7777000012'`)
    assert.ok((await leadsTo('Lama belum sampai')).includes(number))
    await shop().sql(
      `DELETE FROM shipments WHERE tracking_number = 'JX7777000012';
       UPDATE orders SET state = 'processing', shipping_max_days = ${promised}, placed_at = ${placedAt} WHERE number = '${number}'`)
    await assertBooksAreRight(shop())
  })

  test('what goes wrong gets a tile, and what waits for hands', async () => {
    const calm = await page('/admin')
    assert.doesNotMatch(calm, /Email tidak terkirim|Terlambat diproses/)
    const { number, reference } = await buy(shop())
    await atSandbox(shop(), reference, 'pay')
    await awaitOrder(shop(), number, { state: 'paid' })
    const { begin } = today()
    const [[placedAt, paidAt]] = await shop().sql(`SELECT placed_at, paid_at FROM orders WHERE number = '${number}'`)
    await shop().sql(
      `UPDATE orders SET placed_at = ${begin - 2n}, paid_at = ${begin - 1n} WHERE number = '${number}';
       INSERT INTO outbox_mails (kind, event_key, to_address, to_name, language, subject, body_html, body_text, state, last_error, next_attempt_at, created_at)
       VALUES ('order_paid', 'x', 'a@b.example', 'A', 'id', '', '', '', 'dead', '550 no such mailbox', 0, ${begin})`)
    const html = await page('/admin')
    const late = html.match(/href="([^"]+)"><span class="tile__value">1<\/span><span class="tile__name">Terlambat diproses/)
    const list = await page(plain(late[1]))
    assert.deepEqual([...list.matchAll(/order-table__number"><a href="\/admin\/orders\/([^"]+)"/g)].map(([, found]) => found), [number])
    assert.match(html, /Email tidak terkirim/)
    assert.match(html, /550 no such mailbox/)
    await shop().sql(
      `DELETE FROM outbox_mails WHERE event_key = 'x';
       UPDATE orders SET placed_at = ${placedAt}, paid_at = ${paidAt} WHERE number = '${number}'`)
    await assertBooksAreRight(shop())
  })

  test('mails that the server does not take are told of after some minutes, and nothing is called well meanwhile', async () => {
    const kWell = /Tidak ada yang perlu diperiksa/
    await shop().sql('UPDATE staff_tasks SET resolved_at = created_at WHERE resolved_at IS NULL')
    assert.match(await page('/admin'), kWell)
    const { begin } = today()
    await shop().sql(
      `INSERT INTO outbox_mails (kind, event_key, to_address, to_name, language, subject, body_html, body_text, state, attempts, last_error, next_attempt_at, created_at)
       VALUES ('order_paid', 'held', 'a@b.example', 'A', 'id', '', '', '', 'waiting', 3, 'connection refused', ${begin + 172_800_000_000n}, ${begin - 3_600_000_000n})`)
    const html = await page('/admin')
    assert.match(html, /href="\/admin\/mail\?state=waiting"><span class="tile__value">1<\/span><span class="tile__name">Email tertahan/)
    assert.match(html, /Email toko belum terkirim/)
    assert.doesNotMatch(html, kWell)
    await shop().sql(`UPDATE outbox_mails SET created_at = ${BigInt(Date.now()) * 1000n} WHERE event_key = 'held'`)
    assert.match(await page('/admin'), kWell, 'a moment is nothing')
    await shop().sql("DELETE FROM outbox_mails WHERE event_key = 'held'")
  })
})
