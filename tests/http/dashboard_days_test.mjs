// The figures of the staff's overview at the borders of days, weeks and months in WIB, and of its stock at the borders of
// the alerts: what a last moment belongs to and what a first one. Counted here from the rows, by the calendar alone.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { onEachDatabase, takeVariant } from './errand.mjs'
import { onceLoggedIn, pagesFor } from './people.mjs'

const kWibMs = 7 * 3_600_000
const kDaysOfTheChart = 30

/** When a day begins in WIB, as the tables count; days and months may lie outside their month and year. */
const beginning = (year, month, day) => (Date.UTC(year, month, day) - kWibMs) * 1000

/** {from, before} of everything the overview has figures for. */
function calendar() {
  const now = new Date(Date.now() + kWibMs)
  const year = now.getUTCFullYear(), month = now.getUTCMonth(), sinceMonday = (now.getUTCDay() + 6) % 7
  const day = shift => beginning(year, month, now.getUTCDate() + shift)
  const monday = day(-sinceMonday), first = beginning(year, month, 1), tomorrow = day(1)
  return {
    today: [{ from: day(0), before: tomorrow }, { from: day(-1), before: day(0) }],
    week: [{ from: monday, before: tomorrow }, { from: day(-sinceMonday - 7), before: monday }],
    month: [{ from: first, before: tomorrow }, { from: beginning(year, month - 1, 1), before: first }],
    chart: Array.from({ length: kDaysOfTheChart }, (_, n) => ({ from: day(n - kDaysOfTheChart + 1), before: day(n - kDaysOfTheChart + 2) })),
  }
}

const number = text => Number(text.replace(/[^0-9-]/g, '') || 'NaN')

onEachDatabase('the overview at the borders', shop => {
  const page = pagesFor(onceLoggedIn(shop, 'staff'))
  const one = async sql => Number((await shop().sql(sql))[0][0])

  /** [revenue, orders placed, orders paid, mailboxes that paid for the first time], from the rows. */
  const figures = async ({ from, before }) => [
    await one(
      `SELECT COALESCE(SUM(CASE WHEN credit = 'orders' THEN amount ELSE -amount END), 0) FROM ledger_entries
       WHERE created_at >= ${from} AND created_at < ${before} AND (credit = 'orders' OR debit = 'orders')`),
    await one(`SELECT COUNT(*) FROM orders WHERE placed_at >= ${from} AND placed_at < ${before}`),
    await one(`SELECT COUNT(*) FROM orders WHERE paid_at >= ${from} AND paid_at < ${before}`),
    await one(`SELECT COUNT(*) FROM (SELECT MIN(paid_at) AS earliest FROM orders WHERE paid_at IS NOT NULL GROUP BY email) buyers
               WHERE earliest >= ${from} AND earliest < ${before}`)]

  /** The same as the page has it: of the period itself, and of the one before. */
  const shown = (html, period) => {
    const part = html.split(`aria-labelledby="${period}-title"`)[1].split('</section>')[0]
    const read = [...part.matchAll(/<a [^>]*>([^<]+)<\/a>/g)].map(([, text]) => number(text))
    return [0, 1].map(which => read.filter((_, n) => n % 2 === which))
  }

  async function assertShown() {
    const html = await page('/admin')
    const { chart, ...periods } = calendar()
    for (const [period, ranges] of Object.entries(periods))
      for (const [which, range] of ranges.entries())
        assert.deepEqual(shown(html, period)[which], await figures(range), `${period}, ${which === 0 ? 'itself' : 'the one before'}`)
    const days = [...html.matchAll(/<data value="(-?\d+)">[^<]*<\/data><\/a><\/td><td><a [^>]*>([^<]+)</g)]
    assert.equal(days.length, kDaysOfTheChart)
    for (const [n, [, revenue, paid]] of days.entries()) {
      const [expected, , orders] = await figures(chart[n])
      assert.deepEqual([number(revenue), number(paid)], [expected, orders], `day ${n + 1} of the chart`)
    }
  }

  /** The day before yesterday at the latest: yesterday is over for an hour before it is. */
  const allCounted = () => until('days past are counted', async () =>
    await one('SELECT COALESCE(MAX(day), 0) FROM counted_days') >= calendar().today[1].from - 86_400_000_000, { withinMs: 30_000 })

  /**
   * At every border two orders of one buyer are placed in the last moment before it; one is paid in that moment, the other
   * in the first one behind it. What has been counted of the days is forgotten.
   */
  async function moveToTheBorders() {
    const { chart, ...periods } = calendar()
    const borders = [...new Set([...Object.values(periods).flat(), chart[0]].map(({ from }) => from))]
    const orders = (await shop().sql(
      `SELECT o.id FROM orders o WHERE o.payment_state = 'paid' AND EXISTS (SELECT 1 FROM payments p
       JOIN ledger_entries e ON e.payment_id = p.id WHERE p.order_id = o.id) ORDER BY o.id DESC LIMIT ${2 * borders.length}`)).flat()
    assert.equal(orders.length, 2 * borders.length, 'the sample data have enough orders that are paid')
    const moves = borders.flatMap((border, n) => [border - 1, border].map((paid, which) => {
      const id = orders[2 * n + which]
      return `UPDATE orders SET placed_at = ${border - 1}, paid_at = ${paid}, email = 'batas-${n}@contoh.example' WHERE id = ${id};
        UPDATE ledger_entries SET created_at = ${paid} WHERE payment_id IN (SELECT id FROM payments WHERE order_id = ${id})`
    }))
    await shop().sql([...moves, 'DELETE FROM product_days', 'DELETE FROM sales_days', 'DELETE FROM counted_days'].join(';\n'))
  }

  test('a last moment and a first one belong to their own day, week and month, counted or not', async () => {
    await allCounted()
    await moveToTheBorders()
    await assertShown()
    // It is some process's turn at once, and not in a minute.
    await shop().sql("UPDATE schedules SET next_run_at = 0 WHERE name = 'admin.count_days'")
    await shop().restart()
    await allCounted()
    await assertShown()
  })

  test('as much stock as a limit allows is not as much as the next one', async () => {
    const kMinimum = 2, kLow = 5
    for (const stock of [0, 1, kMinimum, kMinimum + 1, kLow, kLow + 1]) {
      const { id } = await takeVariant(shop(), stock)
      await shop().sql(`UPDATE stock_levels SET minimum_stock = ${kMinimum}, low_stock_threshold = ${kLow} WHERE variant_id = ${id}`)
    }
    const counted = condition => one(
      `SELECT COUNT(*) FROM stock_levels s JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = v.product_id
       WHERE v.state = 'active' AND p.state <> 'archived' AND ${condition}`)
    const free = 's.on_hand - s.reserved'
    const html = await page('/admin')
    const all = html.match(/id="scarce-title">[^<]*<a [^>]*>([^<]+)</)[1]
    const kinds = html.split('worklists__links">')[1].split('</p>')[0]
    assert.deepEqual([all, ...[...kinds.matchAll(/<a [^>]*>([^<]+)</g)].map(([, text]) => text)].map(number), [
      await counted(`${free} <= s.low_stock_threshold`),
      await counted(`${free} <= 0 AND ${free} <= s.low_stock_threshold`),
      await counted(`${free} BETWEEN 1 AND s.minimum_stock AND ${free} <= s.low_stock_threshold`),
      await counted(`${free} > 0 AND ${free} > s.minimum_stock AND ${free} <= s.low_stock_threshold`)])
  })
})
