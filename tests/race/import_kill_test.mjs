// kill -9 at random moments while products are imported: no product twice, none left out.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { assertBooksAreRight, onEachDatabase } from '../http/errand.mjs'
import { begin, check, countsOf, kTitles, productRow, uploaded } from '../http/imports.mjs'
import { loggedIn } from '../http/people.mjs'
import { endLeases } from './leases.mjs'
import { seededRandom, size } from './run_size.mjs'

const kProducts = size(400, 20_000)
const kKills = size(3, 15)

onEachDatabase('kill -9 during an import', shop => {
  test(`${kProducts} products, ${kKills} kills: each is there once, with its stock and its entry of the log`, async () => {
    const random = seededRandom()
    const staff = await loggedIn(shop(), 'staff')
    const [[before]] = await shop().sql('SELECT COUNT(*) FROM products')
    let file = kTitles
    for (let i = 0; i < kProducts; ++i) file += productRow(i)
    const import_ = await uploaded(staff, file)
    await check(staff, import_)
    await begin(staff, import_)
    for (let kill = 1; kill <= kKills; ++kill) {
      const wanted = Math.floor((kProducts * (kill - 1)) / (kKills + 1)) + random.between(0, 20)
      const seen = await until(`${wanted} products are dealt with`, async () => {
        const { done } = await countsOf(shop(), import_)
        return done >= wanted ? done : false
      }, { withinMs: 300_000 })
      await shop().kill9()
      const after = await countsOf(shop(), import_)
      assert.ok(after.done >= seen, 'what was done is done')
      const [[products]] = await shop().sql(`SELECT COUNT(*) FROM variants WHERE sku LIKE 'UJI-PICK-%'`)
      assert.equal(Number(products), after.created, 'progress and products are of one moment')
      await endLeases(shop())
      await shop().start()
    }
    await until('the import has finished', async () => (await countsOf(shop(), import_)).state === 'finished', { withinMs: 600_000 })
    const counts = await countsOf(shop(), import_)
    assert.deepEqual([counts.created, counts.changed, counts.refused], [kProducts, 0, 0])
    const [[products]] = await shop().sql('SELECT COUNT(*) FROM products')
    assert.equal(Number(products), Number(before) + kProducts)
    const [[movements]] = await shop().sql(
      `SELECT COUNT(*) FROM stock_movements m JOIN variants v ON v.id = m.variant_id WHERE v.sku LIKE 'UJI-PICK-%'`)
    assert.equal(Number(movements), kProducts)
    const [[entries]] = await shop().sql(`SELECT COUNT(*) FROM audit_log WHERE action = 'product.created'`)
    assert.equal(Number(entries), kProducts)
    await assertBooksAreRight(shop())
  })
})
